//! Reading the members of a line.

use std::str::FromStr;

use serde_json::Value;

use crate::Fault;

/// A member that has to be there.
pub(crate) fn member<'v>(object: &'v Value, name: &str) -> Result<&'v Value, Fault> {
    object.get(name).ok_or_else(|| format!("`{name}` is missing").into())
}

/// A member, read by `read` where it is there.
pub(crate) fn optional<'v, T>(
    object: &'v Value,
    name: &str,
    read: impl FnOnce(&'v Value, &str) -> Result<T, Fault>,
) -> Result<Option<T>, Fault> {
    object.get(name).map(|_| read(object, name)).transpose()
}

/// A text.
pub(crate) fn text<'v>(object: &'v Value, name: &str) -> Result<&'v str, Fault> {
    member(object, name)?.as_str().ok_or_else(|| format!("`{name}` is not a string").into())
}

/// A number, as a decimal string.
pub(crate) fn number<T: FromStr>(object: &Value, name: &str) -> Result<T, Fault> {
    text(object, name)?.parse().map_err(|_| format!("`{name}` is not a number of its range").into())
}

/// Bytes in hex.
pub(crate) fn bytes(object: &Value, name: &str) -> Result<Vec<u8>, Fault> {
    hex::decode(text(object, name)?).map_err(|_| format!("`{name}` is not hex").into())
}

/// 32 bytes in hex.
pub(crate) fn bytes32(object: &Value, name: &str) -> Result<[u8; 32], Fault> {
    bytes(object, name)?.try_into().map_err(|_| format!("`{name}` has not 32 bytes").into())
}

/// A boolean.
pub(crate) fn boolean(object: &Value, name: &str) -> Result<bool, Fault> {
    member(object, name)?.as_bool().ok_or_else(|| format!("`{name}` is not a boolean").into())
}

/// A list.
pub(crate) fn list<'v>(object: &'v Value, name: &str) -> Result<&'v [Value], Fault> {
    let list = member(object, name)?.as_array().map(Vec::as_slice);
    list.ok_or_else(|| format!("`{name}` is not a list").into())
}
