//! Makes a home with many people in it, for the program to open: `crowd FOLDER [PEOPLE [POSTS TOPICS]]`. Prints the id of
//! the topic with the most posts.

use kith_tests::crowd::{Community, Size};
use std::path::Path;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let Some(home) = arguments.next() else {
        return eprintln!("crowd FOLDER [PEOPLE [POSTS TOPICS]]");
    };
    let numbers: Vec<usize> = arguments.filter_map(|argument| argument.parse().ok()).collect();
    let size = match *numbers {
        [] => Size::LARGE,
        [people] => Size { people, posts: 0, topics: 0 },
        [people, posts, topics, ..] => Size { people, posts, topics },
        [..] => return eprintln!("How many topics?"),
    };
    match tempfile::tempdir() {
        Ok(dir) => {
            let community = Community::make(dir.path(), size);
            community.put_into(Path::new(&home));
            println!("{}", community.busiest);
        }
        Err(error) => eprintln!("{error}"),
    }
}
