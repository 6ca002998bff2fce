//! Scalars of the wire: BigSize and truncated integers, and how values are written.
//!
//! ```text
//! BigSize   00..fc                       the value itself
//!           fd  u16                      253 ..= 65535
//!           fe  u32                      65536 ..= 2^32-1
//!           ff  u64                      2^32 ..= 2^64-1       most significant byte first, shortest form only
//! tu16/32/64   0 to 2, 4 or 8 bytes, no leading zero byte; zero is no byte at all
//! ```
//!
//! Nothing here knows what a number means. The file `leaf.rs` is the only one that names nom.

mod bigsize;
mod encode;
mod error;
mod leaf;
mod truncated;

pub use bigsize::BigSize;
pub use encode::{BufferTooSmall, Encode};
pub use error::{WireError, WireErrorKind};
pub use truncated::{Tu16, Tu32, Tu64};

pub(crate) use bigsize::{bigsize, length_of};
pub(crate) use leaf::Fault;
pub(crate) use truncated::{tu32, tu64};
