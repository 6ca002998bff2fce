//! Feature vectors (BOLT 1 and BOLT 9; BOLT 11's `9` field): which bits are set, what they are called,
//! and whether they may stand together.
//!
//! ```text
//! bytes     init, node_announcement      bit 0 is the lowest bit of the last byte
//! symbols   an invoice's 9 field         bit 0 is the lowest bit of the last symbol, 5 bits each
//! ```
//!
//! Bits come in pairs. The even one says that a feature is required, the odd one that it is optional;
//! with both it is required. A reader refuses an unknown even bit and ignores an unknown odd one. To
//! who does not implement AMP, 30 and 31 are unknown.
//!
//! [`FeaturesView`] borrows, [`Features`] owns and writes the shortest form, [`FeatureRules`] judges.

mod error;
mod known;
mod rules;
mod value;
mod view;

pub use error::{FeatureError, FeatureErrorKind};
pub use known::{Context, Feature};
pub use rules::FeatureRules;
pub use value::{Features, FeaturesBuilder};
pub use view::FeaturesView;
