//! Parts of a payment as arguments and as JSON. No message shows a value: it may be a share.

use ampwire::amp::Part;
use ampwire::secret::{PaymentHash, Share};
use serde_json::{Map, Value};

use super::bytes::array;
use crate::args::SecretText;
use crate::protocol::{StrictJsonFault, strict_json_from_slice};

/// Parts from `SHARE:INDEX[:HASH]`.
pub(super) fn from_arguments(texts: &[SecretText]) -> Result<Vec<Part>, String> {
    let numbered = (1..).zip(texts);
    numbered
        .map(|(number, text)| {
            from_argument(text.reveal()).map_err(|words| format!("part {number}: {words}"))
        })
        .collect()
}

fn from_argument(text: &str) -> Result<Part, String> {
    let mut words = text.split(':');
    let (Some(share), Some(index), hash, None) =
        (words.next(), words.next(), words.next(), words.next())
    else {
        return Err("it is not SHARE:INDEX or SHARE:INDEX:HASH".to_owned());
    };
    Ok(Part {
        share: Share::new(array(share).map_err(|words| format!("the share: {words}"))?),
        child_index: index
            .parse()
            .map_err(|_| "the index is no number from 0 to 4294967295".to_owned())?,
        payment_hash: hash
            .map(|hash| array(hash).map(PaymentHash).map_err(|words| format!("the hash: {words}")))
            .transpose()?,
    })
}

/// Parts from JSON: a list, or an object that has one.
pub(super) fn from_json(bytes: &[u8]) -> Result<Vec<Part>, String> {
    let value = strict_json_from_slice(bytes).map_err(|fault| match fault {
        StrictJsonFault::NotJson(reason) => format!("not JSON: {reason}"),
        // The key may be a secret that was pasted in the wrong place.
        StrictJsonFault::DuplicateKey(_) => "a member stands twice in one object".to_owned(),
    })?;
    let list = match &value {
        Value::Array(list) => Some(list),
        Value::Object(object) => {
            object.get("parts").or_else(|| object.get("children")).and_then(Value::as_array)
        }
        _ => None,
    };
    let list = list.ok_or("neither a list of parts nor an object that has one")?;
    let numbered = (1..).zip(list);
    numbered
        .map(|(number, part)| {
            let object = part.as_object().ok_or_else(|| "it is no object".to_owned());
            object.and_then(from_object).map_err(|words| format!("part {number}: {words}"))
        })
        .collect()
}

fn from_object(part: &Map<String, Value>) -> Result<Part, String> {
    let bytes = |value: &Value, name: &str| match value.as_str() {
        Some(text) => array(text).map_err(|words| format!("{name}: {words}")),
        None => Err(format!("{name} is no text")),
    };
    let (name, share) = member(part, ["root_share", "share"])?;
    let share = Share::new(bytes(share, name)?);
    let (name, index) = member(part, ["child_index", "index"])?;
    // The testee protocol writes numbers as texts.
    let child_index = match index {
        Value::Number(number) => number.as_u64().and_then(|number| u32::try_from(number).ok()),
        Value::String(text) => text.parse().ok(),
        _ => None,
    };
    let child_index =
        child_index.ok_or_else(|| format!("{name} is no number from 0 to 4294967295"))?;
    let payment_hash = match member(part, ["payment_hash", "hash"]) {
        Ok((_, Value::Null)) | Err(_) => None,
        Ok((name, value)) => Some(PaymentHash(bytes(value, name)?)),
    };
    Ok(Part { share, child_index, payment_hash })
}

/// A member by either name.
fn member<'a>(
    part: &'a Map<String, Value>,
    names: [&'static str; 2],
) -> Result<(&'static str, &'a Value), String> {
    let found = names.into_iter().find_map(|name| part.get(name).map(|value| (name, value)));
    found.ok_or_else(|| format!("there is no {}", names.join(" or ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_shows_no_value() {
        let secret = "5e".repeat(32);
        let cases = [
            (format!("[{{\"root_share\":\"{secret}5\"}}]"), "part 1: root_share: there are 65"),
            (format!("[{{\"share\":\"{secret}\",\"index\":\"{secret}\"}}]"), "part 1: index is no"),
            (format!("[\"{secret}\"]"), "part 1: it is no object"),
            (format!("{{\"{secret}\":1,\"{secret}\":2}}"), "a member stands twice"),
            (format!("[{secret}]"), "not JSON"),
            (format!("\"{secret}\""), "neither a list"),
            ("[{}]".to_owned(), "part 1: there is no root_share or share"),
            (String::new(), "not JSON: EOF while parsing a value at line 1 column 0"),
        ];
        for (text, words) in cases {
            let message = from_json(text.as_bytes()).unwrap_err();
            assert!(message.contains(words) && !message.contains("5e5e"), "{message}");
        }
        for argument in [&secret, &format!("{secret}:x"), &format!("{secret}:1:2"), "::::"] {
            let message = from_argument(argument).unwrap_err();
            assert!(!message.contains("5e5e"), "{message}");
        }
    }
}
