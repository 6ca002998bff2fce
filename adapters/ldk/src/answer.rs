//! What a testee answers to one request.

use serde_json::{Map, Value, json};

/// A JSON object: the members of a request or of an answer.
pub type Members = Map<String, Value>;

/// The verdict on one request.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// LDK took the input. The members say what it read or wrote.
    Ok(Members),
    /// LDK refused the input.
    Reject(Refusal),
    /// There is no code of LDK's for what is asked.
    Unsupported(String),
    /// LDK's code panicked, with these words.
    Panic(String),
}

/// A rejection. LDK reports no offsets and names no records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The protocol's class, where LDK's error tells it.
    pub class: Option<&'static str>,
    /// Free text.
    pub message: String,
}

/// Why a request has no `ok`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// Becomes [`Answer::Reject`].
    Refused(Refusal),
    /// Becomes [`Answer::Unsupported`].
    Lacking(String),
}

impl Failure {
    /// A rejection whose class LDK's error tells, or the adapter's own.
    pub fn refused(class: &'static str, message: impl Into<String>) -> Self {
        Self::Refused(Refusal { class: Some(class), message: message.into() })
    }

    /// A rejection that LDK gives no class for.
    pub fn unclassed(message: impl Into<String>) -> Self {
        Self::Refused(Refusal { class: None, message: message.into() })
    }

    /// LDK's own argument types can't hold the value, so that LDK can't be asked. The message says so.
    pub fn not_representable(class: &'static str, message: &str) -> Self {
        Self::refused(class, format!("not representable in LDK's types: {message}"))
    }

    /// The protocol doesn't allow such a request.
    pub fn malformed(message: &str) -> Self {
        Self::refused("other", format!("malformed request: {message}"))
    }

    /// There is no code of LDK's for it.
    pub fn lacking(why: impl Into<String>) -> Self {
        Self::Lacking(why.into())
    }
}

impl From<Result<Members, Failure>> for Answer {
    fn from(result: Result<Members, Failure>) -> Self {
        match result {
            Ok(members) => Self::Ok(members),
            Err(Failure::Refused(refusal)) => Self::Reject(refusal),
            Err(Failure::Lacking(why)) => Self::Unsupported(why),
        }
    }
}

impl Answer {
    /// The one member that says the verdict, and its value.
    pub fn into_member(self) -> (&'static str, Value) {
        match self {
            Self::Ok(members) => ("ok", Value::Object(members)),
            Self::Reject(refusal) => ("reject", refusal.into_value()),
            Self::Unsupported(why) => ("unsupported", json!({ "why": why })),
            Self::Panic(message) => ("panic", json!({ "message": message })),
        }
    }
}

impl Refusal {
    fn into_value(self) -> Value {
        let mut members = Members::new();
        if let Some(class) = self.class {
            members.insert("class".to_owned(), class.into());
        }
        members.insert("message".to_owned(), self.message.into());
        Value::Object(members)
    }
}

/// An object with one member.
pub(crate) fn one(name: &str, value: impl Into<Value>) -> Members {
    let mut members = Members::new();
    members.insert(name.to_owned(), value.into());
    members
}
