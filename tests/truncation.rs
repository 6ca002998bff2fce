//! Every truncation of every valid input: of the payloads here, and of every vector that decodes.
//!
//! A cut input is refused as truncated, at a byte that is there, or it is whole at the end of a record
//! and then either valid or lacks one.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test")]

use ampwire::onion::{
    AmpRecord, EncryptedDataView, Failure, HopPayload, Layout, Layouts, OnionError, PayloadBuilder,
    PayloadRules, PayloadView, PaymentData, PublicKey, Role, frame,
};
use ampwire::rule::Class;
use ampwire::secret::{PaymentSecret, Preimage, SetId, Share};
use ampwire::tlv::TlvStream;
use ampwire::wire::{BigSize, Encode, Tu64};
use serde_json::Value;
use std::fs;
use std::path::Path;

/// What a decoder says to a cut input: nothing, or the class and the offset of its error.
type Verdict = Result<(), (Class, Option<usize>)>;

/// Cuts at every byte. `whole` says where records end.
fn cut_everywhere(name: &str, bytes: &[u8], whole: &[usize], decode: impl Fn(&[u8]) -> Verdict) {
    assert_eq!(decode(bytes), Ok(()), "{name}: not valid to begin with");
    for end in 0..bytes.len() {
        let verdict = decode(&bytes[..end]);
        let right = match verdict {
            Ok(()) | Err((Class::Missing, None)) => whole.contains(&end),
            Err((Class::Truncated, Some(offset))) => {
                let inside = offset < end || end == 0;
                inside && !whole.contains(&end)
            }
            _ => false,
        };
        assert!(right, "{name}, cut at {end} of {}: {verdict:?}", bytes.len());
    }
}

/// Where the records of a valid stream begin, and so where those before them end.
fn boundaries(bytes: &[u8]) -> Vec<usize> {
    TlvStream::parse(bytes).unwrap().iter().map(|record| record.offset()).collect()
}

fn verdict<T>(result: Result<T, OnionError>) -> Verdict {
    result.map(drop).map_err(|error| (error.rule().class(), error.offset()))
}

fn cut_payload(name: &str, bytes: &[u8], rules: PayloadRules) {
    cut_everywhere(name, bytes, &boundaries(bytes), |cut| verdict(PayloadView::parse(cut, rules)));

    // Behind a length nothing but the whole is there; the offset is that of the length.
    let mut framed = Vec::new();
    frame(&PayloadView::parse(bytes, rules).unwrap().to_payload(), &mut framed).unwrap();
    cut_everywhere(name, &framed, &[], |cut| verdict(PayloadView::parse_framed(cut, rules)));
    cut_everywhere(name, &framed, &[], |cut| verdict(HopPayload::parse(cut)));

    cut_stream(name, bytes);
}

fn cut_stream(name: &str, bytes: &[u8]) {
    cut_everywhere(name, bytes, &boundaries(bytes), |cut| {
        let error = |error: ampwire::tlv::TlvError| (error.rule().class(), Some(error.offset()));
        TlvStream::parse(cut).map(drop).map_err(error)
    });
}

fn cut_bigsize(name: &str, bytes: &[u8]) {
    cut_everywhere(name, bytes, &[], |cut| {
        let error = |error: ampwire::wire::WireError| (error.rule().class(), Some(error.offset()));
        BigSize::parse_prefix(cut).map(drop).map_err(error)
    });
}

/// The value of a record has no end of its own: cut, it has another length, and often a right one.
fn cut_amp_record(name: &str, bytes: &[u8], layout: Layout) {
    assert!(AmpRecord::parse(layout, bytes).is_ok(), "{name}: not valid to begin with");
    for end in 0..bytes.len() {
        match AmpRecord::parse(layout, &bytes[..end]) {
            Ok(record) => {
                assert_eq!(layout, Layout::Type14, "{name}, cut at {end}");
                assert_eq!(record.to_vec(), bytes[..end], "{name}, cut at {end}");
            }
            Err(error) => {
                assert_eq!(error.rule().class(), Class::BadLength, "{name}, cut at {end}: {error}");
                assert_eq!(error.offset(), Some(0), "{name}, cut at {end}");
                assert!(end < 64 || layout == Layout::Type8, "{name}, cut at {end}");
            }
        }
    }
}

fn amp_record(layout: Layout, child_index: u32) -> AmpRecord {
    AmpRecord { layout, root_share: Share::new([0x11; 32]), set_id: SetId([0x22; 32]), child_index }
}

#[test]
fn payloads() {
    let plain = || PayloadBuilder::new().amt_to_forward(1_000_000).outgoing_cltv_value(800_000);
    let secret = PaymentSecret::new([0x33; 32]);
    let data = PaymentData { payment_secret: secret, total_msat: u64::MAX };
    let key = PublicKey::new([0x02; 33]).unwrap();
    let blinded = || PayloadBuilder::new().encrypted_recipient_data(vec![0x44; 300]);
    let (last, middle) = (Role::Final, Role::Intermediate);
    let payloads = [
        ("the least", plain(), last, false),
        (
            "one part of an AMP payment",
            plain().payment_data(data).amp_record(amp_record(Layout::Type14, 70_000)),
            last,
            false,
        ),
        (
            "type 8",
            plain().total_amount_msat(5).amp_record(amp_record(Layout::Type8, 7)),
            last,
            false,
        ),
        (
            "everything",
            plain()
                .payment_data(data)
                .amp_record(amp_record(Layout::Type14, 0))
                .payment_metadata(vec![0x55; 260])
                .total_amount_msat(1 << 40)
                .keysend_preimage(Preimage::new([0x66; 32]))
                .other_record(17, vec![])
                .other_record(70_000, vec![1; 5])
                .other_record(u64::MAX, vec![2; 300]),
            last,
            false,
        ),
        (
            "to forward",
            plain().short_channel_id(u64::MAX).other_record(65_535, vec![7; 9]),
            middle,
            false,
        ),
        ("blinded, first hop", blinded().current_path_key(key), middle, false),
        ("blinded, on the way", blinded(), middle, true),
        (
            "blinded, final",
            blinded().amt_to_forward(1).outgoing_cltv_value(2).total_amount_msat(3),
            last,
            true,
        ),
        (
            "blinded, final and first",
            blinded()
                .current_path_key(key)
                .amt_to_forward(u64::MAX)
                .outgoing_cltv_value(u32::MAX)
                .total_amount_msat(0),
            last,
            false,
        ),
    ];
    for (name, builder, role, path_key) in payloads {
        let bytes = builder.build().unwrap().to_vec();
        let rules = PayloadRules::new(role, Layouts::BOTH).path_key_in_htlc(path_key);
        cut_payload(name, &bytes, rules);
    }
}

#[test]
fn amp_records() {
    for child_index in [0, 1, 0x100, 0x1_0000, 0x100_0000, u32::MAX, 0x0100_0001] {
        for layout in [Layout::Type14, Layout::Type8] {
            let bytes = amp_record(layout, child_index).to_vec();
            cut_amp_record("an AMP record", &bytes, layout);
        }
    }
}

#[test]
fn scalars() {
    for value in [0, 0xfc, 0xfd, 0xffff, 0x1_0000, 0xffff_ffff, 0x1_0000_0000, u64::MAX] {
        cut_bigsize("a BigSize", &BigSize(value).to_vec());
        // A truncated integer that is cut is another one.
        let bytes = Tu64(value).to_vec();
        for end in 0..bytes.len() {
            assert_eq!(Tu64::parse(&bytes[..end]).unwrap().to_vec(), bytes[..end]);
        }
    }
}

#[test]
fn encrypted_data() {
    let mut bytes = vec![1, 2, 0, 0, 2, 8, 0, 0, 0, 0, 0, 0, 0, 7, 6, 3, 7, 7, 7, 8, 33, 2];
    bytes.extend([0x11; 32]);
    bytes.extend([10, 7, 0, 144, 0, 0, 0, 100, 1, 12, 5, 0, 0, 1, 0, 9, 14, 0]);
    for role in [Role::Intermediate, Role::Final] {
        let parse = |cut: &[u8]| verdict(EncryptedDataView::parse(cut, role));
        cut_everywhere("encrypted data", &bytes, &boundaries(&bytes), parse);
    }
}

/// Cuts a message in its data; bytes behind the data are no part of it, and a code without a name has
/// no data that could lack.
fn cut_failure(name: &str, bytes: &[u8]) {
    let failure = Failure::parse(bytes).unwrap();
    let message = failure.to_vec();
    assert_eq!(message, bytes[..message.len()], "{name}");
    let whole: Vec<usize> =
        if failure.name().is_some() { Vec::new() } else { (2..message.len()).collect() };
    cut_everywhere(name, &message, &whole, |cut| {
        let error = |error: ampwire::onion::FailureError| error.rule().class();
        Failure::parse(cut).map(drop).map_err(|fault| (error(fault), Some(fault.offset())))
    });
}

#[test]
fn vectors_of_failures() {
    for (id, input) in accepted("onion_failure.decode") {
        cut_failure(&id, &bytes(&input));
    }
}

/// The vectors of an operation that are accepted: id and input.
fn accepted(op: &str) -> Vec<(String, Value)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("vectors/v1/{op}.json"));
    let text = fs::read_to_string(path).unwrap();
    let file: Value = serde_json::from_str(&text).unwrap();
    // Where either answer stands, this library's need not be the one that accepts.
    let is_ok =
        |vector: &&Value| vector["expect"].get("ok").is_some() && vector["status"] != "withdrawn";
    let vectors: Vec<_> = file["vectors"]
        .as_array()
        .unwrap()
        .iter()
        .filter(is_ok)
        .map(|vector| (vector["id"].as_str().unwrap().to_owned(), vector["in"].clone()))
        .collect();
    assert!(!vectors.is_empty(), "{op}: no vector is accepted");
    vectors
}

fn bytes(input: &Value) -> Vec<u8> {
    let text = input["bytes"].as_str().unwrap();
    (0..text.len() / 2).map(|i| u8::from_str_radix(&text[2 * i..2 * i + 2], 16).unwrap()).collect()
}

fn layout(name: &Value) -> Layout {
    match name.as_str().unwrap() {
        "type14" => Layout::Type14,
        "type8" => Layout::Type8,
        other => panic!("{other}"),
    }
}

#[test]
fn vectors_of_payloads() {
    for (id, input) in accepted("payload.decode") {
        let role = if input["role"] == "final" { Role::Final } else { Role::Intermediate };
        let layouts: Vec<Layout> =
            input["layouts"].as_array().unwrap().iter().map(layout).collect();
        let layouts = match (layouts.contains(&Layout::Type14), layouts.contains(&Layout::Type8)) {
            (false, false) => Layouts::NONE,
            (true, false) => Layouts::DEPLOYED,
            (false, true) => Layouts::TYPE8,
            (true, true) => Layouts::BOTH,
        };
        let path_key = input["path_key_in_htlc"] == true;
        let rules = PayloadRules::new(role, layouts).path_key_in_htlc(path_key);
        cut_payload(&id, &bytes(&input), rules);
    }
}

#[test]
fn vectors_of_streams() {
    for (id, input) in accepted("tlv.decode") {
        cut_stream(&id, &bytes(&input));
    }
}

#[test]
fn vectors_of_amp_records() {
    for (id, input) in accepted("amp_record.decode") {
        cut_amp_record(&id, &bytes(&input), layout(&input["layout"]));
    }
}

#[test]
fn vectors_of_bigsizes() {
    for (id, input) in accepted("bigsize.decode") {
        let bytes = bytes(&input);
        // What follows the number is not part of it.
        let (_, rest) = BigSize::parse_prefix(&bytes).unwrap();
        cut_bigsize(&id, &bytes[..bytes.len() - rest.len()]);
    }
}
