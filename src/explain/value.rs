use super::Packed;
use super::text::{Quoted, with_text};
use super::time::{Length, Moment};
use super::words::{Bits, FailureCode, Grouped};
use crate::bolt11::{Network, Tag};
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
    /// Symbols of 5 bits: characters of an invoice.
    Symbols,
    /// Blocks, as a distance.
    Blocks,
    /// Seconds, as a length of time.
    Seconds,
    /// Seconds since 1970: a moment.
    Moment,
    /// Millionths of the amount.
    Millionths,
}

/// Why a field of an invoice says nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Ignored {
    /// It has a form that readers skip: another length, or a version that is not known.
    Skipped,
    /// A field of the same tag counted before.
    Repeated,
    /// Its tag means nothing here.
    Unknown,
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
    /// What a field of an invoice is: its tag.
    Tag {
        /// The tag.
        tag: Tag,
        /// The field's name, where the tag has one.
        name: Option<&'static str>,
    },
    /// The network of an invoice.
    Network(Network),
    /// Bytes that are written as symbols.
    Packed(Packed<'a>),
    /// UTF-8 that is written as symbols: what a stranger wrote. `Display` escapes what a terminal
    /// obeys.
    PackedText(Packed<'a>),
    /// The symbols are read by nobody.
    Ignored(Ignored),
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
                Unit::Bytes => counted(f, number, "byte"),
                Unit::Symbols => counted(f, number, "symbol"),
                Unit::Blocks => counted(f, number, "block"),
                Unit::Seconds if number < 60 => Length(number).fmt(f),
                Unit::Seconds => write!(f, "{} ({} s)", Length(number), Grouped(number)),
                Unit::Moment => Moment(number).fmt(f),
                Unit::Millionths => write!(f, "{} millionths", Grouped(number)),
            },
            Self::ShortChannelId(id) => {
                write!(f, "{}x{}x{}", id >> 40, id >> 16 & 0xff_ffff, id & 0xffff)
            }
            Self::Text(text) => Quoted(text).fmt(f),
            Self::PackedText(packed) => with_text(packed, |text| Quoted(text).fmt(f)),
            Self::Packed(packed) => packed.fmt(f),
            Self::Tag { name, .. } => f.write_str(name.unwrap_or("unknown")),
            Self::Network(network) => network.fmt(f),
            Self::Ignored(Ignored::Skipped) => f.write_str("skipped: wrong length or version"),
            Self::Ignored(Ignored::Repeated) => f.write_str("skipped: one before it counts"),
            Self::Ignored(Ignored::Unknown) => f.write_str("skipped: the tag is unknown"),
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

/// A number of things.
fn counted(f: &mut fmt::Formatter<'_>, number: u64, what: &str) -> fmt::Result {
    write!(f, "{} {what}{}", Grouped(number), if number == 1 { "" } else { "s" })
}

/// Shows which sort of value it is and no text: what custom records say is not for logs.
impl fmt::Debug for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => write!(f, "Text([{} bytes])", text.len()),
            Self::Packed(packed) => packed.fmt(f),
            Self::PackedText(text) => write!(f, "Text([{} bytes])", text.len()),
            other => write!(f, "Value({other})"),
        }
    }
}
