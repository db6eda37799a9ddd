//! Words go into the index many at once, and what is taken back is found nowhere, whether it was in the index or not.

use super::crowd::Device;
use crate::item::AT_ONCE;

/// Rows of words that are in the index.
fn indexed(device: &Device, word: &str) -> u32 {
    let sql = "SELECT count(*) FROM words_search WHERE words_search MATCH ?";
    device.reader().rows.query_row(sql, [word], |row| row.get(0)).unwrap()
}

#[test]
fn new_words_wait_until_there_are_many() {
    let mut ada = Device::founder();
    // Its title is one of them.
    let topic = ada.starts("Tea", "word");
    for _ in 0..AT_ONCE - 3 {
        ada.replies(&topic, "word");
    }
    assert_eq!(indexed(&ada, "word"), 0);
    ada.replies(&topic, "word");
    assert_eq!(i64::from(indexed(&ada, "word")), AT_ONCE - 1);
    ada.replies(&topic, "word");
    assert_eq!(i64::from(indexed(&ada, "word")), AT_ONCE - 1);
    assert_eq!(i64::from(ada.finds("word")), AT_ONCE);
}

#[test]
fn words_that_wait_are_changed_and_taken_back_as_others_are() {
    let mut ada = Device::founder();
    let topic = ada.starts("Tea", "Quokka");
    let (kept, gone) = (ada.replies(&topic, "Wombat"), ada.replies(&topic, "Dingo"));
    ada.edits(&kept, "Numbat");
    ada.erases(&gone).unwrap();
    assert_eq!(["quokka", "wombat", "numbat", "dingo"].map(|word| indexed(&ada, word)), [0; 4]);
    assert_eq!(["quokka", "wombat", "numbat", "dingo"].map(|word| ada.finds(word)), [1, 0, 1, 0]);
    ada.edits(&kept, "Bilby");
    ada.erases(&topic).unwrap();
    assert_eq!(["quokka", "numbat", "bilby"].map(|word| ada.finds(word)), [0, 0, 1]);
    assert!(["quokka", "dingo"].iter().all(|word| !ada.holds(word)));
    // The index is whole.
    let rows = ada.reader().rows;
    rows.execute("INSERT INTO words_search (words_search, rank) VALUES ('integrity-check', 0)", []).unwrap();
}
