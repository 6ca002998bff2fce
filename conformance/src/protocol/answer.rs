//! The four answers that a testee may give to a case.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{Class, Members};

/// What a testee said to one case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// It accepts the input; the members say what it made of it.
    Ok(Members),
    /// It refuses the input.
    Reject(Rejection),
    /// It doesn't implement this; the text says why.
    Unsupported(String),
    /// It broke, and caught that; the text says how. Never right.
    Panic(String),
}

/// A refusal. Every member is optional: many implementations have no more than the verdict.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rejection {
    /// The class by its name in the protocol. Kept as text: a testee may send a name that nobody knows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub class: Option<String>,
    /// Free text for people. Never compared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// Where the item at fault starts: a decimal string, counted in bytes from the start of the input's `bytes`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offset: Option<String>,
    /// The type of the record concerned, a decimal string.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tlv_type: Option<String>,
}

impl Rejection {
    /// A rejection of this class.
    #[must_use]
    pub fn new(class: Class) -> Self {
        Self { class: Some(class.as_str().to_owned()), ..Self::default() }
    }

    /// The same, with a text for people.
    #[must_use]
    pub fn because(mut self, message: impl Into<String>) -> Self {
        self.message = Some(message.into());
        self
    }

    /// The same, with the offset in bytes of the item at fault.
    #[must_use]
    pub fn at(mut self, offset: usize) -> Self {
        self.offset = Some(offset.to_string());
        self
    }

    /// The same, with the type of the record concerned.
    #[must_use]
    pub fn of_type(mut self, tlv_type: u64) -> Self {
        self.tlv_type = Some(tlv_type.to_string());
        self
    }
}

impl Answer {
    /// Accepts, with these members.
    ///
    /// ```
    /// use ampwire_conformance::protocol::Answer;
    /// let answer = Answer::ok([("value", "17".into()), ("length", "1".into())]);
    /// assert!(matches!(answer, Answer::Ok(_)));
    /// ```
    pub fn ok<const N: usize>(members: [(&str, Value); N]) -> Self {
        Self::Ok(members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
    }

    /// Refuses, with the class alone.
    #[must_use]
    pub fn reject(class: Class) -> Self {
        Self::Reject(Rejection::new(class))
    }

    /// Says that this isn't implemented.
    pub fn unsupported(why: impl Into<String>) -> Self {
        Self::Unsupported(why.into())
    }

    /// The member that carries the answer: `ok`, `reject`, `unsupported` or `panic`.
    pub const fn verdict(&self) -> &'static str {
        match self {
            Self::Ok(_) => "ok",
            Self::Reject(_) => "reject",
            Self::Unsupported(_) => "unsupported",
            Self::Panic(_) => "panic",
        }
    }

    /// The answer as the JSON object of one line, for the request with this id.
    #[must_use]
    pub fn to_json(&self, id: &str) -> Value {
        match self {
            Self::Ok(members) => json!({ "id": id, "ok": members }),
            Self::Reject(rejection) => json!({ "id": id, "reject": rejection }),
            Self::Unsupported(why) => json!({ "id": id, "unsupported": { "why": why } }),
            Self::Panic(message) => json!({ "id": id, "panic": { "message": message } }),
        }
    }
}

impl From<Rejection> for Answer {
    fn from(rejection: Rejection) -> Self {
        Self::Reject(rejection)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn absent_members_of_a_rejection_are_left_out() {
        let answer = Answer::Reject(Rejection::new(Class::Order).at(3).of_type(14));
        assert_eq!(
            answer.to_json("7"),
            json!({ "id": "7", "reject": { "class": "order", "offset": "3", "tlv_type": "14" } })
        );
        assert_eq!(
            Answer::Reject(Rejection::default()).to_json("8"),
            json!({ "id": "8", "reject": {} })
        );
    }
}
