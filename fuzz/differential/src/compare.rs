//! Two answers to one question: where they differ.

use ampwire_conformance::protocol::{Answer, ErrorDetail, Hello, Rejection};
use serde_json::Value;
use std::collections::BTreeSet;

/// What differs, by name: `verdict`, a member of `ok`, or `class`, `offset`, `tlv_type`.
pub type Differences = BTreeSet<String>;

/// Where `theirs` differs from `ours`. What the peer says it can't report is not compared.
pub fn differences(op: &str, ours: &Answer, theirs: &Answer, hello: &Hello) -> Differences {
    match (ours, theirs) {
        (Answer::Ok(ours), Answer::Ok(theirs)) => {
            let omitted =
                |name: &String| hello.omits.get(op).is_some_and(|omits| omits.contains(name));
            let (mut our_members, mut their_members) = (Differences::new(), Differences::new());
            // Members of members by dotted names, as a peer omits them.
            flatten("", &Value::Object(ours.clone()), &mut our_members);
            flatten("", &Value::Object(theirs.clone()), &mut their_members);
            our_members
                .symmetric_difference(&their_members)
                .filter_map(|member| member.split_once('='))
                .map(|(name, _)| name.to_owned())
                .filter(|name| !omitted(name))
                .collect()
        }
        (Answer::Reject(ours), Answer::Reject(theirs)) if hello.errors == ErrorDetail::Class => {
            of_rejections(ours, theirs)
        }
        (Answer::Reject(_), Answer::Reject(_)) => Differences::new(),
        _ => Differences::from(["verdict".to_owned()]),
    }
}

/// Class, offset and type, each where the peer gives it.
fn of_rejections(ours: &Rejection, theirs: &Rejection) -> Differences {
    let pairs = [
        ("class", &ours.class, &theirs.class),
        ("offset", &ours.offset, &theirs.offset),
        ("tlv_type", &ours.tlv_type, &theirs.tlv_type),
    ];
    pairs
        .into_iter()
        .filter(|(_, ours, theirs)| theirs.is_some() && ours != theirs)
        .map(|(name, ..)| name.to_owned())
        .collect()
}

/// Each member as `name=value`, those of objects as `name.inner=value`.
fn flatten(name: &str, value: &Value, members: &mut Differences) {
    match value {
        Value::Object(inner) => {
            for (inner_name, value) in inner {
                let dot = if name.is_empty() { "" } else { "." };
                flatten(&format!("{name}{dot}{inner_name}"), value, members);
            }
        }
        _ => {
            members.insert(format!("{name}={value}"));
        }
    }
}

/// `ok`, the class of a rejection, or `none` where it has none; anything else by its verdict.
pub fn in_a_word(answer: &Answer) -> &str {
    match answer {
        Answer::Ok(_) => "ok",
        Answer::Reject(rejection) => rejection.class.as_deref().unwrap_or("none"),
        other => other.verdict(),
    }
}

/// The rule that our own rejection names, at the end of its message.
pub fn rule(answer: &Answer) -> Option<&str> {
    let Answer::Reject(rejection) = answer else { return None };
    let (_, rule) = rejection.message.as_deref()?.strip_suffix(']')?.rsplit_once('[')?;
    Some(rule)
}
