//! JSON that refuses an object with the same key twice.
//!
//! Readers of JSON keep the first, or the last, of two equal keys. An answer that says `ok` in one and something else in the
//! other would pass or fail by the reader's habit, so it has no meaning here.

use core::fmt;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

/// Why some bytes are not strict JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StrictJsonFault {
    /// Not JSON at all, or nested more deeply than 127 levels.
    NotJson(String),
    /// JSON, but this key stands twice in one object.
    DuplicateKey(String),
}

impl fmt::Display for StrictJsonFault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotJson(reason) => write!(formatter, "not JSON: {reason}"),
            Self::DuplicateKey(key) => {
                write!(formatter, "the key {key:?} stands twice in one object")
            }
        }
    }
}

impl core::error::Error for StrictJsonFault {}

/// Reads exactly one JSON value.
///
/// # Errors
/// Where the bytes are not JSON, or an object has a key twice. A duplicate key in text that is broken further on is not JSON.
pub fn from_slice(bytes: &[u8]) -> Result<Value, StrictJsonFault> {
    let mut duplicate = None;
    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    let read = Strict { duplicate: &mut duplicate }.deserialize(&mut deserializer);
    let value = read.and_then(|value| deserializer.end().map(|()| value));
    match (value, duplicate) {
        (Err(error), _) => Err(StrictJsonFault::NotJson(error.to_string())),
        (Ok(_), Some(key)) => Err(StrictJsonFault::DuplicateKey(key)),
        (Ok(value), None) => Ok(value),
    }
}

/// A value that is one of several after another, for [`serde_json::Deserializer::into_iter`].
pub(crate) struct StrictValue(pub(crate) Value);

impl<'de> Deserialize<'de> for StrictValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut duplicate = None;
        let value = Strict { duplicate: &mut duplicate }.deserialize(deserializer)?;
        // The key is not named: the text may be one with secrets.
        match duplicate {
            Some(_) => Err(D::Error::custom("a member stands twice in one object")),
            None => Ok(Self(value)),
        }
    }
}

/// Builds a value and remembers the first key that stood twice. Reading goes on after it, so that the rest is checked too.
struct Strict<'a> {
    duplicate: &'a mut Option<String>,
}

impl<'de> DeserializeSeed<'de> for Strict<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict<'_> {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        Number::from_f64(value)
            .map(Value::Number)
            .ok_or_else(|| E::custom("a number that is not finite"))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        while let Some(item) =
            sequence.next_element_seed(Strict { duplicate: &mut *self.duplicate })?
        {
            items.push(item);
        }
        Ok(Value::Array(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let mut members = Map::new();
        while let Some(key) = access.next_key::<String>()? {
            let value = access.next_value_seed(Strict { duplicate: &mut *self.duplicate })?;
            if members.insert(key.clone(), value).is_some() {
                self.duplicate.get_or_insert(key);
            }
        }
        Ok(Value::Object(members))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_serde_json_reads() {
        for text in [
            "null",
            "true",
            "-3",
            "7",
            "1.5",
            "\"a\\u00e9\"",
            "[]",
            "[1,[2,{}]]",
            r#"{"a":{"b":[{"c":"d"}]},"e":null}"#,
        ] {
            let expected: Value = serde_json::from_str(text).unwrap();
            assert_eq!(from_slice(text.as_bytes()), Ok(expected), "{text}");
        }
    }

    #[test]
    fn a_key_twice_is_refused_at_any_depth() {
        for text in [
            r#"{"a":1,"a":1}"#,
            r#"[{"b":{"a":1,"c":2,"a":3}}]"#,
            r#"{"a":{"a":1},"x":[{"a":1,"\u0061":2}]}"#,
        ] {
            assert_eq!(
                from_slice(text.as_bytes()),
                Err(StrictJsonFault::DuplicateKey("a".to_owned())),
                "{text}"
            );
        }
        assert!(from_slice(br#"{"a":{"a":{"a":1}}}"#).is_ok());
    }

    #[test]
    fn what_is_not_json() {
        for text in
            [&b""[..], b"{", b"{} {}", b"{\"a\":1,\"a\":2", b"\xff", b"\"\xff\"", b"nan", b"hello"]
        {
            assert!(matches!(from_slice(text), Err(StrictJsonFault::NotJson(_))), "{text:?}");
        }
    }

    #[test]
    fn deep_nesting_is_refused_and_does_not_overflow() {
        let text = "[".repeat(100_000);
        assert!(matches!(from_slice(text.as_bytes()), Err(StrictJsonFault::NotJson(_))));
    }
}
