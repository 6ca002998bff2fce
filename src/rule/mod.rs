//! The rules of the wire format, by id.
//!
//! Every refusal in this library comes from a rule, and every error knows which: [`RuleId`] leads to
//! the rule's sentence, its level and who says so. The table is generated from `spec/rules.toml`,
//! where each rule also names its departures; ids are for ever.
//!
//! ```
//! let rule = ampwire::rule::find("bolt1.tlv.ascending").unwrap();
//! assert_eq!(rule.level(), ampwire::rule::Level::Must);
//! println!("{}: {}", rule.id(), rule.sentence());
//! ```

mod table;

use core::fmt;

/// How binding a rule is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Level {
    /// A merged specification, or two implementations, demand it.
    Must,
    /// Recommended; a good reason may override it.
    Should,
    /// Left to the implementation.
    May,
}

/// Who says that a rule holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Authority {
    /// A merged BOLT.
    Bolt,
    /// A merged bLIP.
    Blip,
    /// Implementations that run on the network; the source names their versions.
    Deployed,
    /// This project.
    Ampwire,
}

/// The coarse reason of a refusal, as the testee protocol names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Class {
    /// The bytes end too early.
    Truncated,
    /// Bytes are left over.
    Trailing,
    /// A value has the wrong length.
    BadLength,
    /// An integer is written longer than it needs.
    NotMinimal,
    /// Records are not in ascending order.
    Order,
    /// A record appears twice.
    Duplicate,
    /// An unknown record with an even type.
    UnknownEven,
    /// A record that has to be there is not.
    Missing,
    /// A record that must not be there is.
    Forbidden,
    /// Two records contradict each other.
    Conflict,
    /// A value is outside what its type allows.
    BadValue,
    /// Characters, case, separator or UTF-8.
    BadEncoding,
    /// A checksum does not fit.
    BadChecksum,
    /// An amount can't be read.
    BadAmount,
    /// Padding that is not zero, or too long.
    BadPadding,
    /// A signature does not fit.
    BadSignature,
    /// An invoice's network is not known.
    UnknownNetwork,
    /// A limit is exceeded.
    Limit,
    /// A derivation that would give away a secret.
    Insecure,
    /// A hash is not the one announced.
    Mismatch,
    /// None of the above.
    Other,
}

impl Class {
    /// The class as the testee protocol writes it, for example `not_minimal`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Truncated => "truncated",
            Self::Trailing => "trailing",
            Self::BadLength => "bad_length",
            Self::NotMinimal => "not_minimal",
            Self::Order => "order",
            Self::Duplicate => "duplicate",
            Self::UnknownEven => "unknown_even",
            Self::Missing => "missing",
            Self::Forbidden => "forbidden",
            Self::Conflict => "conflict",
            Self::BadValue => "bad_value",
            Self::BadEncoding => "bad_encoding",
            Self::BadChecksum => "bad_checksum",
            Self::BadAmount => "bad_amount",
            Self::BadPadding => "bad_padding",
            Self::BadSignature => "bad_signature",
            Self::UnknownNetwork => "unknown_network",
            Self::Limit => "limit",
            Self::Insecure => "insecure",
            Self::Mismatch => "mismatch",
            Self::Other => "other",
        }
    }
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Rule {
    id: &'static str,
    level: Level,
    authority: Authority,
    class: Class,
    source: &'static str,
    sentence: &'static str,
}

/// A rule of the wire format. Two ids are equal exactly if they name the same rule.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleId(&'static Rule);

impl RuleId {
    /// The dotted slug, for example `amp.record.index-minimal`.
    pub const fn id(self) -> &'static str {
        self.0.id
    }

    /// How binding the rule is.
    pub const fn level(self) -> Level {
        self.0.level
    }

    /// Who says that the rule holds.
    pub const fn authority(self) -> Authority {
        self.0.authority
    }

    /// The class of rejection that a breach of the rule belongs to.
    pub const fn class(self) -> Class {
        self.0.class
    }

    /// Where the rule comes from: document and section, or implementation, version and file.
    pub const fn source(self) -> &'static str {
        self.0.source
    }

    /// What the rule says, in one sentence.
    pub const fn sentence(self) -> &'static str {
        self.0.sentence
    }

    /// The rule of this id, looked up while compiling: an id that does not exist does not build.
    #[allow(
        clippy::panic,
        clippy::indexing_slicing,
        reason = "runs only in const contexts, where a panic is a compile error"
    )]
    pub(crate) const fn named(id: &str) -> Self {
        let mut index = 0;
        while index < table::TABLE.len() {
            if same(table::TABLE[index].id.as_bytes(), id.as_bytes()) {
                return Self(&table::TABLE[index]);
            }
            index += 1;
        }
        panic!("no rule of this id in spec/rules.toml")
    }
}

#[allow(clippy::indexing_slicing, reason = "const; the lengths are compared first")]
const fn same(left: &[u8], right: &[u8]) -> bool {
    if left.len() != right.len() {
        return false;
    }
    let mut index = 0;
    while index < left.len() {
        if left[index] != right[index] {
            return false;
        }
        index += 1;
    }
    true
}

impl fmt::Debug for RuleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RuleId({})", self.id())
    }
}

impl fmt::Display for RuleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

/// All rules, in the order of the table.
pub fn all() -> impl ExactSizeIterator<Item = RuleId> {
    table::TABLE.iter().map(RuleId)
}

/// The rule of this id, or `None` where there is none.
pub fn find(id: &str) -> Option<RuleId> {
    all().find(|rule| rule.id() == id)
}

/// The rule of an id given as a literal. The id is checked while compiling.
macro_rules! rule {
    ($id:literal) => {
        const { $crate::rule::RuleId::named($id) }
    };
}
pub(crate) use rule;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_unique_slugs() {
        let mut seen = alloc::vec::Vec::new();
        for rule in all() {
            let slug = |part: &str| {
                !part.is_empty()
                    && part
                        .bytes()
                        .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
            };
            assert!(rule.id().split('.').all(slug), "{rule}");
            assert!(rule.id().contains('.'), "{rule}");
            assert!(!seen.contains(&rule.id()), "{rule} stands twice");
            seen.push(rule.id());
        }
    }

    #[test]
    fn found_by_id() {
        assert_eq!(find("bolt1.tlv.ascending"), Some(rule!("bolt1.tlv.ascending")));
        assert_eq!(find("bolt1.tlv"), None);
        assert_eq!(rule!("bolt1.tlv.ascending").class().as_str(), "order");
    }
}
