//! What a device that was put out writes in many logs burdens nobody.

use kith_sync::body::Body;
use kith_sync::charter::Statement;
use kith_sync::document::{Document, Kind};
use kith_sync::node::MAX_LATE;
use kith_tests::bare::{everything, found, further, hear, newcomer, own_words, rng, says};
use kith_tests::by_hand::{Log, change, sheet, tail, topic};

/// A device that was put out goes on in many logs: each post of its person's other device costs everybody all of that.
#[test]
fn what_a_lost_device_writes_in_many_logs_costs_no_post_of_its_persons_others() {
    let mut took = Vec::new();
    for logs in [1_u8, 32] {
        let mut founder = found();
        let mut one = newcomer(&mut founder, 2);
        says(&mut one, None, 0);
        let two = further(&mut one, 5);
        hear(&mut founder, &everything(&one));
        let mut ben = newcomer(&mut founder, 3);
        hear(&mut one, &everything(&founder));
        one.state(&Statement::DeviceRemove { device: two.me().device(), cuts: vec![] }).unwrap();
        hear(&mut ben, &everything(&one));
        let named = sheet(one.me().person, 0);
        let (id, frontier) = (named.id(&one.everyone()), two.law().facts().frontier());
        let mut chance = rng(3);
        for nonce in 0..logs {
            let mut log = Log::of(&two, nonce + 10);
            let name = log.head.log;
            let mut document = Document::begin(Kind::Sheet);
            for nth in 0..60 {
                let (bytes, ..) = change(&mut document, &name, &id, 1, |tx| topic(tx, nth)).unwrap();
                let body = if nth == 0 { Body::New { document: named, change: bytes } } else { Body::Change(bytes) };
                log.says(tail(0, &frontier), vec![body.encode(), vec![b'w'; 40]], &mut chance);
            }
            hear(&mut ben, &[log.whole()]);
        }
        says(&mut one, Some(id), 100);
        hear(&mut ben, &everything(&one));
        let mut least = std::time::Duration::MAX;
        for nth in 1..4 {
            says(&mut one, Some(id), nth);
            let said = own_words(&one);
            let begun = std::time::Instant::now();
            ben.absorb(&said).unwrap();
            least = least.min(begun.elapsed());
        }
        let late = "SELECT count(*) FROM items WHERE late = 1";
        let late: u32 = ben.store().connection().query_row(late, [], |row| row.get(0)).unwrap();
        let stood = "SELECT count(*) FROM items WHERE late = 0 AND time_ms > 0 AND time_ms < 4";
        let stood: u32 = ben.store().connection().query_row(stood, [], |row| row.get(0)).unwrap();
        assert_eq!((late, stood), ((u32::from(logs) * 60).min(MAX_LATE as u32), 3), "what is here");
        took.push((logs, least));
    }
    assert!(took[1].1 < took[0].1 * 8, "{took:?}");
}
