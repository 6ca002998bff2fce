//! An answer's members, in their form: what the protocol says of hex, of decimal strings and of lists.

use serde_json::Value;

use super::derivation::Bytes32;
use crate::protocol::Members;

/// The entries of a list of objects.
pub(super) fn entries(value: &Value) -> Result<Vec<&Members>, String> {
    let list = value.as_array().ok_or("it is no list")?;
    list.iter().map(|entry| entry.as_object().ok_or("an entry is no object".to_owned())).collect()
}

/// A text.
pub(super) fn text<'m>(members: &'m Members, name: &str) -> Result<&'m str, String> {
    members.get(name).and_then(Value::as_str).ok_or_else(|| format!("`{name}` is no text"))
}

/// Bytes in lower-case hex.
pub(super) fn bytes(members: &Members, name: &str) -> Result<Vec<u8>, String> {
    let digits = text(members, name)?;
    let lower = !digits.bytes().any(|byte| byte.is_ascii_uppercase());
    let bytes = hex::decode(digits).ok().filter(|_| lower);
    bytes.ok_or_else(|| format!("`{name}` is not lower-case hex"))
}

/// Thirty-two bytes in lower-case hex.
pub(super) fn bytes32(members: &Members, name: &str) -> Result<Bytes32, String> {
    bytes(members, name)?.try_into().map_err(|_| format!("`{name}` has not 32 bytes"))
}

/// A decimal string without leading zeros.
pub(super) fn number<T: core::str::FromStr + ToString>(
    members: &Members,
    name: &str,
) -> Result<T, String> {
    let digits = text(members, name)?;
    let number: Option<T> = digits.parse().ok();
    let number = number.filter(|number| number.to_string() == digits);
    number.ok_or_else(|| format!("`{name}` is no decimal string, or out of range"))
}

/// An event's kind with its members, where it is one of these.
pub(super) fn event<'m>(
    members: &'m Members,
    kinds: &[&'static str],
) -> Option<(&'static str, &'m Members)> {
    kinds.iter().find_map(|kind| Some((*kind, members.get(*kind)?.as_object()?)))
}
