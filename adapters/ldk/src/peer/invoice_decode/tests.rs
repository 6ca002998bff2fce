use serde_json::{Value, json};

use crate::answer::{Answer, Failure};
use crate::server::Testee as _;

/// BOLT 11's example of a donation.
const DONATION: &str = "lnbc1pvjluezsp5zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zygspp5qqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqypqdpl2pkx2ctnv5sxxmmwwd5kgetjypeh2ursdae8g6twvus8g6rfwvs8qun0dfjkxaq9qrsgq357wnc5r2ueh7ck6q93dj32dlqnls087fxdwk8qakdyafkq3yap9us6v52vjjsrvywa6rt52cm9r9zqt8r2t7mlcwspyetp5h2tztugp9lfyql";
const KEY: &str = "e126f68f7eafcc8b74f54d269fe206be715000f94dac067d1c04a8ca3b2db734";

fn ask(op: &str, arguments: Value) -> Answer {
    super::super::Testee::new().run(op, arguments)
}

#[track_caller]
fn ok(answer: Answer) -> Value {
    match answer {
        Answer::Ok(members) => Value::Object(members),
        other => panic!("{other:?}"),
    }
}

fn donation() -> Value {
    json!({
        "network": "bitcoin",
        "timestamp": "1496314658",
        "payment_hash": "0001020304050607080900010203040506070809000102030405060708090102",
        "payment_secret": "11".repeat(32),
        "description": "Please consider supporting this project",
        "features": ["8", "14"],
        "payee": "03e7156ae33b0a208d0744199163177e909e80176e55d97a2f221ede0f934dd9ad",
        "order": "spd9",
        "signature": "8d3ce9e28357337f62da0162d9454df827f83cfe499aeb1c1db349d4d81127425e434ca29929406c23bba1ae8ac6ca32880b38d4bf6ff874024cac34ba9625f1",
        "recovery_id": "1",
    })
}

#[test]
fn donation_is_read() {
    for text in [DONATION.to_owned(), DONATION.to_uppercase()] {
        assert_eq!(ok(ask("invoice.decode", json!({ "invoice": text }))), donation());
        assert_eq!(
            ok(ask("invoice.decode", json!({ "invoice": text, "verify": true }))),
            donation()
        );
    }
    let unsigned = ask("invoice.decode", json!({ "invoice": DONATION, "verify": false }));
    assert!(matches!(unsigned, Answer::Unsupported(_)));
}

/// In a process, without the protocol.
#[test]
fn donation_is_read_in_process() {
    let testee = super::super::Testee::new();
    let read = testee.decode_invoice(DONATION).ok().unwrap();
    assert_eq!(Value::Object(read.members()), donation());
    assert_eq!(read.amount_msat, None);
    assert!(!read.payee_in_field);
    assert!(matches!(testee.decode_invoice("").err().unwrap(), Failure::Refused(_)));
}

/// Each thing that an invoice may have, with fields that don't count: what was asked for is read again.
#[test]
fn everything_is_read() {
    let object = json!({
        "network": "regtest",
        "amount_msat": "2500000000",
        "timestamp": "34359738367",
        "payment_hash": "07".repeat(32),
        "payment_secret": "08".repeat(32),
        "description_hash": "09".repeat(32),
        "payment_metadata": "",
        "payee": "03e7156ae33b0a208d0744199163177e909e80176e55d97a2f221ede0f934dd9ad",
        "payee_in_field": true,
        "expiry": "18446744073709551615",
        "min_final_cltv_expiry_delta": "0",
        "fallbacks": [
            { "version": "18", "program": "0a".repeat(20) },
            { "version": "16", "program": "0b0c" },
            { "version": "17", "program": "0a".repeat(20) },
        ],
        "route_hints": [[
            {
                "node_id": "02".to_owned() + "79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798",
                "short_channel_id": "18446744073709551615",
                "fee_base_msat": "4294967295",
                "fee_proportional_millionths": "1",
                "cltv_expiry_delta": "65535",
            },
        ]],
        "features": ["9", "15", "17", "48", "99", "301"],
        // A field that LDK knows of a length that it passes over, a tag that it doesn't know, an expiry again, and a fallback
        // of an unknown version.
        "unknown": [
            { "tag": "p", "words": "q", "at": "0" },
            { "tag": "q", "words": "", "at": "4" },
            { "tag": "x", "words": "p", "at": "12" },
            { "tag": "f", "words": "nqq", "at": "15" },
        ],
        "order": "pps9qhmcxffrxfnf",
    });
    let mut written = object.clone();
    written["private_key"] = KEY.into();
    let invoice = ok(ask("invoice.encode", written));
    let mut read = ok(ask("invoice.decode", invoice));
    let members = read.as_object_mut().unwrap();
    assert_eq!(members.remove("hrp_amount").unwrap(), "25m");
    assert!(members.remove("signature").is_some() && members.remove("recovery_id").is_some());
    assert_eq!(read, object);
}

#[test]
fn classes() {
    let class = |text: &str| match ask("invoice.decode", json!({ "invoice": text })) {
        Answer::Reject(refusal) => refusal.class,
        other => panic!("{other:?}"),
    };
    let mut other = DONATION.to_owned();
    other.pop();
    assert_eq!(class(&(other + "p")), Some("bad_checksum"));
    assert_eq!(class(""), Some("bad_encoding"));
    assert_eq!(class("lnbc"), Some("bad_encoding"));
    assert_eq!(class("lnbc1"), Some("truncated"));
    assert_eq!(class(&DONATION.replacen("pvj", "pVj", 1)), Some("bad_encoding"));
    assert_eq!(class(&format!("lnbc1{}", "q".repeat(7090))), Some("limit"));
}
