//! Tests of a charter's blocks: whatever stands in the logs, it comes back byte by byte; and no bytes do harm.

use super::*;
use crate::body::Body;
use crate::charter::{DeviceKeys, Proofs, Statement};
use crate::epoch::{Entry, Seal};
use crate::id::{CircleId, RecordHash, StatementId};
use crate::record::{Draft, Head, Intro, LogKind, MAX_PLAIN};
use crate::snapshot::MAX_PACKED;
use ed25519_dalek::SigningKey;
use proptest::prelude::*;
use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha20Rng;

static KEY: Secret = Secret([5; 32]);
static OTHER: Secret = Secret([6; 32]);

fn bytes<const N: usize>(rng: &mut ChaCha20Rng) -> [u8; N] {
    let mut bytes = [0; N];
    rng.fill_bytes(&mut bytes);
    bytes
}

fn keys(rng: &mut ChaCha20Rng) -> DeviceKeys {
    DeviceKeys { sign: bytes(rng), seal: bytes(rng), endpoint: bytes(rng) }
}

/// A device that writes in the charter.
#[derive(Clone)]
struct Device {
    signer: SigningKey,
    keys: DeviceKeys,
    head: Head,
    /// Records since the last range, and the newest signature.
    open: Vec<Record>,
    signature: [u8; 64],
    ranges: Vec<Range>,
}

impl Device {
    fn new(rng: &mut ChaCha20Rng) -> Self {
        let signer = SigningKey::from_bytes(&bytes(rng));
        let keys = DeviceKeys { sign: signer.verifying_key().to_bytes(), ..keys(rng) };
        let head = Head::start(&intro(&keys));
        Self { signer, keys, head, open: Vec::new(), signature: [0; 64], ranges: Vec::new() }
    }

    fn write(&mut self, frontier: Option<Vec<StatementId>>, parts: Vec<Vec<u8>>, key: &Secret, rng: &mut ChaCha20Rng) {
        let intro = (self.head.count == 0).then(|| intro(&self.keys));
        let draft = Draft { tail: Tail { intro, frontier, ..Tail::default() }, parts };
        let (verified, signature) = self.head.append(&self.signer, key, draft, rng).unwrap();
        self.open.push(verified.record);
        self.signature = signature;
        if self.head.at_boundary() {
            self.end_range();
        }
    }

    fn says(&mut self, body: &Body, rng: &mut ChaCha20Rng) -> StatementId {
        self.write(None, vec![body.encode()], &KEY, rng);
        RecordHash(self.head.hash)
    }

    fn end_range(&mut self) {
        let records = std::mem::take(&mut self.open);
        let from = self.head.count - records.len() as u64;
        if !records.is_empty() {
            self.ranges.push(Range { log: self.head.log, from, records, signature: self.signature });
        }
    }

    fn all(mut self) -> Vec<Range> {
        self.end_range();
        self.ranges
    }
}

fn intro(keys: &DeviceKeys) -> Intro {
    let (device, person) = (keys.device(), keys.person());
    Intro { sign_key: keys.sign, nonce: [0; 16], device, person, kind: LogKind::Charter, tag: [0; 16] }
}

fn admit(invite: StatementId, keys: DeviceKeys, rng: &mut ChaCha20Rng) -> Body {
    let proofs = Proofs { invite: bytes(rng), sign: bytes(rng), endpoint: bytes(rng) };
    let statement = Statement::Admit { invite, person: keys.person(), keys, proofs, lifts: Vec::new() };
    Body::stated(&statement, Some(1_800_000_000_000 + i64::from(rng.random_range(0u32..1 << 30))))
}

fn seal(keys: &DeviceKeys, epochs: &[StatementId], rng: &mut ChaCha20Rng) -> Body {
    let mut sealed = vec![0; 48 + 32 * epochs.len()];
    rng.fill_bytes(&mut sealed);
    let entry = Entry { device: keys.device(), epochs: epochs.to_vec(), encapsulated: bytes(rng), sealed };
    Body::Seal(Seal { circle: CircleId([9; 16]), entries: vec![entry] })
}

/// A device that let in so many people.
fn host(people: usize, seed: u64) -> Vec<Range> {
    let mut rng = ChaCha20Rng::seed_from_u64(seed);
    let mut host = Device::new(&mut rng);
    let genesis =
        Statement::Genesis { keys: host.keys, members_invite: true, random: [1; 16], endpoint: bytes(&mut rng) };
    let genesis = host.says(&Body::of(&genesis), &mut rng);
    for _ in 0..people {
        let keys = keys(&mut rng);
        let admit = admit(genesis, keys, &mut rng);
        host.says(&admit, &mut rng);
        let seal = seal(&keys, &[genesis], &mut rng);
        host.says(&seal, &mut rng);
    }
    host.all()
}

fn pack(ranges: &[Range]) -> Vec<u8> {
    Packer::new(&KEY).pack(ranges).unwrap()
}

fn comes_back(ranges: &[Range]) {
    assert_eq!(unpack(&pack(ranges), &KEY).unwrap(), ranges);
}

#[test]
fn a_person_costs_little_more_than_what_nobody_can_make_again() {
    let ranges = host(200, 1);
    comes_back(&ranges);
    // Three keys, three proofs, two salts, and what is sealed of one key.
    let least = 3 * 32 + 3 * 64 + 2 * 16 + 32 + 80;
    let each = pack(&ranges).len() / 200;
    assert!(each <= least + 24, "{each} bytes, {least} at least");
}

#[test]
fn an_odd_byte_behind_a_seal_or_a_statement_comes_back_with_it() {
    let mut rng = ChaCha20Rng::seed_from_u64(2);
    let mut device = Device::new(&mut rng);
    for odd in [vec![], vec![0], vec![0x50], vec![0x58], vec![0x58, 32], vec![0x58, 32, 7]] {
        let keys = keys(&mut rng);
        for body in [seal(&keys, &[], &mut rng), admit(RecordHash([0; 32]), keys, &mut rng)] {
            device.write(None, vec![[body.encode(), odd.clone()].concat()], &KEY, &mut rng);
        }
    }
    // Numbers and lengths written at more length than they need.
    for body in [&[0x83, 0x18, 0, 0x59, 0, 1, 7][..], &[0x58, 3, 1, 2, 3], &[0x58, 255, 1], &[0x5f, 0x50, 1, 0xff], &[]]
    {
        device.write(None, vec![body.to_vec()], &KEY, &mut rng);
    }
    comes_back(&device.all());
}

#[test]
fn keys_that_stand_there_already_or_are_alike_come_back() {
    let mut rng = ChaCha20Rng::seed_from_u64(10);
    let mut device = Device::new(&mut rng);
    let other = keys(&mut rng);
    let all = [
        other,
        DeviceKeys { sign: bytes(&mut rng), ..other },
        DeviceKeys { seal: other.sign, ..keys(&mut rng) },
        DeviceKeys { sign: [1; 32], seal: [1; 32], endpoint: bytes(&mut rng) },
        DeviceKeys { sign: bytes(&mut rng), seal: [2; 32], endpoint: [2; 32] },
        DeviceKeys { sign: [3; 32], seal: bytes(&mut rng), endpoint: [3; 32] },
    ];
    for keys in [all, all].concat() {
        let admit = admit(RecordHash([0; 32]), keys, &mut rng);
        device.says(&admit, &mut rng);
        let seal = seal(&keys, &[], &mut rng);
        device.says(&seal, &mut rng);
    }
    comes_back(&device.all());
}

/// Both branches have a range that begins at the same number, and each follows its own.
#[test]
fn a_range_follows_the_branch_that_it_was_written_on() {
    let mut rng = ChaCha20Rng::seed_from_u64(3);
    let mut one = Device::new(&mut rng);
    let say = |device: &mut Device, rng: &mut ChaCha20Rng| {
        device.says(&Body::of(&Statement::Policy { members_invite: true }), rng);
    };
    (0..3).for_each(|_| say(&mut one, &mut rng));
    one.end_range();
    let mut two = Device { ranges: Vec::new(), ..one.clone() };
    for branch in [&mut one, &mut two] {
        for _ in 0..2 {
            say(branch, &mut rng);
            say(branch, &mut rng);
            branch.end_range();
        }
    }
    let (one, two) = (one.all(), two.all());
    assert_eq!((one[2].from, two[1].from), (5, 5));
    comes_back(&[one.clone(), two.clone()].concat());
    comes_back(&[&one[..1], &two, &one[1..]].concat());
    // What goes before lies in another block, of both branches.
    let mut packer = Packer::new(&KEY);
    packer.pack(&[&one[..2], &two[..1]].concat()).unwrap();
    let rest = [&one[2..], &two[1..]].concat();
    let block = packer.pack(&rest).unwrap();
    assert_eq!(unpack(&block, &KEY).unwrap(), rest);
    // So that they were opened, and not carried as they are sealed.
    assert!(block.len() < rest.iter().map(|range| minicbor::to_vec(range).unwrap().len()).sum());
}

/// A block in which a record cannot be sealed again: it says more than a record may.
#[test]
fn what_cannot_be_made_again_ends_its_own_log_alone() {
    let mut rng = ChaCha20Rng::seed_from_u64(4);
    let (mut lost, mut other) = (Device::new(&mut rng), Device::new(&mut rng));
    let mut names = Vec::new();
    for _ in 0..3 {
        names.push(lost.says(&Body::Nothing, &mut rng));
        lost.end_range();
        other.says(&Body::Nothing, &mut rng);
        other.end_range();
    }
    other.says(&seal(&keys(&mut rng), &[names[0]], &mut rng), &mut rng);
    other.end_range();
    let (lost, mut other) = (lost.all(), other.all());
    let named = other.pop().unwrap();
    let mut writer = Writer::default();
    let mut long = vec![0; MAX_PLAIN + 1];
    rng.fill_bytes(&mut long);
    for range in [&lost[..], &other, std::slice::from_ref(&named)].concat() {
        let mut packer = Packer::new(&KEY);
        packer.pack(&[&lost[..], &other].concat()).unwrap();
        let prev = packer.before(&range);
        writer.begin(&range, &prev);
        let mut cursor = Cursor::under(range.log, range.from, prev, &KEY);
        let mut opened = cursor.open_record(&range.records[0], &|_, _| None);
        if range == lost[1] {
            opened.parts = vec![Unsealed::Open([0; 16], long.clone())];
        }
        writer.put_record(&opened);
        writer.passed(&cursor.before().prev);
        writer.folder.put_noise(&range.signature);
    }
    let made = unpack(&writer.finish().unwrap(), &KEY).unwrap();
    assert_eq!(made, [&lost[..1], &other, &[named]].concat());
}

#[test]
fn what_names_a_record_that_cannot_be_made_again_is_left_out_and_nothing_else() {
    let mut rng = ChaCha20Rng::seed_from_u64(5);
    let (mut first, mut citing, mut last) = (Device::new(&mut rng), Device::new(&mut rng), Device::new(&mut rng));
    let name = first.says(&Body::Nothing, &mut rng);
    let parts = vec![seal(&keys(&mut rng), &[name], &mut rng).encode(), b"read all the same".to_vec()];
    citing.write(Some(vec![name]), parts, &KEY, &mut rng);
    last.says(&Body::Nothing, &mut rng);
    let (citing, last) = (citing.all(), last.all());
    let whole = Columns::decompress(&pack(&[first.all(), citing, last.clone()].concat()), MAX_COLUMNS).unwrap();
    // What is first begins, as it says, after a record that is not there.
    let shape = [&[FOLLOWS as u8, 99], &whole.shape[1..]].concat();
    let block = Columns { shape, ..whole }.compress().unwrap();
    assert_eq!(unpack(&block, &KEY).unwrap(), last);
}

#[test]
fn what_does_not_open_or_is_not_here_travels_as_it_is() {
    let mut rng = ChaCha20Rng::seed_from_u64(6);
    let mut device = Device::new(&mut rng);
    device.says(&Body::Nothing, &mut rng);
    device.write(None, vec![b"of another key".to_vec()], &OTHER, &mut rng);
    device.write(None, vec![b"a body".to_vec(), b"a content".to_vec()], &KEY, &mut rng);
    device.says(&Body::Nothing, &mut rng);
    let mut ranges = device.all();
    for record in [2, 3] {
        let part = &mut ranges[0].records[record].parts[0];
        *part = part.dropped();
    }
    ranges[0].records[1].tail = vec![7; 40];
    comes_back(&ranges);
    // Nothing of it can be opened, not even placed.
    ranges[0].from = u64::MAX;
    ranges[0].log = LogId([1; 32]);
    comes_back(&ranges);
    comes_back(&[Range { records: Vec::new(), ..ranges[0].clone() }, Range { from: 0, ..ranges[0].clone() }]);
}

#[test]
fn a_block_holds_so_many_records_and_no_more() {
    let of = |records: usize| {
        let record = Record { tail: Vec::new(), parts: Vec::new() };
        Range { log: LogId([1; 32]), from: 0, records: vec![record; records], signature: [0; 64] }
    };
    // Nothing but noise makes a block long enough for so much to come of it.
    let mut noise = Range { records: Vec::new(), ..of(0) };
    let mut sealed = vec![0; 200_000];
    ChaCha20Rng::seed_from_u64(7).fill_bytes(&mut sealed);
    noise.records.push(Record { tail: Vec::new(), parts: vec![Part::Here(sealed)] });
    comes_back(&[noise.clone(), of(MAX_RECORDS - 1)]);
    assert_eq!(Packer::new(&KEY).pack(&[noise.clone(), of(MAX_RECORDS)]), None);
    let mut writer = Writer::default();
    for range in [&noise, &of(MAX_RECORDS)] {
        let mut cursor = Cursor::under(range.log, 0, range.log.0, &KEY);
        writer.begin(range, &range.log.0);
        range.records.iter().for_each(|record| writer.put_record(&cursor.open_record(record, &|_, _| None)));
        writer.folder.put_noise(&range.signature);
    }
    assert_eq!(unpack(&writer.finish().unwrap(), &KEY), Err(PackError::TooLarge));
    let mut many = of(1);
    many.records[0].parts = vec![Part::Dropped { hash: [0; 32], length: 0 }; MAX_PARTS];
    comes_back(&[many.clone()]);
    many.records[0].parts.push(Part::Dropped { hash: [0; 32], length: 0 });
    assert_eq!(Packer::new(&KEY).pack(&[many]), None);
}

#[test]
fn no_more_comes_of_a_block_than_its_length_allows() {
    let whole = Columns::decompress(&pack(&host(1, 8)), MAX_COLUMNS).unwrap();
    let honest = whole.compress().unwrap();
    // Zeros that compress to nothing.
    let tails = vec![0; 2 * RATIO * honest.len()];
    let swollen = Columns { tails, ..whole.clone() }.compress().unwrap();
    assert!(swollen.len() < 2 * honest.len());
    assert_eq!(unpack(&swollen, &KEY), Err(PackError::TooLarge));
    assert_eq!(unpack(&vec![0; MAX_PACKED + 1], &KEY), Err(PackError::TooLarge));
    // One name, said over and over.
    let says = |times: usize| {
        let mut folder = Folder::default();
        let text = [&[0x58, 64][..], &[7; 64]].concat().repeat(times);
        let skeleton = folder.fold(&text);
        assert_eq!((folder.noise.len(), skeleton.len()), (64, 2 * times));
        let mut unfolder = Unfolder::new(&folder.noise, &folder.names, 66 * 100);
        unfolder.unfold(&skeleton, &|_| None).map(|made| made.unwrap() == text)
    };
    assert_eq!(says(100), Ok(true));
    assert_eq!(says(101), Err(PackError::TooLarge));
}

#[test]
fn what_is_left_over_or_lacks_in_a_column_is_refused() {
    let whole = Columns::decompress(&pack(&host(2, 9)), MAX_COLUMNS).unwrap();
    for column in 0..5 {
        let change = |change: fn(&mut Vec<u8>)| {
            let mut other = whole.clone();
            let columns = [&mut other.noise, &mut other.shape, &mut other.tails, &mut other.bodies, &mut other.words];
            columns.into_iter().nth(column).into_iter().for_each(change);
            unpack(&other.compress().unwrap(), &KEY)
        };
        assert_eq!(change(|column| column.push(9)), Err(PackError::Layout), "column {column}");
        assert_eq!(change(|column| column.truncate(column.len() - 1)), Err(PackError::Layout), "column {column}");
    }
}

/// One step of a device in a made-up charter.
#[derive(Clone, Debug)]
enum Step {
    Admit,
    Seal(usize),
    Cites(usize),
    Nonsense(Vec<u8>),
    /// Bytes behind a seal.
    Odd(Vec<u8>),
    OtherKey,
    Contents(usize),
    EndsRange,
    /// Another device, or another branch of this one, goes on from here.
    Device,
    Fork,
    Drops,
    /// A range that is not packed, so that others follow nothing.
    Loses,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let bytes = || proptest::collection::vec(prop_oneof![Just(0x50), Just(0x58), Just(32), any::<u8>()], 0..90);
    let step = prop_oneof![
        4 => Just(Step::Admit),
        4 => (0usize..4).prop_map(Step::Seal),
        2 => (0usize..5).prop_map(Step::Cites),
        2 => bytes().prop_map(Step::Nonsense),
        1 => bytes().prop_map(Step::Odd),
        1 => Just(Step::OtherKey),
        1 => (1usize..16).prop_map(Step::Contents),
        2 => Just(Step::EndsRange),
        1 => Just(Step::Device),
        1 => Just(Step::Fork),
        1 => Just(Step::Drops),
        1 => Just(Step::Loses),
    ];
    proptest::collection::vec(step, 1..60)
}

/// The charter that these steps make.
fn made(steps: &[Step], seed: u64) -> Vec<Range> {
    let mut rng = ChaCha20Rng::seed_from_u64(seed);
    let mut devices = vec![Device::new(&mut rng)];
    let mut names = vec![RecordHash([3; 32])];
    let mut at = 0;
    for step in steps {
        let any = rng.random_range(0..names.len());
        let name = names[any];
        let device = &mut devices[at];
        let known = device.keys;
        let body = |step: &Step, rng: &mut ChaCha20Rng| match step {
            Step::Admit => admit(name, if rng.random_bool(0.2) { known } else { keys(rng) }, rng).encode(),
            Step::Seal(epochs) => seal(&known, &vec![name; *epochs], rng).encode(),
            Step::Odd(odd) => [seal(&known, &[name], rng).encode(), odd.clone()].concat(),
            Step::Nonsense(bytes) => bytes.clone(),
            _ => Body::Nothing.encode(),
        };
        let plain = body(step, &mut rng);
        match step {
            Step::Cites(count) => {
                let cites = (0..*count).map(|_| names[rng.random_range(0..names.len())]).collect();
                device.write(Some(cites), vec![plain], &KEY, &mut rng);
            }
            Step::OtherKey => device.write(None, vec![plain], &OTHER, &mut rng),
            Step::Contents(parts) => device.write(None, vec![plain; *parts], &KEY, &mut rng),
            Step::EndsRange => device.end_range(),
            Step::Drops => {
                let parts = device.open.iter_mut().flat_map(|record| &mut record.parts);
                parts.for_each(|part| *part = part.dropped());
            }
            Step::Loses => drop(device.ranges.pop()),
            Step::Device => {
                devices.push(Device::new(&mut rng));
                at = rng.random_range(0..devices.len());
            }
            Step::Fork => {
                device.end_range();
                let branch = Device { ranges: Vec::new(), ..device.clone() };
                devices.push(branch);
                at = rng.random_range(0..devices.len());
            }
            _ => device.write(None, vec![plain], &KEY, &mut rng),
        }
        names.push(RecordHash(devices[at].head.hash));
    }
    devices.into_iter().flat_map(Device::all).collect()
}

proptest! {
    #[test]
    fn whatever_stands_in_a_charter_comes_back(steps in steps(), seed in any::<u64>(), at in any::<prop::sample::Index>()) {
        let ranges = made(&steps, seed);
        // Much may come of few bytes where one name stands everywhere: such ranges go whole.
        let same = |block: &[u8], ranges: &[Range]| match unpack(block, &KEY) {
            Ok(made) => made == ranges,
            Err(why) => why == PackError::TooLarge && block.len() < 2_000,
        };
        prop_assert!(same(&pack(&ranges), &ranges));
        // In two blocks, cut anywhere.
        let (one, two) = ranges.split_at(at.index(ranges.len() + 1));
        let mut packer = Packer::new(&KEY);
        prop_assert!(same(&packer.pack(one).unwrap(), one));
        prop_assert!(same(&packer.pack(two).unwrap(), two));
    }

    #[test]
    fn no_bytes_do_harm(
        steps in steps(), at in any::<prop::sample::Index>(), bit in 0u8..8, column in 0usize..5,
        noise in proptest::collection::vec(any::<u8>(), 0..300),
    ) {
        let block = pack(&made(&steps, 1));
        let _ = unpack(&noise, &KEY);
        let mut whole = Columns::decompress(&block, MAX_COLUMNS).unwrap();
        let columns = [&mut whole.noise, &mut whole.shape, &mut whole.tails, &mut whole.bodies, &mut whole.words];
        if let Some(column) = columns.into_iter().nth(column).filter(|column| !column.is_empty()) {
            let at = at.index(column.len());
            column[at] ^= 1 << bit;
        }
        let _ = unpack(&whole.compress().unwrap(), &KEY);
        let _ = unpack(&block[..at.index(block.len())], &KEY);
    }

    #[test]
    fn columns_of_any_bytes_never_panic(
        columns in proptest::array::uniform5(proptest::collection::vec(prop_oneof![0u8..6, any::<u8>()], 0..300)),
    ) {
        let [noise, shape, tails, bodies, words] = columns;
        let _ = unpack(&Columns { noise, shape, tails, bodies, words }.compress().unwrap(), &KEY);
    }
}
