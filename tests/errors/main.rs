//! Every error as a person reads it: one of each kind, made from an input that gives it.
//!
//! What changes here changes what users see. Look at it: `cargo insta review`, or set
//! `INSTA_UPDATE=always` and read the difference.

#![allow(clippy::unwrap_used, reason = "a test")]

mod amp;
#[cfg(feature = "secp256k1")]
mod invoice;
mod rendered;

use ampwire::feature::{Context, FeatureError, FeatureRules, FeaturesBuilder, FeaturesView};
use ampwire::onion::{
    AmpRecord, EncryptedDataView, Failure, HopPayload, Layout, Layouts, OnionError, Payload,
    PayloadBuilder, PayloadRules, PayloadView, PaymentData, PublicKey, Role,
};
use ampwire::secret::{PaymentSecret, SetId, Share};
use ampwire::tlv::{Record, TlvReader, TlvWriter};
use ampwire::wire::{BigSize, Encode, Tu16, Tu32, Tu64};

use rendered::{Rendered, hex};

#[test]
fn wire() {
    let mut rendered = Rendered::default();
    let mut add = |from: &str, error: ampwire::wire::WireError| {
        rendered.add(from, error.kind(), &error, error.rule());
    };
    for from in ["", "fd00", "fd00fc", "0001"] {
        add(&format!("BigSize {from:?}"), BigSize::parse(&hex(from)).unwrap_err());
    }
    add("tu16 \"010203\"", Tu16::parse(&hex("010203")).unwrap_err());
    add("tu32 \"00\"", Tu32::parse(&hex("00")).unwrap_err());
    add("tu64 \"0001\"", Tu64::parse(&hex("0001")).unwrap_err());
    insta::assert_snapshot!(rendered.complete("wire/error.rs", "WireErrorKind"));
}

#[test]
fn buffer_too_small() {
    let error = BigSize(253).encode_to_slice(&mut [0; 2]).unwrap_err();
    insta::assert_snapshot!(error, @"the value takes 3 bytes, the buffer has 2");
}

#[test]
fn tlv() {
    let mut rendered = Rendered::default();
    let mut add = |from: &str, error: ampwire::tlv::TlvError| {
        rendered.add(from, error.kind(), &error, error.rule());
    };
    let streams = [
        "0100 fd01",
        "0100 fd0003 00",
        "0300 0200",
        "0300 0300",
        "ffffffffffffffffff00 0100",
        "0100 03",
        "0100 03fd01",
        "0100 03fd0001 aa",
        "0100 0305 aabb",
    ];
    for stream in streams {
        let error = TlvReader::new(&hex(stream)).find_map(Result::err).unwrap();
        add(&format!("stream {stream:?}"), error);
    }
    add("record \"010000\"", Record::parse(&hex("010000")).unwrap_err());
    let mut out = Vec::new();
    let mut writer = TlvWriter::new(&mut out);
    writer.record(4, &[1]).unwrap();
    add("writer 4, 4", writer.record(4, &[]).unwrap_err());
    add("writer 4, 2", writer.record(2, &[]).unwrap_err());
    insta::assert_snapshot!(rendered.complete("tlv/error.rs", "TlvErrorKind"));
}

/// A record's hex: type and length are one byte each.
fn record(record_type: u8, value: &str, times: usize) -> String {
    let value = value.repeat(times);
    format!("{record_type:02x}{:02x}{value}", value.len() / 2)
}

fn read(from: &str, rules: PayloadRules) -> OnionError {
    PayloadView::parse(&hex(from), rules).unwrap_err()
}

#[test]
fn onion_values() {
    let mut rendered = Rendered::default();
    let mut add = |from: &str, error: OnionError| {
        rendered.add(from, error.kind(), &error, error.rule());
    };
    for frame in ["", "fd00", "fd0002 2100", "00", "01 21", "05 2100", "02 2100 ff"] {
        add(&format!("frame {frame:?}"), HopPayload::parse(&hex(frame)).unwrap_err());
    }
    let payloads = [
        ("a type out of order", "0400 0200".to_owned(), Layouts::DEPLOYED),
        ("a long tu64", record(2, "01", 9), Layouts::DEPLOYED),
        ("a tu32 with a zero in front", record(4, "00", 1), Layouts::DEPLOYED),
        ("7 bytes of type 6", record(6, "01", 7), Layouts::DEPLOYED),
        ("31 bytes of type 8", record(8, "01", 31), Layouts::DEPLOYED),
        ("a total with a zero in front", record(8, "00", 33), Layouts::DEPLOYED),
        ("68 bytes of type 8", record(8, "01", 68), Layouts::DEPLOYED),
        ("67 bytes of type 8, both layouts", record(8, "01", 67), Layouts::BOTH),
        ("32 bytes of type 12", record(12, "02", 32), Layouts::DEPLOYED),
        ("type 12 that starts with 04", record(12, "04", 33), Layouts::DEPLOYED),
        ("69 bytes of type 14", record(14, "01", 69), Layouts::DEPLOYED),
        ("an index with a zero in front", record(14, "00", 65), Layouts::DEPLOYED),
        (
            "31 bytes of keysend",
            format!("ff0000000146c6616c1f{}", "01".repeat(31)),
            Layouts::DEPLOYED,
        ),
    ];
    for (from, payload, layouts) in payloads {
        add(from, read(&payload, PayloadRules::new(Role::Final, layouts)));
    }
    add("67 bytes, layout type8", AmpRecord::parse(Layout::Type8, &[1; 67]).unwrap_err());
    for (what, data, role) in [
        ("a long channel", "0209 010101010101010101", Role::Final),
        ("a leading zero in the fee", "0a07 0001 00000001 00", Role::Final),
        ("a node that is no point", &format!("0421 04{}", "11".repeat(32)), Role::Final),
        ("an unknown even record", "1000", Role::Final),
        (
            "two next hops",
            &format!("0208 0101010101010101 0421 02{}", "11".repeat(32)),
            Role::Final,
        ),
        ("no next hop", "0a06 0001 00000001", Role::Intermediate),
        ("no relay", "0208 0101010101010101", Role::Intermediate),
        ("an allowed feature", "0e01 02", Role::Final),
    ] {
        let error = EncryptedDataView::parse(&hex(data), role).unwrap_err();
        add(&format!("encrypted data with {what}"), error);
    }
    // Both halves together have every kind.
    rendered.kinds.extend(presence().kinds);
    insta::assert_snapshot!(rendered.complete("onion/error.rs", "OnionErrorKind"));
}

#[cfg(feature = "secp256k1")]
#[test]
fn a_point_off_the_curve() {
    // No point of the curve has the x coordinate 5.
    let payload = hex(&format!("0a01ee 0c2102{}05", "00".repeat(31)));
    let rules = PayloadRules::new(Role::Intermediate, Layouts::DEPLOYED);
    let error = PayloadView::parse(&payload, rules).unwrap().check_points().unwrap_err();
    let text = "current_path_key is not a compressed point of the curve at byte 5 (record type 12)";
    assert_eq!(error.to_string(), text);
    assert_eq!(error.rule().id(), "bolt4.blinded.path-key-point");
}

#[test]
fn onion_presence() {
    insta::assert_snapshot!(presence().text);
}

/// Which records together, for whom; and what only a writer can do.
fn presence() -> Rendered {
    let mut rendered = Rendered::default();
    let mut add = |from: &str, error: OnionError| {
        rendered.add(from, error.kind(), &error, error.rule());
    };
    let rules = |role| PayloadRules::new(role, Layouts::DEPLOYED);
    let (last, middle) = (rules(Role::Final), rules(Role::Intermediate));
    let both = PayloadRules::new(Role::Final, Layouts::BOTH);

    let plain = "020101 040101";
    let forward = format!("{plain} {}", record(6, "01", 8));
    let (blinded, key) = ("0a01ee", record(12, "02", 33));
    let (data, amp) = (record(8, "01", 32), record(14, "01", 64));
    let readers = [
        ("a path key in both places", format!("{blinded} {key}"), last.path_key_in_htlc(true)),
        ("a path key alone", format!("{plain} {key}"), last),
        ("no path key", format!("{plain} {blinded}"), last),
        ("no amount", "040101".to_owned(), last),
        ("no expiry", "020101".to_owned(), last),
        ("a blinded hop with an amount", format!("020101 {blinded} {key}"), middle),
        ("a final hop with a channel", forward.clone(), last),
        ("an intermediate hop without", plain.to_owned(), middle),
        ("payment_data on the way", format!("{forward} {data}"), middle),
        ("an AMP record on the way", format!("{forward} {amp}"), middle),
        ("two AMP records", format!("{plain} {} {amp}", record(8, "01", 68)), both),
        (
            "type 14 to a bystander",
            format!("{plain} {amp}"),
            PayloadRules::new(Role::Final, Layouts::NONE),
        ),
        ("type 20", format!("{plain} 1400"), last),
        ("type 65536, refused", format!("{plain} fe0001000000"), last.refuse_custom_even()),
        ("a blinded final hop with type 16", format!("{plain} {blinded} {key} 1000 120101"), last),
        ("a blinded final hop without total", format!("{plain} {blinded} {key}"), last),
        ("type 8 without total", format!("{plain} {}", record(8, "01", 68)), both),
    ];
    for (from, payload, rules) in readers {
        add(from, read(&payload, rules));
    }
    for (from, built) in written() {
        add(from, built.unwrap_err());
    }
    rendered
}

fn written() -> [(&'static str, Result<Payload, OnionError>); 6] {
    let plain = || PayloadBuilder::new().amt_to_forward(1).outgoing_cltv_value(1);
    let amp_record = |layout| AmpRecord {
        layout,
        root_share: Share::new([1; 32]),
        set_id: SetId([1; 32]),
        child_index: 1,
    };
    let data = PaymentData { payment_secret: PaymentSecret::new([1; 32]), total_msat: 1 };
    let key = PublicKey::new([2; 33]).unwrap();
    let both = plain().payment_data(data).amp_record(amp_record(Layout::Type8));
    [
        (
            "written: AMP without payment_data",
            plain().amp_record(amp_record(Layout::Type14)).build(),
        ),
        ("written: both in type 8", both.total_amount_msat(1).build()),
        ("written: type 16 as another record", plain().other_record(16, vec![]).build()),
        (
            "written: type 17 twice",
            plain().other_record(17, vec![]).other_record(17, vec![]).build(),
        ),
        ("written: type 20", plain().other_record(20, vec![]).build()),
        ("written: a path key alone", plain().current_path_key(key).build()),
    ]
}

#[test]
fn failures() {
    let mut rendered = Rendered::default();
    for from in ["40", "4016 fd000e 0000"] {
        let error = Failure::parse(&hex(from)).unwrap_err();
        rendered.add(&format!("failure {from:?}"), error.kind(), &error, error.rule());
    }
    insta::assert_snapshot!(rendered.complete("onion/failure.rs", "FailureErrorKind"));
}

#[test]
fn features() {
    let mut rendered = Rendered::default();
    let mut add = |from: &str, error: FeatureError| {
        rendered.add(from, error.kind(), &error, error.rule());
    };
    let long = vec![0; 65_536];
    add("65536 bytes", FeaturesView::from_bytes(&long).unwrap_err());
    add(
        "a builder with bits 30 and 31",
        FeaturesBuilder::new().bit(30).bit(31).build().unwrap_err(),
    );
    for bits in [&[100][..], &[30], &[15, 17, 49]] {
        let features = bits.iter().copied().collect();
        let error = FeatureRules::amp(Context::Init).check(&features).unwrap_err();
        add(&format!("init with bits {bits:?}"), error);
    }
    insta::assert_snapshot!(rendered.complete("feature/error.rs", "FeatureErrorKind"));
}
