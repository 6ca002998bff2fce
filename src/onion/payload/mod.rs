//! The payload of one hop: [`PayloadView`] to read, [`PayloadBuilder`] and [`Payload`] to write.
//!
//! Reading is three steps, each in a file of its own: the walk (framing, and the value of each known
//! record as it comes), the presence rules (which records together, for whom), and the accessors,
//! which can't fail.

mod builder;
mod fields;
mod presence;
mod rules;
mod value;
mod view;

pub use builder::PayloadBuilder;
pub use rules::{PayloadRules, Role};
pub use value::{CustomRecord, Payload};
pub use view::{OtherRecords, PayloadView};
