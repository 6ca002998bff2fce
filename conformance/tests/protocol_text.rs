//! The protocol's text, its form in code, and the embedded vectors say the same.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use ampwire_conformance::protocol::{Class, operations};
use ampwire_vectors::{Answer, Expect, Members};
use serde_json::Value;

fn text() -> String {
    std::fs::read_to_string("../spec/testee-protocol.md").unwrap()
}

#[test]
fn the_text_has_every_operation_class_and_capability() {
    let text = text();
    let named =
        |name: &str| assert!(text.contains(&format!("`{name}`")), "{name} is not in the text");
    for operation in operations::OPERATIONS {
        named(operation.name);
    }
    for class in Class::ALL {
        named(class.as_str());
    }
    for (_, vector) in ampwire_vectors::suite().unwrap().vectors() {
        for tag in &vector.needs {
            named(tag);
        }
    }
}

#[test]
fn the_vectors_ask_for_operations_and_expect_members_that_the_protocol_has() {
    for (op, vector) in ampwire_vectors::suite().unwrap().vectors() {
        let operation =
            operations::find(op).unwrap_or_else(|| panic!("{}: no operation {op}", vector.id));
        let accepted: Vec<&Members> = match &vector.expect {
            Expect::Ok(members) => vec![members],
            Expect::Reject(_) => Vec::new(),
            Expect::Any(answers) => answers
                .iter()
                .filter_map(|answer| match answer {
                    Answer::Ok(members) => Some(members),
                    Answer::Reject(_) => None,
                })
                .collect(),
        };
        for member in accepted.into_iter().flat_map(dotted) {
            assert!(
                operation.members.contains(&member.as_str()),
                "{}: {op} has no member {member}",
                vector.id
            );
        }
    }
}

/// The names of all members; those of a member's members with a dot.
fn dotted(members: &Members) -> Vec<String> {
    let names = members.iter().flat_map(|(name, value)| match value {
        Value::Object(inner) => {
            dotted(inner).into_iter().map(|inner| format!("{name}.{inner}")).collect()
        }
        _ => vec![name.clone()],
    });
    names.collect()
}
