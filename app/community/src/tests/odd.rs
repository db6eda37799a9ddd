//! What a broken or hostile device puts in its sheet: kept, and as good as absent where it makes no sense.

use super::crowd::Device;
use automerge::transaction::{Transactable, Transaction};
use automerge::{AutomergeError, ObjId, ObjType, ROOT, ReadDoc};
use kith_sync::charter::Role;
use kith_sync::document::Kind;
use kith_sync::node::Saying;

type Edited = Result<(), AutomergeError>;

pub fn says_oddly(device: &mut Device, contents: &[&str], edit: impl FnOnce(&mut Transaction<'_>, &ObjId) -> Edited) {
    let saying = Saying {
        circle: device.replica.everyone(),
        kind: Kind::Sheet,
        document: None,
        contents: contents.iter().map(|text| text.as_bytes().to_vec()).collect(),
        erased: Vec::new(),
        edit: Box::new(|sheet| {
            let items = sheet.get(ROOT, "items")?.unwrap().1;
            edit(sheet, &items).map(|()| None)
        }),
    };
    device.replica.say(saying).unwrap();
}

fn count(device: &Device, sql: &str) -> u32 {
    device.reader().rows.query_row(sql, [], |row| row.get(0)).unwrap()
}

#[test]
fn one_content_part_counts_for_the_first_op_that_names_it() {
    let mut ada = Device::founder();
    let mut bola = ada.lets_in(2);
    says_oddly(&mut ada, &["Long words"], |sheet, items| {
        for place in 0..50 {
            let item = sheet.insert_object(items, place, ObjType::Map)?;
            sheet.put(&item, "k", 1)?;
            sheet.put(&item, "h", 1)?;
            sheet.put(&item, "w", 1)?;
        }
        Ok(())
    });
    bola.hears(&mut ada);
    assert_eq!(bola.topics().len(), 50);
    assert_eq!(count(&bola, "SELECT count(*) FROM words"), 1);
    assert_eq!(ada.fingerprint(), bola.fingerprint());
}

#[test]
fn fields_of_the_wrong_kind_are_as_good_as_absent() {
    let mut ada = Device::founder();
    let topic = ada.starts("Tea", "Cups");
    says_oddly(&mut ada, &[], |sheet, items| {
        for kind in [0, 2, 3, 4, 6, 10, 99, -1] {
            let item = sheet.insert_object(items, 0, ObjType::Map)?;
            sheet.put(&item, "k", kind)?;
            sheet.put(&item, "t", "noon")?;
            sheet.put(&item, "on", vec![1_u8; 17])?;
            sheet.put(&item, "w", 300)?;
            sheet.put(&item, "e", 5)?;
            sheet.put(&item, "x", i64::MIN)?;
            sheet.put_object(&item, "r", ObjType::Map)?;
        }
        sheet.insert(items, 0, "no map")?;
        sheet.insert_object(items, 0, ObjType::List).map(drop)
    });
    assert_eq!(count(&ada, "SELECT count(*) FROM items"), 9);
    assert_eq!(count(&ada, "SELECT count(*) FROM items WHERE topic IS NOT NULL"), 1, "the topic's own");
    for table in ["reactions", "resolves", "replaces"] {
        assert_eq!(count(&ada, &format!("SELECT count(*) FROM {table}")), 0, "{table}");
    }
    assert_eq!(ada.texts(&topic), ["Cups"]);
}

#[test]
fn an_item_taken_out_of_the_list_stays_what_it_was() {
    let mut ada = Device::founder();
    let mut bola = ada.lets_in(2);
    let topic = ada.starts("Tea", "Cups");
    bola.hears(&mut ada);
    says_oddly(&mut ada, &[], |sheet, items| sheet.delete(items, 0));
    let mut chidi = ada.admits(4);
    chidi.hears(&mut ada);
    bola.hears(&mut ada);
    for device in [&ada, &bola, &chidi] {
        assert_eq!(device.texts(&topic), ["Cups"]);
        assert_eq!(device.fingerprint(), ada.fingerprint());
    }
}

/// Topics with the number of their replies, and whether they are settled.
fn counted(device: &Device) -> Vec<(String, u32, bool)> {
    let sql = "SELECT text, replies, resolved FROM activity JOIN words ON item = topic WHERE field = 'h' ORDER BY text";
    let rows = device.reader().rows;
    let mut query = rows.prepare(sql).unwrap();
    query.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).unwrap().map(Result::unwrap).collect()
}

#[test]
fn what_a_later_change_moves_to_another_topic_stands_in_none() {
    let mut ada = Device::founder();
    let (one, two) = (ada.starts("One", "Words"), ada.starts("Two", "Words"));
    let mut mallory = ada.lets_in(2);
    ada.raises(&mut mallory, Role::Steward);
    let reply = mallory.replies(&one, "Mine");
    mallory.resolves(&one, true);
    ada.hears(&mut mallory);
    let after = ada.replies(&one, "After it");
    assert_eq!(counted(&ada), [("One".into(), 2, true), ("Two".into(), 0, false)]);
    let onto = two.parse::<kith_sync::id::ItemId>().unwrap().to_bytes().to_vec();
    says_oddly(&mut mallory, &[], |sheet, items| {
        for place in 0..2 {
            let (_, item) = sheet.get(items, place)?.unwrap();
            sheet.put(&item, "on", onto.clone())?;
        }
        Ok(())
    });
    let mut chidi = ada.admits(4);
    ada.hears(&mut mallory);
    chidi.hears(&mut ada);
    for device in [&ada, &chidi] {
        assert_eq!(counted(device), [("One".into(), 1, false), ("Two".into(), 0, false)]);
        let shown = |topic: &str| device.topic(topic).posts.into_iter().map(|post| post.post).collect::<Vec<_>>();
        assert!(!shown(&one).contains(&reply) && !shown(&two).contains(&reply));
        assert_eq!(shown(&one).last(), Some(&after));
    }
    assert_eq!(ada.fingerprint(), chidi.fingerprint());
}

/// Else it could be quoted by what it quotes, and each would stand below the other.
#[test]
fn what_a_later_change_puts_among_the_posts_that_are_quoted_is_not() {
    let mut ada = Device::founder();
    let topic = ada.starts("Tea", "Cups");
    let mut mallory = ada.lets_in(2);
    let one = mallory.quotes(&topic, "One", std::slice::from_ref(&topic));
    ada.hears(&mut mallory);
    let two = ada.quotes(&topic, "Two", std::slice::from_ref(&one));
    let name = |post: &str| post.parse::<kith_sync::id::ItemId>().unwrap().to_bytes().to_vec();
    says_oddly(&mut mallory, &[], |sheet, items| {
        let (_, item) = sheet.get(items, 0)?.unwrap();
        let (_, quotes) = sheet.get(&item, "q")?.unwrap();
        sheet.insert(&quotes, 0, name(&two))
    });
    let mut chidi = ada.admits(4);
    ada.hears(&mut mallory);
    chidi.hears(&mut ada);
    let quoted = "
        SELECT quoted.name FROM names AS of JOIN quotes ON item = of.id JOIN names AS quoted ON quoted.id = quoted
        WHERE of.name = ?";
    for device in [&ada, &chidi] {
        let rows = device.reader().rows;
        let mut query = rows.prepare(quoted).unwrap();
        let found: Vec<Vec<u8>> =
            query.query_map([name(&one)], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
        assert_eq!(found, [name(&topic)]);
        assert_eq!(device.fingerprint(), ada.fingerprint());
    }
}

#[test]
fn what_followed_a_post_stands_where_it_would_once_the_post_is_none() {
    let mut ada = Device::founder();
    let topic = ada.starts("One", "Words");
    let mut mallory = ada.lets_in(2);
    mallory.set_clock(1_000_000);
    let far = mallory.replies(&topic, "Far ahead");
    ada.hears(&mut mallory);
    let after = ada.quotes(&topic, "After it", std::slice::from_ref(&far));
    let place = |device: &Device| -> i64 {
        let sql = "SELECT place FROM items JOIN names ON id = item WHERE name = ?";
        let name = after.parse::<kith_sync::id::ItemId>().unwrap().to_bytes();
        device.reader().rows.query_row(sql, [name], |row| row.get(0)).unwrap()
    };
    assert!(place(&ada) > 1_000_000);
    says_oddly(&mut mallory, &[], |sheet, items| {
        let (_, item) = sheet.get(items, 0)?.unwrap();
        sheet.put(&item, "k", 99)
    });
    let mut chidi = ada.admits(4);
    ada.hears(&mut mallory);
    chidi.hears(&mut ada);
    assert_eq!(place(&chidi), place(&ada));
    assert!(place(&ada) < 1_000_000);
    assert_eq!(ada.fingerprint(), chidi.fingerprint());
}
