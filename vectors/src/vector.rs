//! One vector, and the file it stands in.

use serde::{Deserialize, Serialize};

use crate::{Answer, Expect, Label};

/// The members of a JSON object, as `in` and `ok` have them.
pub type Members = serde_json::Map<String, serde_json::Value>;

/// All vectors of one operation: one file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VectorFile {
    /// Always [`VECTORS_SCHEMA`](crate::VECTORS_SCHEMA).
    pub schema: String,
    /// The version of the suite.
    pub suite: String,
    /// The operation of the testee protocol that every vector of the file asks for.
    pub op: String,
    /// Sentences about the file, for a reader.
    pub header: Vec<String>,
    /// The vectors, sorted by family and then as their authors ordered them.
    pub vectors: Vec<Vector>,
}

/// One input with what a correct implementation answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Vector {
    /// `family/slug`. Unique over the suite, never renamed, never used again.
    pub id: String,
    /// The first 16 hex digits of the content's SHA-256: see [`content_hash`](crate::content_hash).
    pub hash: String,
    /// What the vector shows, in one sentence.
    pub comment: String,
    /// Whether the vector counts.
    pub status: Status,
    /// The suite version that brought it.
    pub since: String,
    /// How binding the expectation is.
    pub level: Level,
    /// The profiles that run it.
    pub profiles: Vec<Profile>,
    /// The rules it is about.
    pub rules: RuleReferences,
    /// Capability tags that a testee must have declared; without them the vector is unsupported.
    pub needs: Vec<String>,
    /// The request's `in`. A list in it may repeat itself: see [`Vector::expanded`].
    #[serde(rename = "in")]
    pub input: Members,
    /// What a correct implementation answers.
    pub expect: Expect,
    /// Of `receiver.run`: whether every answer to every HTLC is compared, and not the last one alone.
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub trace: bool,
    /// What implementations in use answer instead, where they differ.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub deployed: Vec<Deployed>,
    /// For a rejection: the nearest valid vector of the same operation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub near: Option<Near>,
    /// Labels for all of the bytes of `in.bytes`, or all characters of an invoice that is read. Absent where another vector
    /// of the operation labels the same bytes, and of an invoice that is refused.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub map: Vec<Label>,
    /// Where the vector comes from.
    pub source: Source,
}

/// Whether a vector counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Counts, and never changes again.
    Stable,
    /// New: run and shown, without weight.
    Staging,
    /// Kept for its id, not run.
    Withdrawn,
}

impl Status {
    /// The name as the files write it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Stable => "stable",
            Self::Staging => "staging",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// How binding a vector's expectation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Nothing follows from either answer.
    Info,
    /// The behaviour is optional, or this project's own choice.
    May,
    /// The text recommends it, or asks it of the other side.
    Should,
    /// A merged BOLT or bLIP, or deployed implementations, leave no choice.
    Must,
}

impl Level {
    /// The name as the files write it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::May => "may",
            Self::Should => "should",
            Self::Must => "must",
        }
    }
}

/// Who runs a vector.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Profile {
    /// Implementations of AMP.
    Amp,
    /// Lightning implementations without AMP.
    Bystander,
}

impl Profile {
    /// The name as the files write it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Amp => "amp",
            Self::Bystander => "bystander",
        }
    }
}

/// The rules a vector is about, by id.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleReferences {
    /// Rules that the input keeps, and that a reader could get wrong.
    pub obeys: Vec<String>,
    /// Rules that the input breaks. A rejection names at least one.
    pub breaks: Vec<String>,
}

/// What an implementation in use answers, where that is not what the vector expects.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deployed {
    /// The implementation's name.
    pub implementation: String,
    /// The versions the answer was seen with.
    pub versions: String,
    /// Its answer.
    pub answer: Answer,
    /// How it is known.
    pub evidence: String,
}

/// The nearest valid neighbour of a rejection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Near {
    /// The neighbour's id: a vector of the same operation that expects `ok`.
    pub id: String,
    /// What turns the neighbour's input into this one. Offsets count in the neighbour's bytes, or in the characters of its
    /// invoice.
    pub edit: String,
}

/// Where a vector comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// How it was made.
    pub kind: SourceKind,
    /// The published fact, or the official example, that it was made from.
    pub from: String,
}

/// How a vector was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SourceKind {
    /// Built by the generator from its parts.
    Generated,
    /// Recorded from a running implementation.
    Captured,
    /// Made from another vector by a small change.
    Mutated,
    /// Found by fuzzing.
    Fuzz,
}

impl SourceKind {
    /// The name as the files write it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Generated => "generated",
            Self::Captured => "captured",
            Self::Mutated => "mutated",
            Self::Fuzz => "fuzz",
        }
    }
}
