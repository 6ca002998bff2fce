//! Reading a request's members: lower-case hex, decimal strings, lists and objects.

use serde_json::Value;

use crate::protocol::{Class, Members, Rejection};

/// A member that has to be there.
pub(super) fn required<'m>(input: &'m Members, name: &str) -> Result<&'m Value, Rejection> {
    input.get(name).ok_or_else(|| refuse(Class::Other, name, "is missing"))
}

/// A rejection that names the member at fault.
pub(super) fn refuse(class: Class, name: &str, what: &str) -> Rejection {
    Rejection::new(class).because(format!("`{name}` {what}"))
}

/// Bytes in lower-case hex.
pub(super) fn bytes(value: &Value, name: &str) -> Result<Vec<u8>, Rejection> {
    let bad = || refuse(Class::BadEncoding, name, "is not lower-case hex");
    let text = value.as_str().ok_or_else(bad)?;
    if text.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return Err(bad());
    }
    hex::decode(text).map_err(|_| bad())
}

/// Bytes of a fixed length, in lower-case hex.
pub(super) fn array<const N: usize>(value: &Value, name: &str) -> Result<[u8; N], Rejection> {
    <[u8; N]>::try_from(bytes(value, name)?).map_err(|bytes| {
        refuse(Class::BadLength, name, &format!("has {} bytes, not {N}", bytes.len()))
    })
}

/// A decimal string: digits, no sign, no leading zero. A number over the type's range is `bad_value`.
pub(super) fn integer<T: core::str::FromStr>(value: &Value, name: &str) -> Result<T, Rejection> {
    let digits = |text: &&str| {
        !text.is_empty()
            && text.bytes().all(|byte| byte.is_ascii_digit())
            && (*text == "0" || !text.starts_with('0'))
    };
    let text = value
        .as_str()
        .filter(digits)
        .ok_or_else(|| refuse(Class::BadEncoding, name, "is not a decimal string"))?;
    text.parse().map_err(|_| refuse(Class::BadValue, name, "is out of range"))
}

/// A text.
pub(super) fn text<'v>(value: &'v Value, name: &str) -> Result<&'v str, Rejection> {
    value.as_str().ok_or_else(|| refuse(Class::Other, name, "is not a string"))
}

/// A boolean.
pub(super) fn boolean(value: &Value, name: &str) -> Result<bool, Rejection> {
    value.as_bool().ok_or_else(|| refuse(Class::Other, name, "is not a boolean"))
}

/// The one member of these that is there, with its value.
pub(super) fn one_of<'m>(
    input: &'m Members,
    names: &[&'static str],
) -> Result<(&'static str, &'m Value), Rejection> {
    let mut there = names.iter().filter_map(|name| Some((*name, input.get(*name)?)));
    match (there.next(), there.next()) {
        (Some(one), None) => Ok(one),
        _ => {
            Err(Rejection::new(Class::Other).because(format!("it is one of {}", names.join(", "))))
        }
    }
}

/// A list.
pub(super) fn list<'v>(value: &'v Value, name: &str) -> Result<&'v [Value], Rejection> {
    value.as_array().map(Vec::as_slice).ok_or_else(|| refuse(Class::Other, name, "is not a list"))
}

/// A list of decimal strings.
pub(super) fn integers<T: core::str::FromStr>(
    value: &Value,
    name: &str,
) -> Result<Vec<T>, Rejection> {
    list(value, name)?.iter().map(|value| integer(value, name)).collect()
}

/// An object.
pub(super) fn object<'v>(value: &'v Value, name: &str) -> Result<&'v Members, Rejection> {
    value.as_object().ok_or_else(|| refuse(Class::Other, name, "is not an object"))
}

/// The bytes in the member `bytes`.
pub(super) fn the_bytes(input: &Members) -> Result<Vec<u8>, Rejection> {
    bytes(required(input, "bytes")?, "bytes")
}

/// An optional member, read by `read`.
pub(super) fn optional<T>(
    input: &Members,
    name: &str,
    read: impl FnOnce(&Value, &str) -> Result<T, Rejection>,
) -> Result<Option<T>, Rejection> {
    input.get(name).map(|value| read(value, name)).transpose()
}
