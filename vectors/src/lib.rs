//! The conformance vectors of Ampwire, embedded and typed.
//!
//! A vector is one input to one operation of the testee protocol, with what a correct implementation answers, the rules
//! it is about, and, where the answer is a refusal, the nearest input that is fine. The files are plain JSON: a project
//! in another language copies them, or has them as a Go module or a package of npm or Python, and needs nothing of this crate.
//!
//! ```
//! let suite = ampwire_vectors::suite()?;
//! for (op, vector) in suite.vectors() {
//!     assert_eq!(vector.hash, ampwire_vectors::content_hash(op, vector));
//! }
//! # Ok::<(), ampwire_vectors::LoadError>(())
//! ```
//!
//! A list of a scenario may say that it repeats itself. [`Vector::expanded`] is the vector as it is asked and compared.
//!
//! Every number is a decimal string and all bytes are lower-case hex, so nothing is lost in a language without 64-bit
//! integers. See the README for the form of a vector and the meaning of its level.

mod canonical;
mod embedded;
mod expect;
mod hex;
mod label;
mod load;
mod manifest;
mod repeat;
mod rule;
mod vector;

pub use crate::canonical::{canonical_json, content_hash, file_hash};
pub use crate::expect::{Answer, Class, Expect, Rejection};
pub use crate::hex::{NotHex, from_hex};
pub use crate::label::Label;
pub use crate::load::{
    EmbeddedFile, LoadError, Suite, all_files, files, flat_files, manifest, rules, suite,
};
pub use crate::manifest::{Manifest, ManifestEntry};
pub use crate::repeat::expand;
pub use crate::rule::{Authority, Departure, Rule, RuleFile, RuleLevel, Side};
pub use crate::vector::{
    Deployed, Level, Members, Near, Profile, RuleReferences, Source, SourceKind, Status, Vector,
    VectorFile,
};

/// The `schema` member of a vector file.
pub const VECTORS_SCHEMA: &str = "ampwire-vectors-1";

/// The `schema` member of the rule file.
pub const RULES_SCHEMA: &str = "ampwire-rules-1";

/// The `schema` member of the manifest.
pub const MANIFEST_SCHEMA: &str = "ampwire-manifest-1";

/// The `schema` member of the flat form's manifest.
pub const FLAT_MANIFEST_SCHEMA: &str = "ampwire-flat-manifest-1";

/// The version of the suite: of the vectors, not of this crate's code.
pub const SUITE_VERSION: &str = "0.1.0";
