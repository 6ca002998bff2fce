//! What is measured. Instruction counts and criterion's times are taken of the same cases.

use crate::{hand, inputs, invoices};
use ampwire::amp::{Part, sha256};
use ampwire::bolt11::{InvoiceView, VerifiedInvoice};
use ampwire::onion::{AmpRecord, Layout, Layouts, Payload, PayloadRules, PayloadView, Role};
use ampwire::tlv::{TlvReader, TlvStream};
use ampwire::wire::{BigSize, Encode};
use std::hint::black_box;

/// Something that is measured.
#[derive(Debug, Clone, Copy)]
pub struct Case {
    /// Its name, for example `tlv/reader`.
    pub name: &'static str,
    /// What a figure is given for one of.
    pub unit: &'static str,
    /// Makes the input and gives what runs over it.
    pub prepare: fn() -> Pass,
}

/// One run over a case's input.
pub struct Pass {
    /// How many units the input has.
    pub units: usize,
    /// Runs over it once.
    pub run: Box<dyn FnMut()>,
}

/// The case of this name.
pub fn find(name: &str) -> Option<&'static Case> {
    ALL.iter().find(|case| case.name == name)
}

/// All cases, in the order of the tables.
pub const ALL: [Case; 25] = [
    case("bigsize/hand", "integer", bigsize_hand),
    case("bigsize/parse", "integer", bigsize_parse),
    case("bigsize/write", "integer", bigsize_write),
    case("tlv/hand", "record", tlv_hand),
    case("tlv/reader", "record", tlv_reader),
    case("tlv/stream", "record", tlv_stream),
    case("tlv/stream-parse", "record", tlv_stream_parse),
    case("payload/parse", "payload", payload_parse),
    case("payload/parse-owned", "payload", payload_parse_owned),
    case("payload/write", "payload", payload_write),
    case("payload/write-slice", "payload", payload_write_slice),
    case("amp-record/parse", "record", amp_record_parse),
    case("amp-record/write", "record", amp_record_write),
    case("amp-record/write-slice", "record", amp_record_write_slice),
    case("invoice/parse", "invoice", invoice_parse),
    case("invoice/bare-recovery", "invoice", invoice_bare_recovery),
    case("invoice/verify", "invoice", invoice_verify),
    case("derive/bare", "part", || bare(inputs::MEMBERS)),
    case("derive/sha256", "part", derive),
    case("reconstruct-2/bare", "part", || bare(2)),
    case("reconstruct-2/sha256", "part", || reconstruct(2)),
    case("reconstruct-16/bare", "part", || bare(16)),
    case("reconstruct-16/sha256", "part", || reconstruct(16)),
    case("reconstruct-1000/bare", "part", || bare(1000)),
    case("reconstruct-1000/sha256", "part", || reconstruct(1000)),
];

const fn case(name: &'static str, unit: &'static str, prepare: fn() -> Pass) -> Case {
    Case { name, unit, prepare }
}

/// A pass that does the same with each member.
fn over<T: 'static>(members: Vec<T>, mut each: impl FnMut(&T) + 'static) -> Pass {
    let units = members.len();
    Pass { units, run: Box::new(move || black_box(&members).iter().for_each(&mut each)) }
}

fn bigsize_hand() -> Pass {
    over(inputs::bigsizes(), |bytes| {
        black_box(hand::bigsize(bytes).filter(|(_, rest)| rest.is_empty()));
    })
}

fn bigsize_parse() -> Pass {
    over(inputs::bigsizes(), |bytes| {
        black_box(BigSize::parse(bytes).ok());
    })
}

fn bigsize_write() -> Pass {
    let mut room = [0; BigSize::MAX_WIRE_LEN];
    over(inputs::integers(), move |value| {
        let mut out = &mut room[..];
        BigSize(*value).put(&mut out);
        black_box(out.len());
        black_box(&room);
    })
}

/// A pass over the streams, of which every record is a unit. `walk` gives what it makes of a stream.
fn streams(walk: impl Fn(&[u8]) -> u64 + 'static) -> Pass {
    let streams = inputs::streams();
    let count = |bytes: &Vec<u8>| TlvReader::new(bytes).count();
    let units = streams.iter().map(count).sum();
    let run = move || {
        for bytes in black_box(&streams) {
            black_box(walk(bytes));
        }
    };
    Pass { units, run: Box::new(run) }
}

/// The least that a caller can do with a record: look at its type and at its value's size.
#[inline]
fn taken(sum: u64, record_type: u64, value: &[u8]) -> u64 {
    sum.wrapping_add(record_type ^ value.len() as u64)
}

fn tlv_hand() -> Pass {
    streams(|bytes| {
        let mut sum = 0;
        let right = hand::walk(bytes, |record_type, value| sum = taken(sum, record_type, value));
        assert!(right);
        sum
    })
}

fn tlv_reader() -> Pass {
    streams(|bytes| {
        let mut sum = 0;
        for record in TlvReader::new(bytes) {
            let record = record.expect("a right stream");
            sum = taken(sum, record.record_type(), record.value());
        }
        sum
    })
}

fn tlv_stream() -> Pass {
    streams(|bytes| {
        let stream = TlvStream::parse(bytes).expect("a right stream");
        let mut sum = 0;
        for record in stream {
            sum = taken(sum, record.record_type(), record.value());
        }
        sum
    })
}

fn tlv_stream_parse() -> Pass {
    streams(|bytes| TlvStream::parse(bytes).is_ok().into())
}

fn payload_bytes() -> Vec<Vec<u8>> {
    inputs::payloads().iter().map(Payload::to_vec).collect()
}

const FINAL: PayloadRules = PayloadRules::new(Role::Final, Layouts::DEPLOYED);

fn payload_parse() -> Pass {
    over(payload_bytes(), |bytes| {
        black_box(&PayloadView::parse(bytes, FINAL).expect("a right payload"));
    })
}

fn payload_parse_owned() -> Pass {
    over(payload_bytes(), |bytes| {
        black_box(&PayloadView::parse(bytes, FINAL).expect("a right payload").to_payload());
    })
}

fn payload_write() -> Pass {
    over(inputs::payloads(), |payload| {
        black_box(payload.to_vec());
    })
}

fn payload_write_slice() -> Pass {
    let mut room = [0; 1300];
    over(inputs::payloads(), move |payload| {
        black_box(payload.encode_to_slice(&mut room).expect("room"));
        black_box(&room);
    })
}

fn amp_record_parse() -> Pass {
    let bytes = inputs::amp_records().iter().map(AmpRecord::to_vec).collect();
    over(bytes, |bytes: &Vec<u8>| {
        black_box(&AmpRecord::parse(Layout::Type14, bytes).expect("a right record"));
    })
}

fn amp_record_write() -> Pass {
    over(inputs::amp_records(), |record| {
        black_box(record.to_vec());
    })
}

fn amp_record_write_slice() -> Pass {
    let mut room = [0; AmpRecord::MAX_WIRE_LEN];
    over(inputs::amp_records(), move |record| {
        black_box(record.encode_to_slice(&mut room).expect("room"));
        black_box(&room);
    })
}

fn invoice_parse() -> Pass {
    over(invoices::invoices(), |text| {
        black_box(&InvoiceView::parse_unverified(text).expect("a right invoice"));
    })
}

fn invoice_bare_recovery() -> Pass {
    let invoices = invoices::invoices();
    over(invoices.iter().map(|text| invoices::Signed::of(text)).collect(), |signed| {
        black_box(&signed.recover());
    })
}

fn invoice_verify() -> Pass {
    over(invoices::invoices(), |text| {
        black_box(&VerifiedInvoice::parse(text).expect("a right invoice"));
    })
}

/// The two bare SHA-256 calls that a derivation can't do without.
#[inline]
pub fn hash_twice(message: &[u8; 68]) -> ([u8; 32], [u8; 32]) {
    let preimage = bitcoin_hashes::sha256::hash(message).to_byte_array();
    let hash = bitcoin_hashes::sha256::hash(&preimage).to_byte_array();
    (preimage, hash)
}

fn bare(count: usize) -> Pass {
    over(inputs::messages(&inputs::parts(count)), |message| {
        black_box(&hash_twice(message));
    })
}

fn derive() -> Pass {
    let parts = inputs::parts(inputs::MEMBERS);
    let root = inputs::root_of(&parts);
    over(parts, move |part: &Part| {
        black_box(&sha256::derive(&root, &part.share, part.child_index));
    })
}

fn reconstruct(count: usize) -> Pass {
    let parts = inputs::parts(count);
    let run = move || {
        black_box(&sha256::reconstruct(black_box(&parts)).expect("a whole set"));
    };
    Pass { units: count, run: Box::new(run) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_case_runs() {
        for case in ALL {
            let mut pass = (case.prepare)();
            assert!(pass.units > 0, "{}", case.name);
            (pass.run)();
        }
    }

    #[test]
    fn bare_recovery_gives_the_payee() {
        for text in invoices::invoices() {
            let payee = VerifiedInvoice::parse(&text).unwrap().payee();
            assert_eq!(&invoices::Signed::of(&text).recover(), payee.as_bytes());
        }
    }

    #[test]
    fn bare_hashing_gives_what_the_derivation_gives() {
        let parts = inputs::parts(16);
        let root = inputs::root_of(&parts);
        for (part, message) in parts.iter().zip(inputs::messages(&parts)) {
            let child = sha256::derive(&root, &part.share, part.child_index);
            let (preimage, hash) = hash_twice(&message);
            assert_eq!(
                (child.preimage.reveal(), child.payment_hash.as_bytes()),
                (&preimage, &hash)
            );
        }
    }
}
