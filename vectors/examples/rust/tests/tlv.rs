//! Every vector of two operations.

use ampwire_vectors::{Expect, Level, Status, Vector, from_hex, suite};
use ampwire_vectors_example::{Refused, big_size, stream};
use serde_json::{Value, json};

/// Asks about every vector of the operation.
fn run(op: &str, read: impl Fn(&[u8]) -> Result<Value, Refused>) {
    let suite = suite().unwrap();
    let selected = suite.vectors().filter(|(of, vector)| {
        *of == op && vector.status == Status::Stable && vector.level >= Level::Should
    });
    let mut count = 0;
    for (_, Vector { id, comment, input, expect, .. }) in selected {
        let bytes = from_hex(input["bytes"].as_str().unwrap()).unwrap();
        match (expect, read(&bytes)) {
            (Expect::Ok(expected), found) => {
                assert_eq!(found, Ok(Value::Object(expected.clone())), "{id}: {comment}");
            }
            (Expect::Reject(_), Ok(found)) => panic!("{id}: {comment} Accepted as {found}"),
            (Expect::Reject(rejection), Err(class)) => {
                let classes: Vec<&str> =
                    rejection.class.iter().map(|class| class.as_str()).collect();
                assert!(classes.contains(&class), "{id}: {comment} {class}, not {classes:?}");
            }
            (Expect::Any(_), _) => unreachable!("{op} has one right answer"),
        }
        count += 1;
    }
    assert!(count > 0, "{op} has no vectors");
}

#[test]
fn big_size_vectors() {
    run("bigsize.decode", |bytes| {
        let (value, length) = big_size(bytes)?;
        Ok(json!({ "value": value.to_string(), "length": length.to_string() }))
    });
}

#[test]
fn stream_vectors() {
    run("tlv.decode", |bytes| {
        let records = stream(bytes)?;
        let records = records.iter().map(|(kind, value)| {
            let hex: String = value.iter().map(|byte| format!("{byte:02x}")).collect();
            json!({ "type": kind.to_string(), "value": hex })
        });
        Ok(json!({ "records": records.collect::<Vec<Value>>() }))
    });
}
