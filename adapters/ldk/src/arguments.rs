//! The members of a request, taken out one by one.

use bitcoin::hex::FromHex;
use bitcoin::secp256k1::PublicKey;
use serde_json::Value;

use crate::answer::{Failure, Members};

/// The object `in` of a request. Each member that is read is taken out, so that one nobody asked for is noticed and isn't
/// answered as if it were not there.
#[derive(Debug)]
pub(crate) struct Arguments(Members);

impl Arguments {
    pub(crate) fn new(object: Value) -> Result<Self, Failure> {
        match object {
            Value::Object(members) => Ok(Self(members)),
            _ => Err(Failure::malformed("not an object")),
        }
    }

    /// Reports members that were not taken.
    pub(crate) fn finish(self) -> Result<(), Failure> {
        if self.0.is_empty() {
            return Ok(());
        }
        let names: Vec<String> = self.0.into_iter().map(|(name, _)| name).collect();
        Err(Failure::lacking(format!("unknown member: {}", names.join(", "))))
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    fn take(&mut self, name: &str) -> Result<Value, Failure> {
        self.0.remove(name).ok_or_else(|| Failure::malformed(&format!("{name} is missing")))
    }

    pub(crate) fn text(&mut self, name: &str) -> Result<String, Failure> {
        match self.take(name)? {
            Value::String(text) => Ok(text),
            _ => Err(wrong_type(name)),
        }
    }

    /// False where the member is absent.
    pub(crate) fn boolean(&mut self, name: &str) -> Result<bool, Failure> {
        match self.0.remove(name) {
            None => Ok(false),
            Some(Value::Bool(value)) => Ok(value),
            Some(_) => Err(wrong_type(name)),
        }
    }

    pub(crate) fn list(&mut self, name: &str) -> Result<Vec<Value>, Failure> {
        match self.take(name)? {
            Value::Array(values) => Ok(values),
            _ => Err(wrong_type(name)),
        }
    }

    pub(crate) fn object(&mut self, name: &str) -> Result<Self, Failure> {
        Self::new(self.take(name)?)
    }

    pub(crate) fn bytes(&mut self, name: &str) -> Result<Vec<u8>, Failure> {
        let text = self.text(name)?;
        let lower_case = !text.bytes().any(|byte| byte.is_ascii_uppercase());
        match Vec::from_hex(&text) {
            Ok(bytes) if lower_case => Ok(bytes),
            _ => Err(Failure::refused("bad_encoding", format!("{name} is not lower-case hex"))),
        }
    }

    pub(crate) fn integer(&mut self, name: &str) -> Result<u64, Failure> {
        let value = self.take(name)?;
        integer(name, &value)
    }

    pub(crate) fn integer_32(&mut self, name: &str) -> Result<u32, Failure> {
        u32::try_from(self.integer(name)?).map_err(|_| {
            Failure::not_representable("bad_value", &format!("{name} does not fit a u32"))
        })
    }

    /// A value of 32 bytes: LDK's types hold arrays of that length.
    pub(crate) fn bytes_32(&mut self, name: &str) -> Result<[u8; 32], Failure> {
        self.bytes(name)?.try_into().map_err(|_| {
            Failure::not_representable("bad_length", &format!("{name} is not 32 bytes long"))
        })
    }

    /// A key: LDK's types hold points.
    pub(crate) fn point(&mut self, name: &str) -> Result<PublicKey, Failure> {
        let bytes = self.bytes(name)?;
        let class = if bytes.len() == 33 { "bad_value" } else { "bad_length" };
        PublicKey::from_slice(&bytes)
            .map_err(|_| Failure::not_representable(class, &format!("{name} is no point")))
    }

    /// Calls the reader if the member is there.
    pub(crate) fn optional<T>(
        &mut self,
        name: &str,
        read: impl FnOnce(&mut Self, &str) -> Result<T, Failure>,
    ) -> Result<Option<T>, Failure> {
        if self.has(name) { read(self, name).map(Some) } else { Ok(None) }
    }
}

/// A decimal string in the one way that the protocol writes it.
pub(crate) fn integer(name: &str, value: &Value) -> Result<u64, Failure> {
    let Value::String(text) = value else { return Err(wrong_type(name)) };
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits || (text.len() > 1 && text.starts_with('0')) {
        return Err(Failure::refused("bad_encoding", format!("{name} is not a decimal integer")));
    }
    // Digits alone: what can be wrong is the size.
    text.parse()
        .map_err(|_| Failure::not_representable("bad_value", &format!("{name} does not fit a u64")))
}

fn wrong_type(name: &str) -> Failure {
    Failure::malformed(&format!("{name} has the wrong type"))
}
