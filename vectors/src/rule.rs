//! The rules of the wire format, as `v1/rules.json` has them.

use serde::{Deserialize, Serialize};

/// `v1/rules.json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleFile {
    /// Always [`RULES_SCHEMA`](crate::RULES_SCHEMA).
    pub schema: String,
    /// The version of the suite.
    pub suite: String,
    /// The rules, in the order of the specification.
    pub rules: Vec<Rule>,
}

impl RuleFile {
    /// The rule of this id.
    pub fn find(&self, id: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.id == id)
    }
}

/// One rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// A dotted slug. Never renamed, never used again.
    pub id: String,
    /// How binding the rule is.
    pub level: RuleLevel,
    /// Who says so.
    pub authority: Authority,
    /// Document and section.
    pub source: String,
    /// Who has to keep it.
    pub side: Side,
    /// The class of rejection that a reader gives when the rule is broken.
    pub class: crate::Class,
    /// The rule in this project's words.
    pub sentence: String,
    /// Why no vector obeys it, where none does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub no_obey: Option<String>,
    /// Why no vector breaks it, where none does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub no_break: Option<String>,
    /// Implementations that do otherwise.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub departure: Vec<Departure>,
}

/// How binding a rule is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RuleLevel {
    /// Either way is fine.
    May,
    /// Recommended.
    Should,
    /// Required.
    Must,
}

impl RuleLevel {
    /// The name as the files write it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::May => "may",
            Self::Should => "should",
            Self::Must => "must",
        }
    }
}

/// Who says a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Authority {
    /// The merged text of a BOLT.
    Bolt,
    /// A bLIP.
    Blip,
    /// Implementations in use.
    Deployed,
    /// This project alone.
    Ampwire,
}

impl Authority {
    /// The name as the files write it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Bolt => "bolt",
            Self::Blip => "blip",
            Self::Deployed => "deployed",
            Self::Ampwire => "ampwire",
        }
    }
}

/// Who has to keep a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// Who decodes.
    Reader,
    /// Who encodes.
    Writer,
    /// Both.
    Both,
}

impl Side {
    /// The name as the files write it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Reader => "reader",
            Self::Writer => "writer",
            Self::Both => "both",
        }
    }
}

/// An implementation that does otherwise than a rule says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Departure {
    /// The implementation's name.
    pub implementation: String,
    /// The versions.
    pub versions: String,
    /// What it does.
    pub does: String,
    /// How that is known.
    pub evidence: String,
}
