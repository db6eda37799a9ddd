//! Tests of seals.

use super::*;
use crate::id::RecordHash;
use rand::SeedableRng;
use rand_chacha::ChaCha20Rng;

fn device(seed: u8) -> (Secret, DeviceKeys) {
    let (private, seal) = seal_keys(&Secret([seed; 32]));
    (private, DeviceKeys { sign: [seed; 32], seal, endpoint: [seed; 32] })
}

#[test]
fn a_seal_opens_for_its_device_and_circle_only() {
    let mut rng = ChaCha20Rng::seed_from_u64(1);
    let (community, circle) = (CommunityId([7; 32]), CircleId([8; 16]));
    let ((private, keys), (other, other_keys)) = (device(1), device(2));
    let epochs = [(RecordHash([3; 32]), Secret([4; 32])), (RecordHash([5; 32]), Secret([6; 32]))];
    let entry = seal_to(&community, &circle, &keys, &Secret([9; 32]), &epochs, &mut rng).unwrap();
    let opened = open(&community, &circle, &keys.device(), &private, &entry).unwrap();
    assert_eq!((opened.circle_secret, opened.keys), (Secret([9; 32]), epochs.to_vec()));
    assert_eq!(open(&community, &circle, &keys.device(), &other, &entry), None);
    assert_eq!(open(&community, &circle, &other_keys.device(), &other, &entry), None);
    assert_eq!(open(&community, &CircleId([0; 16]), &keys.device(), &private, &entry), None);
    assert_eq!(open(&CommunityId([0; 32]), &circle, &keys.device(), &private, &entry), None);
}

#[test]
fn an_entry_with_more_epochs_than_keys_does_not_open() {
    let mut rng = ChaCha20Rng::seed_from_u64(2);
    let (community, circle) = (CommunityId([7; 32]), CircleId([8; 16]));
    let (private, keys) = device(1);
    let mut entry = seal_to(&community, &circle, &keys, &Secret([9; 32]), &[], &mut rng).unwrap();
    entry.epochs.push(RecordHash([3; 32]));
    assert_eq!(open(&community, &circle, &keys.device(), &private, &entry), None);
}
