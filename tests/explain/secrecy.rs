//! Bytes of secrets stand in no span that is not marked, however the input is broken.

use super::{LND, bytes_of, framed, readings};
use ampwire::explain::{Explanation, Kind, Unit, Value};

/// How many bytes of a secret in a row are too many. What is shorter can be a number that the framing
/// puts there, or the end of a value.
const TELLING: usize = 9;

/// Whether so many bytes of the payment secret (11…), of the share (22…) or of the preimage (44…) can
/// be seen in a row.
fn shows_a_secret(explanation: &Explanation<'_>) -> bool {
    explanation.spans().iter().filter(|span| !span.is_secret()).any(|span| {
        [0x11, 0x22, 0x44]
            .into_iter()
            .any(|byte| span.bytes().windows(TELLING).any(|window| window == [byte; TELLING]))
    })
}

#[test]
fn whatever_is_cut_changed_or_left_out() {
    let mut payload = bytes_of(LND);
    payload.extend(bytes_of("ff0000000146c6616c20"));
    payload.extend([0x44; 32]);
    let payload = framed(&payload);
    let kinds = [Kind::FramedPayload, Kind::Payload, Kind::TlvStream];
    let check = |bytes: &[u8], what: &str, index: usize| {
        for reading in readings() {
            for kind in kinds {
                let explanation = reading.explain(kind, bytes);
                assert!(!shows_a_secret(&explanation), "{kind}, {what} {index}: {explanation:?}");
            }
        }
    };
    check(&payload, "whole", 0);
    for index in 0..payload.len() {
        check(&payload[..index], "cut at", index);
        let mut bytes = payload.clone();
        bytes.remove(index);
        check(&bytes, "left out", index);
    }
}

#[test]
fn the_fields_that_are_secret() {
    let reading = readings()[0];
    let mut payload = bytes_of(LND);
    payload.extend(bytes_of("ff0000000146c6616c20"));
    payload.extend([0x44; 32]);
    let explanation = reading.explain(Kind::Payload, &payload);
    let secrets = explanation.spans().iter().filter(|span| span.is_secret());
    let names: Vec<&str> = secrets.map(ampwire::explain::Span::name).collect();
    assert_eq!(names, ["payment_secret", "root_share", "keysend_preimage"]);
}

#[test]
fn nothing_that_is_printed_for_debugging_shows_bytes() {
    let explanation = readings()[0].explain(Kind::Payload, &[]);
    assert!(format!("{explanation:?}").contains("spans: []"));
    let payload = bytes_of(LND);
    let explanation = readings()[0].explain(Kind::Payload, &payload);
    let debug = format!("{explanation:?}");
    assert!(!debug.contains("1111") && !debug.contains("2222"), "{debug}");
    assert_eq!(format!("{:?}", Value::Text("pssst")), "Text([5 bytes])");
    let number = Value::Number { number: 1000, unit: Unit::Msat };
    assert_eq!(format!("{number:?}"), "Value(1,000 msat)");
    assert_eq!(number.to_string(), "1,000 msat");
}
