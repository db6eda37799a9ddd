//! What a hub keeps of whom, on both sides of each share.

use super::*;
use crate::id::PersonId;
use crate::record::{Draft, Intro, Tail};
use rand::SeedableRng as _;
use rand_chacha::ChaCha20Rng;

const KEY: Secret = Secret([4; 32]);
const HUB: [u8; 32] = [7; 32];
/// Bytes of words in one log of these tests.
const WORDS: usize = 10_000;

/// A log with one record, of a writer that nobody knows.
fn log_of(writer: u8, nonce: u8) -> Range {
    let mut rng = ChaCha20Rng::seed_from_u64(u64::from(writer) << 8 | u64::from(nonce));
    let keys = SigningKey::from_bytes(&[writer; 32]);
    let intro = Intro {
        sign_key: keys.verifying_key().to_bytes(),
        nonce: [nonce; 16],
        device: DeviceId([writer; 16]),
        person: PersonId([writer; 16]),
        kind: LogKind::Content,
        tag: [0; 16],
    };
    let mut head = Head::start(&intro);
    let tail = Tail { intro: Some(intro), ..Tail::default() };
    let draft = Draft { tail, parts: vec![vec![writer; WORDS]] };
    let (verified, signature) = head.append(&keys, &Secret([1; 32]), draft, &mut rng).unwrap();
    Range { log: head.log, from: 0, records: vec![verified.record], signature }
}

struct Kept {
    hub: Hub<u8>,
}

impl Kept {
    fn with(quota: Quota) -> Self {
        let hub = Hub::open(Store::in_memory(&[]).unwrap(), HUB, door(&KEY), quota).unwrap();
        Self { hub }
    }

    /// A guest who knows the charter key comes in.
    fn comes(&mut self, guest: u8) {
        let endpoint = [guest; 32];
        self.hub.opened(guest, endpoint);
        let greeting = Frame::Hello { version: 0, salt: [1; 8].into(), digests: Vec::new(), receipts: [0; 8].into() };
        for frame in [Frame::Prove(prove(&KEY, &HUB, &endpoint).into()), greeting] {
            self.hub.received(guest, &frame.encode()).unwrap();
        }
    }

    /// Whether what a guest brings is kept.
    fn brings(&mut self, guest: u8, range: &Range) -> bool {
        self.hub.received(guest, &Frame::Records(range.clone()).encode()).unwrap();
        self.hub.logs.contains_key(&range.log)
    }
}

/// Bytes of one of these logs as a hub counts them.
fn each() -> u64 {
    log_of(1, 1).records.iter().map(crate::record::Record::weight).sum::<u64>() + LOG_BYTES
}

#[test]
fn one_guest_with_many_keys_fills_a_share_and_what_others_bring_still_fits() {
    let quota = Quota { community: 10 * each(), guest: 6 * each(), writer: 4 * each(), ..Quota::default() };
    let mut kept = Kept::with(quota);
    kept.comes(1);
    let of_many = (10..200).filter(|writer| kept.brings(1, &log_of(*writer, 0))).count();
    assert_eq!((of_many, kept.hub.bytes()), (6, 6 * each()), "the sixth just fits");
    kept.comes(2);
    assert!(kept.brings(2, &log_of(2, 0)));
    // Who goes and comes again has no other share.
    kept.hub.closed(1);
    kept.comes(1);
    assert!(!kept.brings(1, &log_of(3, 0)));
}

#[test]
fn one_writer_has_a_share_whoever_brings_it_and_however_often_the_hub_is_opened() {
    let quota = Quota { community: 10 * each(), guest: 9 * each(), writer: 4 * each(), ..Quota::default() };
    let mut kept = Kept::with(quota);
    kept.comes(1);
    kept.comes(2);
    let of_one = (0..50).filter(|nonce| kept.brings(1 + nonce % 2, &log_of(9, *nonce))).count();
    assert_eq!((of_one, kept.hub.bytes()), (4, 4 * each()), "the fourth just fits");
    let Hub { store, .. } = kept.hub;
    let mut kept = Kept { hub: Hub::open(store, HUB, door(&KEY), quota).unwrap() };
    kept.comes(1);
    assert!(!kept.brings(1, &log_of(9, 60)) && kept.brings(1, &log_of(8, 0)));
}

#[test]
fn what_guests_brought_is_forgotten_before_it_fills_memory() {
    let mut kept = Kept::with(Quota::default());
    for nth in 0..u64::try_from(MAX_BRINGERS).unwrap() + 1 {
        let mut endpoint = [0; 32];
        endpoint[..8].copy_from_slice(&nth.to_be_bytes());
        kept.hub.brings(&endpoint, 1);
        let most = usize::try_from(nth).unwrap() + 1;
        assert_eq!(kept.hub.brought.len(), if most > MAX_BRINGERS { 1 } else { most });
    }
}
