//! Single inputs, and what is said of them.

use super::{LND, bytes_of, explain, framed, rows};
use ampwire::explain::{Kind, Reading};
use ampwire::feature::Context;
use ampwire::onion::{Layouts, Role};

fn both() -> Reading {
    Reading::new(Layouts::BOTH)
}

/// The place, the length, the rule and the words of the fault.
fn fault(reading: Reading, kind: Kind, hex: &str) -> (Option<usize>, usize, &'static str) {
    let bytes = bytes_of(hex);
    let explanation = explain(reading, kind, &bytes);
    let fault = explanation.fault().unwrap();
    (fault.offset(), fault.length(), fault.rule().id())
}

#[test]
fn the_final_hop_of_an_amp_payment() {
    let bytes = framed(&bytes_of(LND));
    let explanation = explain(both(), Kind::FramedPayload, &bytes);
    assert_eq!(
        explanation.summary(),
        "final hop of an AMP payment, part of set 33333333…, index 5, 1,000 of 3,000 msat, \
         expiry at block 800, with payment_metadata, with custom record 65537"
    );
    assert_eq!(
        rows(&explanation),
        [
            "0 7b length 123 bytes",
            "1 02 type 2 amt_to_forward",
            "2 02 length 2 bytes",
            "3 03e8 amt_to_forward 1,000 msat",
            "5 04 type 4 outgoing_cltv_value",
            "6 02 length 2 bytes",
            "7 0320 outgoing_cltv_value block 800",
            "9 08 type 8 payment_data",
            "10 22 length 34 bytes",
            "11 (secret) payment_secret",
            "43 0bb8 total_msat 3,000 msat",
            "45 0e type 14 amp_record",
            "46 41 length 65 bytes",
            "47 (secret) root_share",
            "79 3333333333333333333333333333333333333333333333333333333333333333 set_id",
            "111 05 child_index 5",
            "112 10 type 16 payment_metadata",
            "113 03 length 3 bytes",
            "114 010203 payment_metadata",
            "117 fe00010001 type 65537",
            "122 01 length 1 byte",
            "123 09 value",
        ]
    );
}

#[test]
fn other_payments_in_words() {
    let cases = [
        ("0200 0400", "final hop of a payment without payment_data, 0 msat, expiry at block 0"),
        (
            "020203e804020320060800000100000200 03",
            "intermediate hop, forwards 1,000 msat, over channel 1x2x3, expiry at block 800",
        ),
        (
            "0a0401020304",
            "intermediate hop of a blinded path: encrypted_recipient_data says where to forward",
        ),
        (
            "020203e8040203200a0101120207d0",
            "final hop of a payment over a blinded path, 1,000 of 2,000 msat, expiry at block 800",
        ),
        (
            "020203e804020320fe00746971026869fe0074697302 7b7d",
            "final hop of a payment without payment_data, 1,000 msat, expiry at block 800, \
             with custom records podcast_metadata, tip_note",
        ),
    ];
    for (hex, words) in cases {
        let bytes = bytes_of(hex);
        let explanation = explain(both(), Kind::Payload, &bytes);
        assert_eq!(explanation.summary(), words);
        assert!(explanation.fault().is_none(), "{hex}");
    }
    let secret = "11".repeat(32);
    for (total, words) in
        [("0bb8", "a multi-part payment, 1,000 of 3,000"), ("03e8", "a payment, 1,000 of 1,000")]
    {
        let bytes = bytes_of(&format!("020203e8 04020320 0822{secret}{total}"));
        let explanation = explain(both(), Kind::Payload, &bytes);
        assert_eq!(
            explanation.summary(),
            format!("final hop of {words} msat, expiry at block 800")
        );
    }
}

#[test]
fn after_the_fault_it_goes_on() {
    // The length is not minimal, the amount has a leading zero, and 4 stands twice.
    let bytes = bytes_of("02fd0002 0001 0400 0400 fe00010001 0548656c6c6f");
    let explanation = explain(both(), Kind::Payload, &bytes);
    assert_eq!(
        rows(&explanation),
        [
            "0 02 type 2 amt_to_forward",
            "1 fd0002 length 2 bytes",
            "4 (secret) amt_to_forward malformed",
            "6 04 type 4 outgoing_cltv_value",
            "7 00 length 0 bytes",
            "8  outgoing_cltv_value block 0",
            "8 04 type 4 outgoing_cltv_value",
            "9 00 length 0 bytes",
            "10  outgoing_cltv_value block 0",
            "10 fe00010001 type 65537",
            "15 05 length 5 bytes",
            "16 (secret) value",
        ]
    );
    assert!(explanation.summary().starts_with("as far as it can be read: final hop"));
    let fault = explanation.fault().unwrap();
    assert_eq!((fault.offset(), fault.length(), fault.record()), (Some(1), 3, Some(2)));
    assert_eq!(fault.to_string(), "the length is longer than its value needs");
}

#[test]
fn what_is_marked() {
    let payload = |hex| fault(both(), Kind::Payload, hex);
    let secret = "11".repeat(36);
    assert_eq!(payload("02"), (Some(0), 1, "bolt1.tlv.length-complete"));
    assert_eq!(payload("0200fd01"), (Some(2), 2, "bolt1.tlv.type-complete"));
    assert_eq!(payload("0203 0102"), (Some(1), 1, "bolt1.tlv.value-complete"));
    assert_eq!(payload("0200 04050102030405"), (Some(4), 5, "bolt1.tu.length"));
    assert_eq!(payload("0200 0400 0400"), (Some(4), 1, "bolt1.tlv.no-duplicate"));
    // An empty value of the wrong length at the very end.
    assert_eq!(payload("0200 0400 0600"), (Some(6), 0, "bolt4.payload.short-channel-id-length"));
    // All fields of a value that is too long.
    let record = format!("0200 0400 0829{secret}1111111111");
    assert_eq!(payload(&record), (Some(6), 41, "amp.record.type8-or-payment-data"));
    // One integer in a value.
    let record = format!("0200 0400 0e45{}0001", "22".repeat(64));
    assert_eq!(payload(&record).2, "bolt1.tlv.value-complete");
    let record = format!("0200 0400 0e42{}0001", "22".repeat(64));
    assert_eq!(payload(&record), (Some(70), 2, "amp.record.index-minimal"));
    // What is missing has no place.
    assert_eq!(payload("0200"), (None, 0, "bolt4.payload.outgoing-cltv-value"));
    // In a frame all of it is one further on.
    let frame = |hex| fault(both(), Kind::FramedPayload, hex);
    assert_eq!(frame("06 0200 0400 1400"), (Some(5), 1, "bolt4.payload.unknown-even"));
    assert_eq!(frame("07 0200 0400"), (Some(0), 1, "bolt4.hop-payload.complete"));
    assert_eq!(frame("fd0004 0200 0400"), (Some(0), 3, "bolt4.hop-payload.length-minimal"));
    assert_eq!(frame("04 0200 0400 aabb"), (Some(5), 2, "ampwire.parse.whole"));
    assert_eq!(frame("fd00"), (Some(0), 2, "bolt4.hop-payload.complete"));
    assert_eq!(frame(""), (Some(0), 0, "bolt4.hop-payload.complete"));
}

#[test]
fn the_hop_and_the_path_key_are_taken_as_they_fit() {
    let bytes = bytes_of("0a0101");
    let explanation = explain(both(), Kind::Payload, &bytes);
    assert_eq!(explanation.role(), Some(Role::Intermediate));
    assert_eq!(explanation.path_key_in_htlc(), Some(true));
    assert!(explanation.fault().is_none());
    let told = both().path_key_in_htlc(false);
    let explanation = explain(told, Kind::Payload, &bytes);
    assert_eq!(explanation.fault().unwrap().rule().id(), "bolt4.blinded.path-key-missing");
    let told = both().role(Role::Final);
    let explanation = explain(told, Kind::Payload, &bytes);
    assert_eq!(explanation.fault().unwrap().rule().id(), "bolt4.payload.amt-to-forward");
    // Neither hop takes it: it looks like the one that forwards.
    let bytes = bytes_of("0200 06080000000000000001");
    let explanation = explain(both(), Kind::Payload, &bytes);
    assert_eq!(explanation.role(), Some(Role::Intermediate));
    assert_eq!(explanation.fault().unwrap().rule().id(), "bolt4.payload.outgoing-cltv-value");
}

#[test]
fn bystanders_see_the_same_fields_and_another_fault() {
    let bytes = bytes_of(LND);
    let explanation = explain(Reading::new(Layouts::NONE), Kind::Payload, &bytes);
    let fault = explanation.fault().unwrap();
    assert_eq!((fault.offset(), fault.record()), (Some(44), Some(14)));
    assert_eq!(fault.rule().id(), "amp.record.type14-not-accepted");
    assert!(rows(&explanation).contains(&"46 (secret) root_share".to_string()));
}

#[test]
fn the_value_of_an_amp_record() {
    let hex = format!("{}{}00000005", "22".repeat(32), "33".repeat(32));
    let bytes = bytes_of(&hex);
    // Only in the layout of type 8 does the index have leading zeros.
    let explanation = explain(both(), Kind::AmpRecord, &bytes);
    assert_eq!(
        explanation.summary(),
        "AMP record in the layout of type 8: part of set 33333333…, index 5"
    );
    let explanation = explain(Reading::new(Layouts::DEPLOYED), Kind::AmpRecord, &bytes);
    let fault = explanation.fault().unwrap();
    assert_eq!((fault.offset(), fault.length()), (Some(64), 4));
    assert_eq!(fault.rule().id(), "amp.record.index-minimal");
    let explanation = explain(both(), Kind::AmpRecord, &bytes[..64]);
    assert_eq!(rows(&explanation)[2], "64  child_index 0");
    let explanation = explain(both(), Kind::AmpRecord, &bytes[..40]);
    assert_eq!(rows(&explanation)[1], "32 (secret) set_id malformed");
    assert_eq!(explanation.fault().unwrap().length(), 40);
}

#[test]
fn streams_of_any_meaning() {
    let bytes = bytes_of("0101aa 0802 0102 fe020c2286 026869");
    let explanation = explain(both(), Kind::TlvStream, &bytes);
    assert_eq!(explanation.summary(), "TLV stream of 3 records, types 1, 8, 34349702");
    assert_eq!(rows(&explanation)[8], "13 6869 value \"hi\"");
    // What would be a secret in a payload is one here.
    let bytes = bytes_of(LND);
    let rows = rows(&explain(both(), Kind::TlvStream, &bytes));
    assert_eq!(rows.iter().filter(|row| row.contains("(secret)")).count(), 2);
}

#[test]
fn custom_records_by_their_names() {
    let bytes = bytes_of("0200 0400 fe00746970 0468692120 fe020c2116 03e29aa1");
    let explanation = explain(both(), Kind::Payload, &bytes);
    let rows = rows(&explanation);
    assert_eq!(rows[6], "4 fe00746970 type 7629168 tip_note");
    assert_eq!(rows[8], "10 68692120 tip_note \"hi! \"");
    assert_eq!(rows[9], "14 fe020c2116 type 34349334 chat_message");
    assert_eq!(rows[11], "20 e29aa1 chat_message \"⚡\"");
}

#[test]
fn feature_vectors() {
    let bytes = bytes_of("0000 40 000041 00");
    let explanation = explain(both(), Kind::Features, &bytes);
    assert_eq!(
        explanation.summary(),
        "feature vector of 7 bytes, features 8 var_onion_optin (required), \
         14 payment_secret (required), 38 option_onion_messages (required)"
    );
    assert_eq!(
        rows(&explanation),
        [
            "0 0000 features no bit",
            "2 40 features 38 option_onion_messages (required)",
            "3 0000 features no bit",
            "5 41 features 14 payment_secret (required), 8 var_onion_optin (required)",
            "6 00 features no bit",
        ]
    );
    // AMP alone lacks the payment secret, wherever it stands.
    let features = |reading| fault(reading, Kind::Features, "4000 0100");
    assert_eq!(features(both()), (Some(0), 1, "bolt9.features.dependencies"));
    assert_eq!(features(both().context(Context::Init)), features(both()));
    // Whether a bit is known is asked only where the vector stands somewhere.
    let bytes = bytes_of("10000000000000000000000000");
    assert!(explain(both(), Kind::Features, &bytes).fault().is_none());
    let explanation = explain(both().context(Context::Node), Kind::Features, &bytes);
    let fault = explanation.fault().unwrap();
    assert_eq!(fault.to_string(), "an unknown required feature (bit 100)");
    assert_eq!((fault.offset(), fault.length()), (Some(0), 1));
    let explanation = explain(both(), Kind::Features, &[]);
    assert_eq!(explanation.summary(), "feature vector of 0 bytes, no feature");
}

#[test]
fn failure_messages() {
    let cases = [
        ("40160e0000", "failure message invalid_onion_payload (PERM|22): record 14, offset 0"),
        (
            "400f00000000000003e800000320",
            "failure message incorrect_or_unknown_payment_details (PERM|15): 1,000 msat, at block 800",
        ),
        ("0017", "failure message mpp_timeout (23)"),
        (
            "001200000007",
            "failure message final_incorrect_cltv_expiry (18): the HTLC expires at block 7",
        ),
        (
            "00130000000000000007",
            "failure message final_incorrect_htlc_amount (19): the HTLC has 7 msat",
        ),
        ("10070001aa", "failure message temporary_channel_failure (UPDATE|7), 3 bytes of data"),
        ("0fff", "failure message unknown (4095)"),
    ];
    for (hex, words) in cases {
        let bytes = bytes_of(hex);
        assert_eq!(explain(both(), Kind::Failure, &bytes).summary(), words);
    }
    let bytes = bytes_of("40160e0000ffff");
    assert_eq!(
        rows(&explain(both(), Kind::Failure, &bytes)),
        [
            "0 4016 failure_code invalid_onion_payload (PERM|22)",
            "2 0e type 14 amp_record",
            "3 0000 offset 0",
            "5 ffff ignored",
        ]
    );
    let failure = |hex| fault(both(), Kind::Failure, hex);
    assert_eq!(failure("40"), (Some(0), 1, "bolt4.failure.complete"));
    assert_eq!(failure("400f0000000000000001 0000"), (Some(10), 2, "bolt4.failure.complete"));
    assert_eq!(failure("4016fd000e0000"), (Some(2), 3, "bolt4.failure.type-minimal"));
    assert_eq!(failure("401614"), (Some(0), 2, "bolt4.failure.complete"));
}

#[test]
#[cfg(feature = "secp256k1")]
fn points_off_the_curve() {
    // No point has the x coordinate 5.
    let key = format!("02{}05", "00".repeat(31));
    for (kind, prefix) in [(Kind::Payload, ""), (Kind::FramedPayload, "26")] {
        let bytes = bytes_of(&format!("{prefix}0a0101 0c21{key}"));
        let explanation = explain(both(), kind, &bytes);
        assert!(explanation.fault().is_none());
        let checked = explanation.check_points();
        let fault = checked.fault().unwrap();
        assert_eq!(fault.offset(), Some(5 + prefix.len() / 2));
        assert_eq!((fault.length(), fault.record()), (33, Some(12)));
        assert_eq!(fault.rule().id(), "bolt4.blinded.path-key-point");
    }
}
