//! `payload.encode`: a payload object, written as the canonical stream.

use ampwire_vectors::Profile;
use serde_json::Value;

use super::payload::Payload;
use super::samples::{POINT, SET_ID, SHARE};
use crate::case::Case;

mod lnd;
mod members;
mod presence;
mod valid;

const SOURCE: &str = "BOLT 4, payload format: what a writer has to keep";
const LND: &str = "LND v0.21.0-beta, routing/route/route.go";
const TUTORIAL: &str = "the tutorial's account of AMP";

/// Stands for what the payee encrypted; no writer of the payload looks inside.
pub(super) const DATA: [u8; 16] = [0xaa; 16];

pub(super) fn cases() -> Vec<Case> {
    let cases = [valid::cases(), members::cases(), presence::cases()].concat();
    let cases = cases
        .into_iter()
        .map(|mut case| {
            // Whoever has no AMP can't be asked to write an AMP record.
            if case.input.contains_key("amp_record") {
                case.profiles = vec![Profile::Amp];
            }
            if case.from.is_empty() { case.from(SOURCE) } else { case }
        })
        .collect();
    lnd::with_departures(cases)
}

fn with_record() -> Payload {
    Payload::last_hop().amp_type14(SHARE, SET_ID, 5)
}

fn blinded_final() -> Payload {
    Payload::plain()
        .encrypted_recipient_data(&DATA)
        .current_path_key(&POINT)
        .total_amount_msat(3000)
}

fn case(slug: &str, comment: &str, input: Value) -> Case {
    Case::new("payload.encode", format!("payload-encode/{slug}"), comment).input(input)
}

fn ok(slug: &str, comment: &str, payload: &Payload, rules: &[&'static str]) -> Case {
    case(slug, comment, Value::Object(payload.expected())).obeys(rules).ok_bytes(payload.bytes())
}

/// The payload's object with some members set, by a path of names; `null` takes a member out.
fn changed(payload: &Payload, changes: &[(&str, Value)]) -> Value {
    let mut input = Value::Object(payload.expected());
    for (path, value) in changes {
        let mut place = &mut input;
        let mut names = path.split('.').peekable();
        while let Some(name) = names.next() {
            let members = place.as_object_mut().expect("a path of objects");
            if names.peek().is_none() {
                if value.is_null() {
                    members.remove(name);
                } else {
                    members.insert(name.to_owned(), value.clone());
                }
                break;
            }
            place = members.get_mut(name).expect("a member on the path");
        }
    }
    input
}
