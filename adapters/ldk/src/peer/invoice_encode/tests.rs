use serde_json::{Value, json};

use crate::answer::{Answer, Refusal};
use crate::server::Testee as _;

const POINT: &str = "0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798";

fn ask(object: Value) -> Answer {
    super::super::Testee::new().run("invoice.encode", object)
}

fn plain() -> Value {
    json!({
        "network": "bitcoin",
        "timestamp": "1496314658",
        "payment_hash": "0001020304050607080900010203040506070809000102030405060708090102",
        "payment_secret": "11".repeat(32),
        "description": "Please consider supporting this project",
        "features": ["8", "14"],
        "private_key": "e126f68f7eafcc8b74f54d269fe206be715000f94dac067d1c04a8ca3b2db734",
    })
}

fn with(name: &str, value: impl Into<Value>) -> Value {
    let mut object = plain();
    object[name] = value.into();
    object
}

fn without(name: &str) -> Value {
    let mut object = plain();
    object.as_object_mut().unwrap().remove(name);
    object
}

#[track_caller]
fn written(object: Value) -> String {
    match ask(object) {
        Answer::Ok(members) => members["invoice"].as_str().unwrap().to_owned(),
        other => panic!("{other:?}"),
    }
}

#[track_caller]
fn refused(object: Value) -> Refusal {
    match ask(object) {
        Answer::Reject(refusal) => refusal,
        other => panic!("{other:?}"),
    }
}

#[test]
fn order() {
    // BOLT 11's example of a donation.
    let donation = "lnbc1pvjluezsp5zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zygspp5qqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqypqdpl2pkx2ctnv5sxxmmwwd5kgetjypeh2ursdae8g6twvus8g6rfwvs8qun0dfjkxaq9qrsgq357wnc5r2ueh7ck6q93dj32dlqnls087fxdwk8qakdyafkq3yap9us6v52vjjsrvywa6rt52cm9r9zqt8r2t7mlcwspyetp5h2tztugp9lfyql";
    assert_eq!(written(with("order", "spd9")), donation);
    assert!(written(plain()).starts_with("lnbc1pvjluezpp5"));
    // An empty list and none of unknown fields are the same.
    assert_eq!(written(with("unknown", json!([]))), written(plain()));
    for order in ["", "spd", "spd99", "spdx", "spdp"] {
        assert_eq!(refused(with("order", order)).class, Some("bad_value"), "{order}");
    }
    let field = |at: &str| json!([{ "tag": "q", "words": "lll", "at": at }]);
    let mut object = with("order", "sqpd9");
    object["unknown"] = field("1");
    assert!(written(object.clone()).contains("zygsqqrlllpp5"), "{}", written(object));
    for (order, at) in
        [("sqpd9", "0"), ("sqpd9", "5"), ("sqpd9", "18446744073709551615"), ("spd9", "1")]
    {
        let mut object = with("order", order);
        object["unknown"] = field(at);
        assert_eq!(refused(object).class, Some("bad_value"), "{order} {at}");
    }
    assert_eq!(refused(with("unknown", field("1"))).class, Some("bad_value"));
}

#[test]
fn amounts() {
    for (amount, prefix) in [
        ("1", "lnbc10p1"),
        ("100", "lnbc1n1"),
        ("2500000000", "lnbc25m1"),
        ("100000000000", "lnbc1000m1"),
        ("1844674407370955161", "lnbc18446744073709551610p1"),
    ] {
        let invoice = written(with("amount_msat", amount));
        assert!(invoice.starts_with(prefix), "{invoice}");
    }
    assert_eq!(refused(with("amount_msat", "1844674407370955162")).class, Some("bad_amount"));
}

#[test]
fn what_ldk_refuses_or_can_not_be_asked_for() {
    let hop = |name: &str, value: &str| {
        let mut hop = json!({
            "node_id": POINT,
            "short_channel_id": "1",
            "fee_base_msat": "1",
            "fee_proportional_millionths": "1",
            "cltv_expiry_delta": "1",
        });
        hop[name] = value.into();
        with("route_hints", json!([[hop]]))
    };
    let hops = |count: usize| {
        let hop = hop("fee_base_msat", "1")["route_hints"][0][0].clone();
        with("route_hints", json!([vec![hop; count]]))
    };
    let fallback = |version: &str, length: usize| {
        with("fallbacks", json!([{ "version": version, "program": "00".repeat(length) }]))
    };
    let unknown = |tag: &str, words: &str| with("unknown", json!([{ "tag": tag, "words": words }]));
    for (object, class) in [
        (without("payment_hash"), Some("missing")),
        (without("payment_secret"), Some("missing")),
        (without("description"), Some("missing")),
        (without("features"), None),
        (without("network"), Some("other")),
        (without("timestamp"), Some("other")),
        (without("private_key"), Some("other")),
        (with("network", "simnet"), Some("unknown_network")),
        (with("timestamp", "34359738368"), Some("bad_value")),
        (with("payment_hash", "00".repeat(31)), Some("bad_length")),
        (with("payment_secret", "00".repeat(33)), Some("bad_length")),
        (with("description_hash", "00".repeat(32)), None),
        (with("description", "x".repeat(640)), Some("bad_length")),
        (with("payment_metadata", "00".repeat(640)), Some("bad_length")),
        (with("private_key", "00".repeat(32)), Some("bad_value")),
        (with("private_key", "00".repeat(31)), Some("bad_length")),
        (with("features", json!(["8", "14", "100"])), None),
        (with("features", json!(["8", "14", "5115"])), Some("limit")),
        (with("upper_case", true), Some("other")),
        (fallback("19", 20), Some("bad_value")),
        (fallback("17", 21), Some("bad_length")),
        (fallback("18", 19), Some("bad_length")),
        (fallback("1", 700), Some("bad_length")),
        (hop("fee_base_msat", "4294967296"), Some("bad_value")),
        (hop("cltv_expiry_delta", "65536"), Some("bad_value")),
        (hop("node_id", &POINT.replacen("02", "05", 1)), Some("bad_value")),
        (hop("node_id", "02"), Some("bad_length")),
        (hops(13), Some("bad_length")),
        (unknown("b", ""), Some("bad_encoding")),
        (unknown("Q", ""), Some("bad_encoding")),
        (unknown("qq", ""), Some("bad_encoding")),
        (unknown("", ""), Some("bad_encoding")),
        (unknown("q", "qbq"), Some("bad_encoding")),
        (unknown("q", &"q".repeat(1024)), Some("bad_length")),
    ] {
        assert_eq!(refused(object.clone()).class, class, "{object}");
    }
    // As long as can be.
    written(hops(12));
    written(with("payment_metadata", "00".repeat(639)));
    written(with("description", "x".repeat(639)));
    written(with("features", json!(["8", "14", "5113"])));
    written(fallback("1", 638));
    written(unknown("q", &"q".repeat(1023)));
    assert!(matches!(ask(with("bogus", json!({}))), Answer::Unsupported(_)));
}

/// The payee counts where it is written, and there it is the key that signs.
#[test]
fn payee() {
    let mut object = with("payee_in_field", true);
    assert!(
        written(object.clone())
            .contains("np4q0n326hr8v9zprg8gsvezcch06gfaqqhde2aj730yg0durunfhv66")
    );
    object["payee"] = POINT.into();
    assert_eq!(refused(object).class, Some("bad_signature"));
    assert_eq!(written(with("payee", POINT)), written(plain()));
    assert_eq!(refused(with("payee", "02")).class, Some("bad_length"));
}

/// What is only reported is passed over.
#[test]
fn reported_alone() {
    for name in ["hrp_amount", "signature", "recovery_id"] {
        assert_eq!(written(with(name, "7")), written(plain()));
    }
}
