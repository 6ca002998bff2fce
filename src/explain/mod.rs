//! What bytes and invoices mean: names over any of the formats of this library, for tools that show them
//! to people.
//!
//! ```text
//! Reading       what is known beside the bytes: the hop, the layouts, where the features stand
//! Explanation   plain words, spans in order over every byte, and the fault where there is one
//! Span          where, which bytes, the field's name, and what they say
//! ```
//!
//! A parser stops at the first fault. An explanation goes on as far as it can: it names what stands
//! before the fault, and after it where the framing can still be followed. Its fault is the very
//! error that the parser gives for the same bytes.
//!
//! ```
//! use ampwire::explain::{Kind, Reading};
//! use ampwire::onion::Layouts;
//!
//! let bytes = [0x02, 0x02, 0x03, 0xe8, 0x04, 0x02, 0x03];
//! let explanation = Reading::new(Layouts::BOTH).explain(Kind::Payload, &bytes);
//! let amount = &explanation.spans()[2];
//! assert_eq!((amount.name(), amount.value().to_string()), ("amt_to_forward", "1,000 msat".into()));
//! let fault = explanation.fault().unwrap();
//! assert_eq!((fault.offset(), fault.rule().id()), (Some(5), "bolt1.tlv.value-complete"));
//! ```
//!
//! An invoice is text: its spans are over characters, and beside the fields there are sentences that say
//! what follows from it.
//!
//! ```
//! use ampwire::explain::{Kind, Reading};
//! use ampwire::onion::Layouts;
//!
//! let text = b"lntbs20m1pvjluezqqqqqq";
//! let explanation = Reading::new(Layouts::BOTH).explain(Kind::Invoice, text);
//! assert_eq!(explanation.summary(), "as far as it can be read: invoice for 2,000,000 sat on signet");
//! assert_eq!(explanation.fault().unwrap().rule().id(), "bolt11.text.checksum");
//! ```
//!
//! # What holds for every input
//!
//! - The spans cover all bytes, in order, without gap or overlap.
//! - Nothing panics. Time is linear in the input; the number of spans is at most [`MAX_SPANS`] and a
//!   few, whatever the input, and a span borrows its bytes.
//! - Secrets are marked: [`Span::is_secret`]. Where the framing, the order or a value is broken, bytes
//!   can stand under a wrong name, so then everything is marked too that is not a type, a number, or
//!   the text of a custom record before the fault. A tool shows what is marked only when it is asked to.
//!   In an invoice of which characters are lost, that holds from its first field on; where none is lost,
//!   only the payment secret is marked.
//!
//! Custom records that the public lists name have their names here; none of them is part of a BOLT.

mod amp_record;
mod custom;
mod explanation;
mod failure_message;
mod fault;
mod feature_vector;
mod guess;
mod hop_payload;
mod invoice;
mod kind;
mod kinds;
mod lax;
mod packed;
mod payload_words;
mod reading;
mod span;
mod spans;
mod text;
mod time;
mod tlv_records;
mod value;
mod words;

pub use explanation::Explanation;
pub use fault::{Fault, Refusal};
pub use guess::Guess;
pub use invoice::{SignatureCheck, invoice_in};
pub use kind::Kind;
pub use packed::Packed;
pub use reading::Reading;
pub use span::Span;
pub use spans::MAX_SPANS;
pub use value::{Ignored, Unit, Value};
