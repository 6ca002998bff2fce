//! What LDK answers where that is not what is expected, as both versions behind its adapter were seen to.

use ampwire_vectors::{Answer, Class};
use serde_json::{Value, json};

use super::payload::Payload;
use super::samples::{KEYSEND, POINT, PREIMAGE};
use crate::bytes::hex;
use crate::case::{Case, Declared, object, rejection};

mod invoice;

const BOTH: &str = "0.2.7, 0.3.0-rc3";
const STABLE: &str = "0.2.7";

/// It accepts.
const FEATURES: &[&str] = &[
    // 30 and 31 are option_taproot to LDK in these two places.
    "bystander-amp-required-in-init",
    "bystander-amp-required-in-node",
    "bystander-two-faults-amp-and-dependency",
    // It asks for no dependency.
    "two-faults-dependency-and-context",
    "two-faults-context-and-dependency",
    "zeroconf-alone",
    "zeroconf-required-alone",
    "zeroconf-alone-with-unknown-dependency",
    "simple-close-alone",
    "simple-close-required-alone",
    "two-dependencies",
];

/// The cases, with LDK's answer at those where it differs.
pub(super) fn with_departures(mut cases: Vec<Case>) -> Vec<Case> {
    // It knows no place for a feature: where it is not defined, it is an unknown odd bit.
    for case in cases.iter_mut().filter(|case| out_of_place(case)) {
        *case = case.clone().ldk_answers(BOTH, accepted());
    }
    let invoices = invoice::departures(&cases).into_iter().map(|(id, answer)| (id, BOTH, answer));
    for (id, versions, answer) in departures().into_iter().chain(invoices) {
        let place =
            cases.iter_mut().find(|case| case.id == id).expect("a case that LDK answers otherwise");
        *place = place.clone().ldk_answers(versions, answer);
    }
    cases
}

/// Whether nothing but the place of a feature is wrong.
fn out_of_place(case: &Case) -> bool {
    case.op == "features.check"
        && matches!(&case.declared, Declared::Reject(refusal) if refusal.class == [Class::Forbidden])
}

fn accepted() -> Answer {
    Answer::Ok(object(json!({})))
}

fn departures() -> Vec<(String, &'static str, Answer)> {
    let features = FEATURES.iter().map(|slug| (format!("features-check/{slug}"), BOTH, accepted()));
    let read =
        reads().into_iter().map(|(slug, answer)| (format!("bystander/{slug}"), BOTH, answer));
    let written = writes()
        .into_iter()
        .map(|(slug, versions, answer)| (format!("payload-encode/{slug}"), versions, answer));
    features.chain(read).chain(written).collect()
}

/// What it reads. The adapter does not report the values that it replaces, `encrypted_recipient_data` and
/// `current_path_key`, nor the records that LDK drops.
fn reads() -> Vec<(&'static str, Answer)> {
    let refused = Answer::Reject(ampwire_vectors::Rejection::default());
    let blinded = Payload::plain().total_amount_msat(3000);
    let last = |more: Option<(&str, Value)>| {
        let mut members = blinded.expected();
        if let Some((name, value)) = more {
            members.insert(name.to_owned(), value);
        }
        Answer::Ok(members)
    };
    let custom = || Some(("other", json!([{ "type": "65537", "value": "01" }])));
    let nothing = accepted();
    vec![
        // It requires a payment secret where there is no keysend preimage.
        ("final-without-payment-data", rejection(&[Class::Missing])),
        // Outside of a blinded path it refuses type 18, and type 16 at an intermediate hop.
        ("total-amount-0", refused.clone()),
        ("total-amount-3000", refused.clone()),
        ("relay-with-total-amount", refused.clone()),
        ("relay-with-payment-metadata", refused),
        // In a blinded path it drops odd records, and has nothing against custom ones.
        ("blinded-final-with-odd-record", last(None)),
        ("blinded-final-with-odd-record-key-in-htlc", last(None)),
        ("blinded-final-with-custom-record", last(custom())),
        ("blinded-final-with-custom-record-key-in-htlc", last(custom())),
        ("blinded-final-with-keysend", last(Some(("keysend_preimage", hex(&PREIMAGE).into())))),
        ("blinded-relay-with-odd-record", nothing.clone()),
        ("blinded-relay-with-odd-record-key-in-htlc", nothing.clone()),
        ("blinded-relay-with-custom-record", nothing.clone()),
        ("blinded-relay-with-custom-record-key-in-htlc", nothing),
    ]
}

fn writes() -> Vec<(&'static str, &'static str, Answer)> {
    let blinded = Payload::plain()
        .encrypted_recipient_data(&super::payload_encode::DATA)
        .current_path_key(&POINT)
        .total_amount_msat(3000);
    let bytes = |payload: &Payload| Answer::Ok(object(json!({ "bytes": payload.bytes().hex() })));
    vec![
        // An amount has to be below the limit.
        ("amount-all-bitcoin", BOTH, Answer::Reject(ampwire_vectors::Rejection::default())),
        // Its types hold type 18 for blinded paths alone.
        ("total-amount", BOTH, rejection(&[Class::Forbidden])),
        ("total-amount-0", BOTH, rejection(&[Class::Forbidden])),
        // It takes no records below 65536 to write, odd ones neither.
        ("other-reversed", BOTH, Answer::Reject(ampwire_vectors::Rejection::default())),
        // In a blinded path it drops what does not belong there, but for the keysend preimage and custom records.
        ("blinded-final-with-payment-data", BOTH, bytes(&blinded)),
        ("blinded-final-with-metadata", STABLE, bytes(&blinded)),
        ("blinded-final-with-keysend", BOTH, bytes(&blinded.clone().other(KEYSEND, &PREIMAGE))),
    ]
}
