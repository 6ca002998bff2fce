//! The handshake: what a testee says about itself before anything is asked.

use core::fmt;
use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{MAX_LINE, MIN_MAX_LINE, PROTOCOL, Profile};

/// The profile of this name, if there is one.
pub fn profile_from_name(name: &str) -> Option<Profile> {
    [Profile::Amp, Profile::Bystander].into_iter().find(|profile| profile.as_str() == name)
}

/// How finely a testee reports a rejection.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ErrorDetail {
    /// That it refused, and nothing comparable beyond.
    #[default]
    None,
    /// The class, and perhaps the offset and the record's type.
    Class,
}

/// A testee's description of itself. Members that this version doesn't know are ignored.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hello {
    /// The version of the protocol that it speaks.
    pub protocol: String,
    /// The implementation under test, for example `lnd`.
    pub name: String,
    /// The implementation's version.
    pub version: String,
    /// The language it is written in.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub language: String,
    /// The profiles it takes.
    pub profiles: BTreeSet<String>,
    /// The operations it implements.
    pub ops: BTreeSet<String>,
    /// Its capability tags.
    #[serde(default)]
    pub can: BTreeSet<String>,
    /// For an operation, the members of `ok` that it can't report. A dotted name is a member of a member.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub omits: BTreeMap<String, BTreeSet<String>>,
    /// How finely it reports a rejection.
    #[serde(default)]
    pub errors: ErrorDetail,
    /// The longest line in bytes, a decimal string, where it is less than 4 MiB.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_line: Option<String>,
}

/// Why a description can't be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HelloFault(String);

impl fmt::Display for HelloFault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl core::error::Error for HelloFault {}

impl Hello {
    /// A description with what every testee has to say: name, version, profiles and operations.
    ///
    /// ```
    /// use ampwire_conformance::protocol::Hello;
    /// let hello = Hello::new("mine", "1.0", ["amp"], ["tlv.decode", "payload.decode"]);
    /// assert_eq!(hello.check(), Ok(()));
    /// ```
    pub fn new<const P: usize, const O: usize>(
        name: impl Into<String>,
        version: impl Into<String>,
        profiles: [&str; P],
        ops: [&str; O],
    ) -> Self {
        Self {
            protocol: PROTOCOL.to_owned(),
            name: name.into(),
            version: version.into(),
            profiles: profiles.into_iter().map(str::to_owned).collect(),
            ops: ops.into_iter().map(str::to_owned).collect(),
            ..Self::default()
        }
    }

    /// Checks what the types don't: the protocol's version, a name, a known profile, a possible `max_line`.
    ///
    /// # Errors
    /// A sentence that names the member at fault.
    pub fn check(&self) -> Result<(), HelloFault> {
        if self.protocol != PROTOCOL {
            return Err(HelloFault(format!(
                "it speaks protocol {:?}, this runner speaks {PROTOCOL:?}",
                self.protocol
            )));
        }
        for (member, value) in [("name", &self.name), ("version", &self.version)] {
            if value.trim().is_empty() {
                return Err(HelloFault(format!("`{member}` is empty")));
            }
        }
        if self.profiles().next().is_none() {
            return Err(HelloFault(
                "`profiles` names neither \"amp\" nor \"bystander\"".to_owned(),
            ));
        }
        if let Some(text) = &self.max_line {
            let possible =
                parse_decimal(text).is_some_and(|value| (MIN_MAX_LINE..=MAX_LINE).contains(&value));
            if !possible {
                return Err(HelloFault(format!(
                    "`max_line` is {text:?}; it is a decimal string from {MIN_MAX_LINE} to {MAX_LINE}"
                )));
            }
        }
        Ok(())
    }

    /// The profiles that this version of the runner knows.
    pub fn profiles(&self) -> impl Iterator<Item = Profile> + '_ {
        self.profiles.iter().filter_map(|name| profile_from_name(name))
    }

    /// The longest line in bytes that may go to or come from this testee.
    #[must_use]
    pub fn max_line(&self) -> usize {
        self.max_line.as_deref().and_then(parse_decimal).unwrap_or(MAX_LINE)
    }
}

fn parse_decimal(text: &str) -> Option<usize> {
    let canonical = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if canonical { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hello(json: &str) -> Hello {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn the_smallest_description() {
        let hello =
            hello(r#"{"protocol":"1","name":"x","version":"1","profiles":["amp"],"ops":[]}"#);
        assert_eq!(hello.check(), Ok(()));
        assert_eq!(hello.errors, ErrorDetail::None);
        assert_eq!(hello.max_line(), MAX_LINE);
    }

    #[test]
    fn faults_name_the_member() {
        for (json, words) in [
            (
                r#"{"protocol":"2","name":"x","version":"1","profiles":["amp"],"ops":[]}"#,
                "protocol \"2\"",
            ),
            (
                r#"{"protocol":"1","name":" ","version":"1","profiles":["amp"],"ops":[]}"#,
                "`name` is empty",
            ),
            (
                r#"{"protocol":"1","name":"x","version":"1","profiles":["other"],"ops":[]}"#,
                "`profiles`",
            ),
            (
                r#"{"protocol":"1","name":"x","version":"1","profiles":["amp"],"ops":[],"max_line":"12"}"#,
                "`max_line`",
            ),
            (
                r#"{"protocol":"1","name":"x","version":"1","profiles":["amp"],"ops":[],"max_line":"+2000000"}"#,
                "`max_line`",
            ),
        ] {
            let fault = hello(json).check().unwrap_err().to_string();
            assert!(fault.contains(words), "{fault}");
        }
    }
}
