//! The bytes that are measured: synthetic, of the shapes that occur, the same in every run.
//!
//! Each collection has many different members, so that no case is measured on one lucky value.

use crate::random::Random;
use ampwire::amp::{Part, sha256};
use ampwire::onion::{AmpRecord, Layout, Payload, PayloadBuilder, PaymentData};
use ampwire::secret::{PaymentSecret, Root, SetId, Share};
use ampwire::tlv::TlvWriter;
use ampwire::wire::{BigSize, Encode, Tu32, Tu64};

/// How many members a collection has.
pub const MEMBERS: usize = 256;

/// Integers, as many of each width.
pub fn integers() -> Vec<u64> {
    let mut random = Random::new(1);
    (0..MEMBERS)
        .map(|_| match random.below(4) {
            0 => random.below(0xfd),
            1 => 0xfd + random.below(0x1_0000 - 0xfd),
            2 => 0x1_0000 + random.below(0x1_0000_0000 - 0x1_0000),
            _ => random.number() | 1 << 32,
        })
        .collect()
}

/// The integers as `BigSize`s, each in bytes of its own.
pub fn bigsizes() -> Vec<Vec<u8>> {
    integers().into_iter().map(|value| BigSize(value).to_vec()).collect()
}

/// Streams of hop payloads, for intermediate and final hops: 256 of them with 997 records.
pub fn streams() -> Vec<Vec<u8>> {
    let mut random = Random::new(2);
    (0..MEMBERS).map(|_| stream(&mut random)).collect()
}

fn stream(random: &mut Random) -> Vec<u8> {
    let mut out = Vec::new();
    let mut writer = TlvWriter::new(&mut out);
    let mut record = |record_type, value: &[u8]| {
        writer.record(record_type, value).expect("types are given ascending");
    };
    record(2, &Tu64(random.below(1 << 40)).to_vec());
    record(4, &Tu32(800_000 + u32_below(random, 1 << 17)).to_vec());
    if random.chance(1, 3) {
        record(6, &random.bytes(8));
    } else {
        if random.chance(4, 5) {
            record(8, &payment_data(random).to_vec());
        }
        if random.chance(3, 5) {
            record(14, &amp_record(random).to_vec());
        }
        if random.chance(1, 4) {
            let length = random.below(320);
            record(16, &random.bytes(usize_of(length)));
        }
    }
    if random.chance(1, 3) {
        let length = random.below(80);
        record(65_537 + 2 * random.below(1000), &random.bytes(usize_of(length)));
    }
    if random.chance(1, 6) {
        record(5_482_373_484, &random.bytes(32));
    }
    out
}

/// Payloads of the final hop of an AMP payment: types 2, 4, 8 and 14.
pub fn payloads() -> Vec<Payload> {
    let mut random = Random::new(3);
    (0..MEMBERS).map(|_| payload(&mut random)).collect()
}

/// A payload of the final hop of an AMP payment: types 2, 4, 8 and 14.
pub fn payload(random: &mut Random) -> Payload {
    PayloadBuilder::new()
        .amt_to_forward(1 + random.below(1 << 32))
        .outgoing_cltv_value(800_000 + u32_below(random, 1 << 17))
        .payment_data(payment_data(random))
        .amp_record(amp_record(random))
        .build()
        .expect("the records of a final hop")
}

fn payment_data(random: &mut Random) -> PaymentData {
    PaymentData {
        payment_secret: PaymentSecret::new(random.bytes32()),
        total_msat: 1000 + random.below(1 << 36),
    }
}

/// AMP records as deployed, with indexes of every length.
pub fn amp_records() -> Vec<AmpRecord> {
    let mut random = Random::new(4);
    (0..MEMBERS).map(|_| amp_record(&mut random)).collect()
}

fn amp_record(random: &mut Random) -> AmpRecord {
    let width = random.below(33);
    AmpRecord {
        layout: Layout::Type14,
        root_share: Share::new(random.bytes32()),
        set_id: SetId(random.bytes32()),
        child_index: u32_below(random, 1 << width),
    }
}

/// The parts of a payment, with the hashes their HTLCs are locked to.
pub fn parts(count: usize) -> Vec<Part> {
    let mut random = Random::new(5);
    let bare = (0..count).map(|index| Part {
        share: Share::new(random.bytes32()),
        child_index: u32::try_from(index).expect("a number of parts"),
        payment_hash: None,
    });
    let mut parts: Vec<Part> = bare.collect();
    let root = root_of(&parts);
    for part in &mut parts {
        let child = sha256::derive(&root, &part.share, part.child_index);
        part.payment_hash = Some(child.payment_hash);
    }
    parts
}

/// The root of a payment of these parts.
pub fn root_of(parts: &[Part]) -> Root {
    parts.iter().fold(Root::new([0; 32]), |root, part| root.combine(&part.share))
}

/// What the derivation of each part hashes first, put together beforehand.
pub fn messages(parts: &[Part]) -> Vec<[u8; 68]> {
    let root = root_of(parts);
    let message = |part: &Part| {
        let mut message = [0; 68];
        message[..32].copy_from_slice(root.reveal());
        message[32..64].copy_from_slice(part.share.reveal());
        message[64..].copy_from_slice(&part.child_index.to_be_bytes());
        message
    };
    parts.iter().map(message).collect()
}

fn u32_below(random: &mut Random, end: u64) -> u32 {
    u32::try_from(random.below(end)).expect("an end of at most 2^32")
}

fn usize_of(length: u64) -> usize {
    usize::try_from(length).expect("a small length")
}

#[cfg(test)]
mod tests {
    use super::*;
    use ampwire::{secret::PaymentHash, tlv::TlvStream};

    /// Figures of different days can be compared only while the bytes are the same.
    #[test]
    fn the_bytes_are_the_same_for_ever() {
        let streams = streams();
        let records: usize =
            streams.iter().map(|bytes| TlvStream::parse(bytes).unwrap().iter().count()).sum();
        let all = streams.concat();
        assert_eq!((streams.len(), records, all.len()), (256, 997, 28_429));
        assert_eq!(hash(&all), "a1bcde700f1d647c0600912c56fc52ee6bf47d6b1d8e64036ea91e6babaef972");
        let payloads: Vec<u8> = payloads().iter().flat_map(Payload::to_vec).collect();
        assert_eq!(
            hash(&payloads),
            "d3053c0e3ac5dd43a76eef931e3f3ec648b4547105eaaa7a6ab4ed66845de411"
        );
    }

    fn hash(bytes: &[u8]) -> String {
        PaymentHash(bitcoin_hashes::sha256::hash(bytes).to_byte_array()).to_string()
    }
}
