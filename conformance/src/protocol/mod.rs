//! The testee protocol, version 1, as types.
//!
//! The text is `spec/testee-protocol.md`; this module is its only form in code, used by both sides: the runner
//! (the `session` module) and the built-in testee ([`crate::testee`]).
//!
//! | file | concept |
//! |---|---|
//! | `answer` | the four answers to a case, and rejections |
//! | `hello` | the handshake |
//! | `line` | one line of a testee's output, judged |
//! | `operations` | the operations and the members of their answers |
//! | `request` | one request line |
//! | `strict_json` | JSON that refuses duplicate keys |

mod answer;
mod hello;
mod line;
pub mod operations;
mod request;
mod strict_json;

pub use ampwire_vectors::{Class, Members, Profile};
pub use answer::{Answer, Rejection};
pub use hello::{ErrorDetail, Hello, HelloFault, profile_from_name};
pub(crate) use line::glued_answer;
pub use line::{Garbage, Line, Reply, read_line};
pub(crate) use request::request_line;
pub use request::{Request, RequestFault};
pub(crate) use strict_json::StrictValue;
pub use strict_json::{StrictJsonFault, from_slice as strict_json_from_slice};

/// The version of the protocol that this program speaks.
pub const PROTOCOL: &str = "1";

/// The longest line, in bytes and without its line feed, that either side may send.
pub const MAX_LINE: usize = 4 * 1024 * 1024;

/// The smallest `max_line` that a testee may declare.
pub const MIN_MAX_LINE: usize = 1024 * 1024;
