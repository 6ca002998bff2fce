use serde_json::{Value, json};

use super::*;
use crate::server::Testee as _;

/// The answer as it stands in a line, without the words for people.
fn ask(op: &str, arguments: Value) -> Value {
    let (name, mut value) = Testee::new().run(op, arguments).into_member();
    for words in ["message", "why"] {
        value.as_object_mut().unwrap().remove(words);
    }
    json!({ name: value })
}

fn stable() -> bool {
    differences::version().starts_with("0.2.")
}

fn rejected(class: &str) -> Value {
    json!({ "reject": { "class": class } })
}

#[test]
fn handshake() {
    let testee = Testee::new();
    let hello = testee.greet();
    let version = testee.version();
    assert_eq!(hello["version"], version);
    // The manifest names the version too, and the code for a version is chosen by its first numbers.
    assert!(
        include_str!("../../Cargo.toml").contains(&format!("version = \"={version}\"")),
        "{version}"
    );
    assert_eq!(hello["profiles"], json!(["bystander"]));
    let ops: Vec<&str> =
        hello["ops"].as_array().unwrap().iter().map(|op| op.as_str().unwrap()).collect();
    assert!(ops.is_sorted());
    for op in ops {
        // An operation that is declared is there, and says what it lacks.
        assert_eq!(
            ask(op, json!({})),
            if op == "payload.encode" { rejected("missing") } else { rejected("other") },
            "{op}"
        );
    }
    assert_eq!(ask("x-canary-5f1d07", json!({})), json!({ "unsupported": {} }));
}

#[test]
fn bigsize_known_answers() {
    for (bytes, value, length) in [
        ("00", "0", "1"),
        ("fc", "252", "1"),
        ("fd00fd", "253", "3"),
        ("fdffff", "65535", "3"),
        ("fe00010000", "65536", "5"),
        ("feffffffff", "4294967295", "5"),
        ("ff0000000100000000", "4294967296", "9"),
        ("ffffffffffffffffff", "18446744073709551615", "9"),
    ] {
        assert_eq!(
            ask("bigsize.decode", json!({ "bytes": bytes.to_owned() + "00" })),
            json!({ "ok": { "value": value, "length": length } })
        );
        assert_eq!(
            ask("bigsize.encode", json!({ "value": value })),
            json!({ "ok": { "bytes": bytes } })
        );
    }
    for (bytes, class) in [
        ("", "truncated"),
        ("fd00", "truncated"),
        ("feffff", "truncated"),
        ("ffffffffff", "truncated"),
        ("fd00fc", "not_minimal"),
        ("fe0000ffff", "not_minimal"),
        ("ff00000000ffffffff", "not_minimal"),
        ("FC", "bad_encoding"),
        ("0", "bad_encoding"),
        ("0x", "bad_encoding"),
    ] {
        assert_eq!(ask("bigsize.decode", json!({ "bytes": bytes })), rejected(class), "{bytes}");
    }
    assert_eq!(
        ask("bigsize.encode", json!({ "value": "18446744073709551616" })),
        rejected("bad_value")
    );
    assert_eq!(ask("bigsize.encode", json!({ "value": "+1" })), rejected("bad_encoding"));
    assert_eq!(ask("bigsize.encode", json!({ "value": "" })), rejected("bad_encoding"));
    assert_eq!(ask("bigsize.encode", json!({ "value": 1 })), rejected("other"));
}

#[test]
fn tlv_streams() {
    let ask = |bytes: &str| ask("tlv.decode", json!({ "bytes": bytes }));
    assert_eq!(ask(""), json!({ "ok": { "records": [] } }));
    assert_eq!(
        ask("000102ffffffffffffffffff00"),
        json!({ "ok": { "records": [{ "type": "0", "value": "02" }, { "type": "18446744073709551615", "value": "" }] } })
    );
    // BOLT 1 wants types compared as what they are, unsigned.
    assert!(ask("ff7fffffffffffffff00ff800000000000000000")["ok"].is_object());
    for unclassed in ["01000100", "02000100", "fd000100", "00fd0000", "ffffffffffffffffff000000"] {
        assert_eq!(ask(unclassed), json!({ "reject": {} }), "{unclassed}");
    }
    for short in
        ["fd", "01", "01fd", "0101", "010200", "01ffffffffffffffffff", "01ff7fffffffffffffff"]
    {
        assert_eq!(ask(short), rejected("truncated"), "{short}");
    }
}

#[test]
fn feature_vectors() {
    for (bytes, bits) in [
        ("", json!([])),
        ("01", json!(["0"])),
        ("8240", json!(["6", "9", "15"])),
        ("c0000000", json!(["30", "31"])),
    ] {
        assert_eq!(
            ask("features.decode", json!({ "bytes": "0000".to_owned() + bytes })),
            json!({ "ok": { "features": bits } })
        );
        assert_eq!(
            ask("features.encode", json!({ "features": bits })),
            json!({ "ok": { "bytes": bytes } })
        );
    }
    let high = "04".to_owned() + &"00".repeat(639);
    assert_eq!(
        ask("features.encode", json!({ "features": ["5114"] })),
        json!({ "ok": { "bytes": high } })
    );
    assert_eq!(
        ask("features.decode", json!({ "bytes": high })),
        json!({ "ok": { "features": ["5114"] } })
    );
    for bit in ["524280", "18446744073709551615"] {
        assert_eq!(ask("features.encode", json!({ "features": [bit] })), rejected("limit"));
    }
    assert_eq!(ask("features.encode", json!({ "features": ["01"] })), rejected("bad_encoding"));
}

#[test]
fn features_checked() {
    let ask = |bits: &[&str], context: &str| {
        ask("features.check", json!({ "features": bits, "context": context }))
    };
    let fine = json!({ "ok": {} });
    for context in ["init", "node", "invoice"] {
        assert_eq!(ask(&[], context), fine);
        assert_eq!(ask(&["101"], context), fine);
        assert_eq!(ask(&["100"], context), rejected("unknown_even"));
        assert_eq!(ask(&["100", "101"], context), rejected("unknown_even"));
        assert_eq!(ask(&["5114"], context), rejected("unknown_even"));
        assert_eq!(ask(&["5115"], context), fine);
        // Both of a pair, and a feature without what it depends on: LDK checks neither.
        assert_eq!(ask(&["8", "9", "14"], context), fine);
        assert_eq!(ask(&["16"], context), fine);
    }
    // AMP's bits, as an invoice has them. In the other contexts LDK knows another feature by this number.
    assert_eq!(ask(&["8", "14", "30"], "invoice"), rejected("unknown_even"));
    assert_eq!(ask(&["8", "14", "30", "31"], "invoice"), rejected("unknown_even"));
    assert_eq!(ask(&["8", "14", "31"], "invoice"), fine);
    assert_eq!(ask(&["30"], "init"), fine);
    assert_eq!(ask(&["30"], "node"), fine);
    // Each context has its own known bits.
    assert_eq!(ask(&["48"], "invoice"), fine);
    assert_eq!(ask(&["48"], "init"), rejected("unknown_even"));
    assert_eq!(ask(&["54"], "node"), fine);
    assert_eq!(ask(&["54"], "init"), rejected("unknown_even"));
    assert_eq!(ask(&["0"], "invoice"), rejected("unknown_even"));
    assert_eq!(ask(&["0"], "channel"), rejected("other"));
    // And each version.
    let (known, unknown) = if stable() { ("140", "40") } else { ("40", "140") };
    assert_eq!(ask(&[known], "init"), fine);
    assert_eq!(ask(&[unknown], "init"), rejected("unknown_even"));
}

#[test]
fn features_known() {
    let ask = |bits: &[&str], known: &[&str]| {
        ask("features.check", json!({ "features": bits, "context": "invoice", "known": known }))
    };
    assert_eq!(ask(&["8", "14", "30"], &["8", "14"]), rejected("unknown_even"));
    assert_eq!(ask(&["8", "14", "31"], &["8", "14"]), json!({ "ok": {} }));
    // A bit stands for its pair.
    assert_eq!(ask(&["8", "30", "5114"], &["9", "31", "5115"]), json!({ "ok": {} }));
    assert_eq!(ask(&["8"], &[]), rejected("unknown_even"));
}

#[test]
fn payload_requests() {
    let ask = |arguments: Value| ask("payload.decode", arguments);
    assert_eq!(
        ask(
            json!({ "bytes": "0201010401020608000000000000000a", "role": "intermediate", "layouts": [] })
        ),
        json!({ "reject": {} })
    );
    assert_eq!(
        ask(
            json!({ "bytes": "0201010401040608000000000000000a", "role": "intermediate", "layouts": [] })
        ),
        json!({ "ok": { "amt_to_forward": "1", "outgoing_cltv_value": "4", "short_channel_id": "10" } })
    );
    assert_eq!(
        ask(json!({ "bytes": "", "role": "final", "layouts": ["type14"] })),
        json!({ "unsupported": {} })
    );
    assert_eq!(
        ask(json!({ "bytes": "", "role": "final", "layouts": [], "more": true })),
        json!({ "unsupported": {} })
    );
    for arguments in [
        json!([]),
        json!({ "bytes": "", "role": "final" }),
        json!({ "bytes": "", "role": "last", "layouts": [] }),
        json!({ "bytes": null, "role": "final", "layouts": [] }),
        json!({ "bytes": "", "role": "final", "layouts": [], "path_key_in_htlc": "true" }),
    ] {
        assert_eq!(ask(arguments.clone()), rejected("other"), "{arguments}");
    }
    assert_eq!(
        ask(json!({ "bytes": "0A", "role": "final", "layouts": [] })),
        rejected("bad_encoding")
    );
}

/// What a sender says of a blinded recipient that its payload has no room for.
#[test]
fn more_than_a_blinded_recipient_gets() {
    let written = "020203e8040203200a02aabb12020bb8";
    let ask = |name: &str, value: Value| {
        ask(
            "payload.encode",
            json!({
                "amt_to_forward": "1000", "outgoing_cltv_value": "800", "encrypted_recipient_data": "aabb",
                "total_amount_msat": "3000", name: value,
            }),
        )
    };
    let secret = json!({ "payment_secret": "2a".repeat(32), "total_msat": "1" });
    assert_eq!(ask("payment_data", secret), json!({ "ok": { "bytes": written } }));
    let metadata =
        if stable() { json!({ "ok": { "bytes": written } }) } else { json!({ "reject": {} }) };
    assert_eq!(ask("payment_metadata", "00".into()), metadata);
    let keysend = written.to_owned() + "ff0000000146c6616c20" + &"2a".repeat(32);
    assert_eq!(
        ask("keysend_preimage", "2a".repeat(32).into()),
        json!({ "ok": { "bytes": keysend } })
    );
    let custom = written.to_owned() + "fe0001000000";
    assert_eq!(
        ask("other", json!([{ "type": "65536", "value": "" }])),
        json!({ "ok": { "bytes": custom } })
    );
}

#[test]
fn a_panic_is_an_answer() {
    assert_eq!(caught(|| panic!("plain")), Answer::Panic("plain".to_owned()));
    assert_eq!(caught(|| panic!("number {}", 1)), Answer::Panic("number 1".to_owned()));
}
