//! `tlv.decode`: framing and order.

use serde_json::{Value, json};

use crate::bytes::{Labelled, bigsize, hex};
use crate::case::Case;

mod faults;
mod order;
mod valid;

const SOURCE: &str = "BOLT 1, Type-Length-Value Format";
const APPENDIX: &str = "BOLT 1, Appendix B, rebuilt from its published facts";

/// A reader may refuse longer records whatever follows, as LND does. Nothing that is sent between peers is longer.
const LARGEST_KEPT: u64 = 65535;

/// A stream under construction, with the records that a reader should see.
#[derive(Default)]
struct Stream {
    bytes: Labelled,
    records: Vec<Value>,
}

impl Stream {
    fn record(self, tlv_type: u64, value: &[u8]) -> Self {
        let bytes = Labelled::record(tlv_type, Labelled::of("value", value));
        let record = json!({ "type": tlv_type.to_string(), "value": hex(value) });
        Self { bytes: self.bytes.join(bytes), records: [self.records, vec![record]].concat() }
    }

    fn raw(self, name: &str, bytes: &[u8], note: &str) -> Self {
        Self { bytes: self.bytes.noted(name, bytes, note), ..self }
    }

    fn tlv_type(self, tlv_type: u64) -> Self {
        self.raw("type", &bigsize(tlv_type), &tlv_type.to_string())
    }

    fn length(self, length: u64) -> Self {
        self.raw("length", &bigsize(length), &length.to_string())
    }

    fn value(self, bytes: &[u8]) -> Self {
        Self { bytes: self.bytes.part("value", bytes), ..self }
    }
}

fn stream() -> Stream {
    Stream::default()
}

pub(super) fn cases() -> Vec<Case> {
    [valid::cases(), faults::cases(), order::cases()].concat()
}

fn ok(slug: &str, comment: &str, stream: Stream, rules: &[&'static str]) -> Case {
    let case = case(slug, comment, &stream).obeys(rules);
    case.ok(json!({ "records": Value::Array(stream.records) }))
}

fn case(slug: &str, comment: &str, stream: &Stream) -> Case {
    Case::new("tlv.decode", format!("tlv/{slug}"), comment).bytes(&stream.bytes).from(SOURCE)
}
