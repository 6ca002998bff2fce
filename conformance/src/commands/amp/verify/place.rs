//! Values of JSON, and where they stand. No message shows a value: it may be a share or a preimage.

use core::fmt;

use serde_json::{Map, Value};

use crate::commands::amp::bytes::array;

/// Where a value stands: the way to it from the start.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    from: Option<&'a Place<'a>>,
    step: Step<'a>,
}

#[derive(Clone, Copy)]
enum Step<'a> {
    /// The value with this number, from 0, of several after one another.
    Value(usize),
    Member(&'a str),
    Item(usize),
}

impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(from) = self.from {
            from.fmt(f)?;
        }
        match self.step {
            Step::Value(0) => f.write_str("$"),
            Step::Value(index) => write!(f, "value {}: $", index.saturating_add(1)),
            Step::Member(name) => write!(f, ".{name}"),
            Step::Item(index) => write!(f, "[{index}]"),
        }
    }
}

/// A value where it stands.
#[derive(Clone, Copy)]
pub(super) struct Placed<'a> {
    pub(super) place: Place<'a>,
    pub(super) value: &'a Value,
}

impl<'a> Placed<'a> {
    /// One of several values after one another.
    pub(super) const fn start(index: usize, value: &'a Value) -> Self {
        Self { place: Place { from: None, step: Step::Value(index) }, value }
    }

    /// A member that is there and not null.
    pub(super) fn member<'b>(&'b self, name: &'b str) -> Option<Placed<'b>> {
        let value = self.value.get(name).filter(|value| !value.is_null())?;
        Some(Placed { place: self.to(Step::Member(name)), value })
    }

    /// The items of a list.
    pub(super) fn items(&self) -> Result<impl Iterator<Item = Placed<'_>>, String> {
        let list = self.value.as_array().ok_or_else(|| self.fault("not a list"))?;
        let item = |(index, value)| Placed { place: self.to(Step::Item(index)), value };
        Ok(list.iter().enumerate().map(item))
    }

    /// An object. What is none has no members, and would pass for one that lacks them all.
    pub(super) fn object(&self) -> Result<&'a Map<String, Value>, String> {
        self.value.as_object().ok_or_else(|| self.fault("not an object"))
    }

    /// The members of an object.
    pub(super) fn members(&self) -> Result<impl Iterator<Item = (&str, Placed<'_>)>, String> {
        let object = self.object()?;
        Ok(object.iter().map(|(name, value)| {
            (name.as_str(), Placed { place: self.to(Step::Member(name)), value })
        }))
    }

    fn to<'b>(&'b self, step: Step<'b>) -> Place<'b> {
        Place { from: Some(&self.place), step }
    }

    /// A number, which nodes write as a text where it has 64 bits; 0 where it lacks, as in their own format.
    pub(super) fn number(&self, name: &str) -> Result<u64, String> {
        let Some(member) = self.member(name) else { return Ok(0) };
        let number = match member.value {
            Value::Number(number) => number.as_u64(),
            Value::String(text) => text.parse().ok(),
            _ => None,
        };
        number.ok_or_else(|| member.fault("not a whole number from 0 to 2^64-1"))
    }

    /// 32 bytes as hex or base64; `None` where they lack or are empty.
    pub(super) fn bytes(&self, name: &str) -> Result<Option<[u8; 32]>, String> {
        let Some(member) = self.member(name) else { return Ok(None) };
        let text = member.value.as_str().ok_or_else(|| member.fault("not a text"))?;
        if text.is_empty() {
            return Ok(None);
        }
        array(text).map(Some).map_err(|words| member.fault(&words))
    }

    /// 32 bytes that have to be there.
    pub(super) fn bytes_there(&self, name: &str) -> Result<[u8; 32], String> {
        let lacks = || format!("{}.{name}: it lacks", self.place);
        self.bytes(name)?.ok_or_else(lacks)
    }

    /// What is wrong with this value.
    pub(super) fn fault(&self, words: &str) -> String {
        format!("{}: {words}", self.place)
    }
}
