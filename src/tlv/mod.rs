//! TLV streams: framing and order, no meaning (BOLT 1, Type-Length-Value Format).
//!
//! ```text
//! record   type: BigSize | length: BigSize | value: `length` bytes
//! stream   records, types strictly ascending, to the end of the input
//! ```
//!
//! - [`TlvReader`] walks a stream record by record and tells where it breaks. It is lazy: what comes
//!   before the fault is given, and after the fault it gives nothing more.
//! - [`TlvStream`] is a stream that was checked as a whole. **Once `TlvStream::parse` returns `Ok`,
//!   walking and looking up can't fail and nothing here panics.**
//! - [`TlvWriter`] writes records and refuses what would break the order.
//!
//! Nothing is reserved from a length that was read: a view borrows the input. Which types are known,
//! and whether an unknown even one is refused, is decided a layer up.

mod error;
mod reader;
mod record;
mod stream;
mod writer;

pub use error::{TlvError, TlvErrorKind};
pub use reader::TlvReader;
pub use record::Record;
pub use stream::{Records, TlvStream};
pub use writer::TlvWriter;

pub(crate) use record::wire_len;
