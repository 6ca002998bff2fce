use super::{Context, Feature};
use crate::rule::{RuleId, rule};
use core::fmt;

/// What is wrong with a feature vector.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FeatureErrorKind {
    /// The vector is longer than a message can be.
    TooLong {
        /// The length found, in bytes or symbols.
        actual: usize,
    },
    /// An even bit that the reader does not know.
    UnknownEven,
    /// A feature without one that it needs.
    DependencyMissing {
        /// The feature that is set.
        feature: Feature,
        /// The feature that it needs.
        dependency: Feature,
    },
    /// A feature where it must not stand.
    WrongContext {
        /// The feature.
        feature: Feature,
        /// Where it stands.
        context: Context,
    },
    /// Writing only: both bits of a pair.
    BothBits,
}

impl FeatureErrorKind {
    /// The rule that is broken.
    pub const fn rule(self) -> RuleId {
        match self {
            Self::TooLong { .. } => rule!("bolt9.features.length"),
            Self::UnknownEven => rule!("bolt9.features.unknown-even"),
            Self::DependencyMissing { .. } => rule!("bolt9.features.dependencies"),
            Self::WrongContext { .. } => rule!("bolt9.features.context"),
            Self::BothBits => rule!("bolt9.features.both-bits"),
        }
    }
}

impl fmt::Display for FeatureErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong { actual } => {
                write!(f, "the feature vector has {actual} bytes, too many")
            }
            Self::UnknownEven => f.write_str("an unknown required feature"),
            Self::DependencyMissing { feature, dependency } => {
                write!(f, "{feature} needs {dependency}, which is not set")
            }
            Self::WrongContext { feature, context } => {
                let place = match context {
                    Context::Init => "init",
                    Context::Node => "node_announcement",
                    Context::Invoice => "an invoice",
                    Context::ChannelType => "channel_type",
                };
                write!(f, "{feature} has no place in {place}")
            }
            Self::BothBits => f.write_str("both bits of a pair"),
        }
    }
}

/// Why a feature vector was refused, and for which bit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct FeatureError {
    kind: FeatureErrorKind,
    bit: Option<u32>,
}

impl FeatureError {
    #[cold]
    pub(super) const fn new(kind: FeatureErrorKind, bit: Option<u32>) -> Self {
        Self { kind, bit }
    }

    /// What is wrong.
    pub const fn kind(&self) -> FeatureErrorKind {
        self.kind
    }

    /// The bit at fault.
    pub const fn bit(&self) -> Option<u32> {
        self.bit
    }

    /// The rule that is broken.
    pub const fn rule(&self) -> RuleId {
        self.kind.rule()
    }
}

impl fmt::Display for FeatureError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.bit {
            Some(bit) => write!(f, "{} (bit {bit})", self.kind),
            None => self.kind.fmt(f),
        }
    }
}

impl core::error::Error for FeatureError {}
