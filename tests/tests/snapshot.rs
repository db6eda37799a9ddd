//! Snapshots between real devices: what travels packed, and what it weighs.

use kith_tests::talkative::{Talk, community};

#[test]
fn measure() {
    let mut talk = Talk::new(1);
    let posts: Vec<_> = match std::env::var("EVENTS") {
        Ok(path) => std::fs::read_to_string(path)
            .unwrap()
            .lines()
            .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap())
            .filter(|value| value["k"] == "p")
            .map(|value| kith_tests::talkative::Post {
                author: value["author"].as_str().unwrap()[1..].parse().unwrap(),
                topic: value["topic"].as_str().unwrap()[1..].parse().unwrap(),
                time_ms: value["ts"].as_i64().unwrap(),
                text: value["text"].as_str().unwrap().into(),
            })
            .collect(),
        Err(_) => (0..2000).map(|_| talk.post(50, 200)).collect(),
    };
    let text: usize = posts.iter().map(|post| post.text.len()).sum();
    let t = std::time::Instant::now();
    let founder = community(50, 200, &posts);
    eprintln!("made in {:?}", t.elapsed());
    let n = posts.len();
    let _ = founder.measure(960 * 1024);
    let (bytes, records) = founder.measure(1920 * 1024);
    eprintln!("{n} posts, {records} records, text {} a post, packed {} a post, {:.3} of the text", text / n, bytes as f64 / n as f64, bytes as f64 / text as f64);
}
