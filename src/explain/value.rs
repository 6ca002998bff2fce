use super::words::{Bits, FailureCode, Grouped};
use core::fmt;

/// What a number counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Unit {
    /// Nothing: an index, an offset.
    None,
    /// Thousandths of a satoshi.
    Msat,
    /// Blocks since the first: a height.
    Height,
    /// Bytes.
    Bytes,
}

/// What the bytes of a span say.
///
/// `Display` says it in words, for people: `1,000 msat`. It says nothing for plain
/// [`Bytes`](Self::Bytes).
#[derive(Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Value<'a> {
    /// The bytes are all there is to say.
    Bytes,
    /// A record's type.
    Type {
        /// The type.
        number: u64,
        /// The record's name, where it has one.
        name: Option<&'static str>,
    },
    /// A number.
    Number {
        /// The number.
        number: u64,
        /// What it counts.
        unit: Unit,
    },
    /// A channel, by the place of its funding output (BOLT 7).
    ShortChannelId(u64),
    /// Text. There is nothing in it that a terminal obeys, except tabs and line ends.
    Text(&'a str),
    /// Eight bits of a feature vector, or a run of bytes without any.
    Bits {
        /// The number of the lowest bit.
        lowest: u32,
        /// The bits.
        set: u8,
    },
    /// The code of a failure message.
    FailureCode {
        /// The code.
        code: u16,
        /// The message's name, where it has one.
        name: Option<&'static str>,
    },
    /// The bytes are not what the field asks for.
    Malformed,
    /// The bytes could not be read: what they belong to is cut.
    Unread,
    /// The bytes belong to nothing: what was to be read ended before.
    LeftOver,
    /// The bytes were read and are not listed, since there is too much.
    NotListed {
        /// How many records there are in it; 0 where it is something else.
        records: usize,
    },
}

impl fmt::Display for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Bytes => Ok(()),
            Self::Type { number, name: Some(name) } => write!(f, "{number} {name}"),
            Self::Type { number, name: None } => write!(f, "{number}"),
            Self::Number { number, unit } => match unit {
                Unit::None => write!(f, "{}", Grouped(number)),
                Unit::Msat => write!(f, "{} msat", Grouped(number)),
                // Heights are written without separators, as everyone does.
                Unit::Height => write!(f, "block {number}"),
                Unit::Bytes if number == 1 => f.write_str("1 byte"),
                Unit::Bytes => write!(f, "{} bytes", Grouped(number)),
            },
            Self::ShortChannelId(id) => {
                write!(f, "{}x{}x{}", id >> 40, id >> 16 & 0xff_ffff, id & 0xffff)
            }
            Self::Text(text) => {
                f.write_str("\"")?;
                // Everything else that a text may have in it can be shown as it is.
                for character in text.chars() {
                    match character {
                        '\t' | '\n' | '\r' => {
                            write!(f, "{}", character.escape_default())?;
                        }
                        other => write!(f, "{other}")?,
                    }
                }
                f.write_str("\"")
            }
            Self::Bits { lowest, set } => write!(f, "{}", Bits { lowest, set }),
            Self::FailureCode { code, name } => write!(f, "{}", FailureCode { code, name }),
            Self::Malformed => f.write_str("malformed"),
            Self::Unread => f.write_str("cut"),
            Self::LeftOver => f.write_str("left over"),
            Self::NotListed { records: 0 } => f.write_str("not listed"),
            Self::NotListed { records: 1 } => f.write_str("1 more record, not listed"),
            Self::NotListed { records } => {
                let records = u64::try_from(records).unwrap_or(u64::MAX);
                write!(f, "{} more records, not listed", Grouped(records))
            }
        }
    }
}

/// Shows which sort of value it is and no text: what custom records say is not for logs.
impl fmt::Debug for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => write!(f, "Text([{} bytes])", text.len()),
            other => write!(f, "Value({other})"),
        }
    }
}
