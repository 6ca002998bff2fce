//! Ampwire and another implementation on the same hop payloads, in one process.
//!
//! [`payload`] is the body of a fuzz target. It asks both the same [`Question`], and compares verdict,
//! every member of what was read that the other shows, and of a rejection the class and the record
//! where it tells them. What the other is known to do otherwise stands in `fuzz/divergences/`, in an
//! [`Entry`] each; the target's `witnesses.toml` adds an input that shows it, and a [`Check`] by which the
//! difference is understood and not just waved through. Such differences are counted. Any other is a
//! crash.
//!
//! Which implementation it is says a [`Peer`]. [`witnesses`] has the tests that every one of them has.

mod answer;
mod check;
mod compare;
mod draw;
mod entry;
pub mod invoice;
mod known;
mod packed;
mod peer;
mod question;
mod target;
pub mod witnesses;
mod word;

pub use answer::{Accepted, Answer, Other, Rejected};
pub use check::{Case, Check};
pub use compare::differences;
pub use draw::entropy;
pub use entry::{Entry, Holds, Strangers};
pub use known::{Divergence, Known, Witness};
pub use packed::Packed;
pub use peer::Peer;
pub use question::Question;
pub use target::{in_words, payload, print_counts};
pub use word::{Differences, Word};
