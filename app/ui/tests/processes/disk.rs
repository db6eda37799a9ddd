//! A disk that is full, one that can only be read, and a database that is taken away: what is there can be read, and
//! Kith goes on by itself.

use crate::home::{Home, text, until};
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

/// A disk of four megabytes at a folder, in memory. Only an administrator may have one.
struct Small {
    at: PathBuf,
}

impl Small {
    fn mount(at: &Path) -> Option<Self> {
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", "size=4m", "tmpfs"]).arg(at).output();
        let mounted = mounted.is_ok_and(|done| done.status.success());
        if !mounted {
            eprintln!("skipped: no file system may be mounted here, so there is no small disk");
        }
        mounted.then(|| Self { at: at.to_owned() })
    }

    fn fill(&self) {
        let mut file = fs::File::create(self.at.join("film")).unwrap();
        while file.write_all(&[7; 4_096]).is_ok() {}
    }

    fn free(&self) {
        fs::remove_file(self.at.join("film")).unwrap();
    }

    fn remount(&self, how: &str) {
        let done = Command::new("mount").args(["-o", &format!("remount,{how}")]).arg(&self.at).status();
        assert!(done.unwrap().success(), "{how}");
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        drop(Command::new("umount").arg("--lazy").arg(&self.at).status());
        drop(fs::remove_dir(&self.at));
    }
}

/// A home on a small disk, with a topic in it. The disk goes last.
fn on_a_small_disk() -> Option<(Home, Small, String)> {
    let folder = TempDir::with_prefix("kith").unwrap();
    let small = Small::mount(folder.path())?;
    let home = Home::at(folder);
    home.found("Sunday choir", "Ada");
    let topic = home.start_topic("Concert", "Sunday at four");
    Some((home, small, topic))
}

#[test]
fn on_a_full_disk_what_is_there_is_read_and_kith_goes_on_once_there_is_room() {
    let Some((home, small, topic)) = on_a_small_disk() else { return };
    small.fill();
    assert!(home.post(&topic, "Sunday at four").is_some(), "with nothing running");
    let said = home.run_saying();
    assert!(text(&said["troubles"][0], "key").ends_with("home-full"), "{said}");
    assert!(home.post(&topic, "Sunday at four").is_some());
    let words = home.refused(&["reply", &topic, &"a long answer ".repeat(4_000)]);
    assert!(words.contains("full") && words.contains("Make room"), "{words}");

    small.free();
    until(&[], "there is room", || home.output(&["reply", &topic, "I bring a lamp"]).status.success());
    home.kill();
    assert!(home.post(&topic, "I bring a lamp").is_some());
}

#[test]
fn a_disk_that_fills_up_under_a_running_kith_takes_nothing_that_was_kept() {
    let Some((home, small, topic)) = on_a_small_disk() else { return };
    home.run();
    small.fill();
    home.refused(&["reply", &topic, &"a long answer ".repeat(4_000)]);
    assert_eq!(home.posts(&topic).len(), 1);
    small.free();
    home.reply(&topic, "I bring a lamp");
    home.kill();
    assert_eq!(home.posts(&topic).len(), 2);
}

#[test]
fn a_home_that_can_only_be_read_is_read_and_kith_goes_on_once_it_can_be_written() {
    let Some((home, small, topic)) = on_a_small_disk() else { return };
    small.remount("ro");
    assert!(home.post(&topic, "Sunday at four").is_some(), "with nothing running");
    let said = home.run_saying();
    assert!(text(&said["troubles"][0], "key").ends_with("home-read-only"), "{said}");
    small.remount("rw");
    until(&[], "it can be written", || home.output(&["reply", &topic, "I bring a lamp"]).status.success());
    assert!(home.post(&topic, "I bring a lamp").is_some());
}

#[test]
fn a_database_that_is_taken_away_is_missed_and_taken_up_again_when_it_is_back() {
    let home = Home::new();
    home.found("Sunday choir", "Ada");
    let topic = home.start_topic("Concert", "Sunday at four");
    home.run();
    let folder = home.path().join("communities");
    let files = fs::read_dir(&folder).unwrap().map(|file| file.unwrap().path());
    let database = files.into_iter().find(|file| file.extension().is_some_and(|kind| kind == "db")).unwrap();
    let aside = home.path().join("aside");

    fs::rename(&database, &aside).unwrap();
    let words = home.refused(&["reply", &topic, "lost?"]);
    assert!(words.contains("no longer in its place"), "{words}");
    assert!(home.post(&topic, "Sunday at four").is_some());
    fs::rename(&aside, &database).unwrap();
    home.reply(&topic, "kept");

    // Another file under the same name, such as a copy that was put back.
    home.stop();
    fs::copy(&database, &aside).unwrap();
    home.run();
    fs::remove_file(&database).unwrap();
    fs::rename(&aside, &database).unwrap();
    until(&[], "it is taken up again", || home.output(&["reply", &topic, "and more"]).status.success());
    home.kill();
    let said: Vec<String> = home.posts(&topic).iter().map(|post| text(post, "text")).collect();
    assert_eq!(said, ["Sunday at four", "kept", "and more"]);
}
