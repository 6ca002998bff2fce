//! What the implementation under test says. This file is yours; `protocol.rs` has the lines and the JSON.

mod protocol;
mod wire;

use protocol::{hex, Input, Refusal, Reject, Testee};
use serde_json::{json, Value};

/// The implementation under test. State that it needs can stand in here.
struct Implementation;

impl Testee for Implementation {
    fn hello(&self) -> Value {
        json!({
            "protocol": "1",
            // The implementation and its version, as reports shall show them.
            "name": "my-implementation",
            "version": "0.1.0",
            "language": "rust",
            // amp: it implements AMP. bystander: it does not, and meets AMP all the same.
            "profiles": ["bystander"],
            // What is asked. An operation that stands here and is answered with `unsupported` is red.
            "ops": ["bigsize.decode", "tlv.decode"],
            // What it can besides, such as "invoice:no-verify".
            "can": [],
            // For an operation, the members of its answers that it can't report. They are not compared.
            "omits": {},
            // "class": some rejections say of what class they are. "none": none does.
            "errors": "class",
        })
    }

    fn answer(&mut self, op: &str, given: &Input) -> Result<Value, Refusal> {
        match op {
            "bigsize.decode" => bigsize_decode(given),
            "tlv.decode" => tlv_decode(given),
            "invoice.decode" => invoice_decode(given),
            _ => Err(Refusal::Unsupported("unknown op".to_owned())),
        }
    }
}

/// A number at the start of the bytes. Calls `wire.rs`, which stands where your library will be.
fn bigsize_decode(given: &Input) -> Result<Value, Refusal> {
    let bytes = given.bytes("bytes")?;
    let (value, length) = wire::read_bigsize(&bytes)?;
    // Every integer is a decimal string, however small it is.
    Ok(json!({ "value": value.to_string(), "length": length.to_string() }))
}

/// A TLV stream: framing and order alone.
fn tlv_decode(given: &Input) -> Result<Value, Refusal> {
    let bytes = given.bytes("bytes")?;
    let records = wire::read_tlv_stream(&bytes)?;
    let record =
        |(kind, value): (u64, &[u8])| json!({ "type": kind.to_string(), "value": hex(value) });
    Ok(json!({ "records": records.into_iter().map(record).collect::<Vec<_>>() }))
}

/// The next step: your library's decoder of BOLT 11. `INVOICES.md` says how.
fn invoice_decode(given: &Input) -> Result<Value, Refusal> {
    given.text("invoice")?;
    // let decoded = given.text("invoice")?.parse::<your_library::Invoice>().map_err(|error| Reject::because(error))?;
    // Ok(json!({
    //     "network": decoded.network().to_string(),
    //     "timestamp": decoded.timestamp().to_string(),
    //     "payment_hash": hex(decoded.payment_hash()),
    // }))
    let why = "invoice.decode is not wired yet";
    Err(Refusal::Unsupported(why.to_owned()))
}

/// The library's error in the protocol's words. What it doesn't know is left out, never guessed.
impl From<wire::WireError> for Refusal {
    fn from(error: wire::WireError) -> Self {
        let reject = Reject::because(&error)
            .class(error.kind)
            .offset(error.offset);
        Self::Reject(match error.tlv_type {
            Some(tlv_type) => reject.tlv_type(tlv_type),
            None => reject,
        })
    }
}

fn main() -> std::io::Result<()> {
    protocol::serve(&mut Implementation)
}
