use serde_json::{Value, json};

use crate::answer::{Answer, Refusal};
use crate::payload::Role;
use crate::server::Testee as _;

const POINT: &str = "0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798";

fn ask(object: Value) -> Answer {
    super::super::Testee::new().run("payload.encode", object)
}

#[track_caller]
fn written(object: Value) -> String {
    match ask(object) {
        Answer::Ok(members) => members["bytes"].as_str().unwrap().to_owned(),
        answer => panic!("{answer:?}"),
    }
}

#[track_caller]
fn refused(object: Value) -> Refusal {
    match ask(object) {
        Answer::Reject(refusal) => refusal,
        answer => panic!("{answer:?}"),
    }
}

fn secret() -> String {
    "2a".repeat(32)
}

#[test]
fn final_hop() {
    let data = json!({ "payment_secret": secret(), "total_msat": "3000" });
    assert_eq!(
        written(
            json!({ "amt_to_forward": "1000", "outgoing_cltv_value": "800", "payment_data": data })
        ),
        format!("020203e8040203200822{}0bb8", secret())
    );
    assert_eq!(
        written(json!({
            "amt_to_forward": "0", "outgoing_cltv_value": "0", "payment_metadata": "", "keysend_preimage": secret(),
            "other": [{ "type": "5482373485", "value": "01" }, { "type": "65536", "value": "" }],
        })),
        format!("020004001000fe0001000000ff0000000146c6616c20{}ff0000000146c6616d0101", secret())
    );
}

#[test]
fn other_hops() {
    assert_eq!(
        written(
            json!({ "amt_to_forward": "1000", "outgoing_cltv_value": "800", "short_channel_id": "5" })
        ),
        "020203e80402032006080000000000000005"
    );
    assert_eq!(written(json!({ "encrypted_recipient_data": "aabb" })), "0a02aabb");
    assert_eq!(
        written(json!({ "encrypted_recipient_data": "aabb", "current_path_key": POINT })),
        format!("0a02aabb0c21{POINT}")
    );
    let mut object = json!({
        "amt_to_forward": "1000", "outgoing_cltv_value": "800", "encrypted_recipient_data": "aabb", "total_amount_msat": "3000",
    });
    assert_eq!(written(object.clone()), "020203e8040203200a02aabb12020bb8");
    object["current_path_key"] = POINT.into();
    assert_eq!(written(object), format!("020203e8040203200a02aabb0c21{POINT}12020bb8"));
}

#[test]
fn what_ldk_refuses_or_can_not_be_asked_for() {
    let with = |name: &str, value: Value| {
        let mut object = json!({ "amt_to_forward": "1000", "outgoing_cltv_value": "800" });
        object[name] = value;
        object
    };
    for (object, class) in [
        (json!({ "amt_to_forward": "1" }), Some("missing")),
        (json!({}), Some("missing")),
        (with("current_path_key", POINT.into()), Some("missing")),
        (with("encrypted_recipient_data", "aa".into()), Some("missing")),
        (with("total_amount_msat", "1".into()), Some("forbidden")),
        (json!({ "encrypted_recipient_data": "aa", "short_channel_id": "1" }), Some("forbidden")),
        (with("keysend_preimage", "2a".into()), Some("bad_length")),
        (with("current_path_key", "2a".into()), Some("bad_length")),
        (with("current_path_key", POINT.replacen("02", "04", 1).into()), Some("bad_value")),
        (with("outgoing_cltv_value", "4294967296".into()), Some("bad_value")),
        (with("outgoing_cltv_value", "01".into()), Some("bad_encoding")),
        (with("outgoing_cltv_value", 1.into()), Some("other")),
        (with("payment_metadata", Value::Null), Some("other")),
        (with("outgoing_cltv_value", "500000000".into()), None),
        (with("amt_to_forward", "2100000000000000000".into()), None),
        (with("payment_metadata", "00".repeat(1300).into()), None),
        (with("other", json!([{ "type": "101", "value": "" }])), None),
        (
            with(
                "other",
                json!([{ "type": "65537", "value": "" }, { "type": "65537", "value": "" }]),
            ),
            None,
        ),
    ] {
        assert_eq!(refused(object.clone()).class, class, "{object}");
    }
    assert!(matches!(ask(with("amp_record", json!({}))), Answer::Unsupported(_)));
    assert!(matches!(ask(with("bogus", json!({}))), Answer::Unsupported(_)));
}

/// What LDK writes, LDK reads: by the adapter's own onion.
#[test]
fn written_and_read() {
    let testee = super::super::Testee::new();
    let data = json!({ "payment_secret": secret(), "total_msat": "3000" });
    for (role, object) in [
        (
            Role::Final,
            json!({ "amt_to_forward": "1", "outgoing_cltv_value": "2", "payment_data": data }),
        ),
        (
            Role::Final,
            json!({
                "amt_to_forward": "0", "outgoing_cltv_value": "0", "payment_metadata": "", "keysend_preimage": secret(),
                "other": [{ "type": "65536", "value": "" }, { "type": "18446744073709551615", "value": "0a" }],
            }),
        ),
        (
            Role::Intermediate,
            json!({
                "amt_to_forward": "1", "outgoing_cltv_value": "499999999", "short_channel_id": "18446744073709551615",
            }),
        ),
    ] {
        let bytes: Vec<u8> = bitcoin::hex::FromHex::from_hex(&written(object.clone())).unwrap();
        let read = testee.decode_payload(&bytes, role, false).unwrap();
        assert_eq!(Value::Object(read.members()), object);
    }
}
