use super::types;
use core::fmt;

/// A layout of the AMP record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(clippy::exhaustive_enums, reason = "the two layouts there are")]
pub enum Layout {
    /// As deployed: type 14, 64 to 68 bytes, `child_index` a tu32.
    Type14,
    /// As one tutorial describes it: type 8, 68 bytes, `child_index` 4 bytes.
    Type8,
}

impl Layout {
    /// The type of the TLV record that holds the layout.
    pub const fn record_type(self) -> u64 {
        match self {
            Self::Type14 => types::AMP_RECORD,
            Self::Type8 => types::PAYMENT_DATA,
        }
    }
}

impl fmt::Display for Layout {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Type14 => "type14",
            Self::Type8 => "type8",
        })
    }
}

/// The layouts of the AMP record that a reader accepts. There is no default: a caller says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Layouts {
    type14: bool,
    type8: bool,
}

impl Layouts {
    /// No AMP at all: who does not implement it. Type 14 is an unknown even record then.
    pub const NONE: Self = Self { type14: false, type8: false };
    /// What runs on the network: type 14.
    pub const DEPLOYED: Self = Self { type14: true, type8: false };
    /// The tutorial's layout alone.
    pub const TYPE8: Self = Self { type14: false, type8: true };
    /// Both, told apart by type and length; together in one payload they are refused.
    pub const BOTH: Self = Self { type14: true, type8: true };

    /// Whether the layout is among them.
    pub const fn accepts(self, layout: Layout) -> bool {
        match layout {
            Layout::Type14 => self.type14,
            Layout::Type8 => self.type8,
        }
    }
}
