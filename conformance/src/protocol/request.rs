//! One request line, as the runner writes it and as the built-in testee reads it.

use core::fmt;

use serde_json::{Value, json};

use super::{Members, strict_json};

/// One request: an id, an operation and its input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The runner's counter, which the answer repeats.
    pub id: String,
    /// The operation.
    pub op: String,
    /// The operation's input.
    pub input: Members,
}

/// Why a line is no request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestFault(String);

impl fmt::Display for RequestFault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl core::error::Error for RequestFault {}

impl Request {
    /// The request as one line, with its line feed.
    #[must_use]
    pub fn to_line(&self) -> String {
        request_line(&self.id, &self.op, &self.input)
    }

    /// Reads a request from one line, with or without its line feed.
    ///
    /// # Errors
    /// A sentence that says what the line lacks.
    pub fn from_line(line: &[u8]) -> Result<Self, RequestFault> {
        let value =
            strict_json::from_slice(line).map_err(|fault| RequestFault(fault.to_string()))?;
        let Value::Object(mut members) = value else {
            return Err(RequestFault("a request is a JSON object".to_owned()));
        };
        match (members.remove("id"), members.remove("op"), members.remove("in")) {
            (Some(Value::String(id)), Some(Value::String(op)), Some(Value::Object(input))) => {
                Ok(Self { id, op, input })
            }
            _ => Err(RequestFault(
                "a request has the strings `id` and `op` and the object `in`".to_owned(),
            )),
        }
    }
}

/// One request line from its parts, with its line feed.
pub(crate) fn request_line(id: &str, op: &str, input: &Members) -> String {
    // Written by hand so that the members stand in the order of the protocol's text.
    format!(
        "{{\"id\":{},\"op\":{},\"in\":{}}}\n",
        json!(id),
        json!(op),
        Value::Object(input.clone())
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_survives_its_line() {
        let Value::Object(input) = json!({ "bytes": "0201" }) else { unreachable!() };
        let request = Request { id: "7".to_owned(), op: "tlv.decode".to_owned(), input };
        let line = request.to_line();
        assert_eq!(line, "{\"id\":\"7\",\"op\":\"tlv.decode\",\"in\":{\"bytes\":\"0201\"}}\n");
        assert_eq!(Request::from_line(line.as_bytes()), Ok(request));
    }

    #[test]
    fn what_is_no_request() {
        for line in [
            "",
            "7",
            "{}",
            r#"{"id":7,"op":"x","in":{}}"#,
            r#"{"id":"7","id":"8","op":"x","in":{}}"#,
        ] {
            assert!(Request::from_line(line.as_bytes()).is_err(), "{line}");
        }
    }
}
