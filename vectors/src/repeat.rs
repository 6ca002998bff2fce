//! Lists that repeat themselves: a thousand parts that don't have to be written down.

use serde_json::Value;

use crate::{Answer, Expect, Members, Vector};

/// How often something can be repeated. A list of more entries is no test of a wire format.
const MOST: usize = 10_000;

impl Vector {
    /// The vector as it is asked and compared: every entry {`repeat`: {`count`, `of`}} of a list is replaced by what it stands
    /// for. The hash stays that of the vector as it is written.
    #[must_use]
    pub fn expanded(&self) -> Self {
        let answer = |answer: &Answer| match answer {
            Answer::Ok(members) => Answer::Ok(expand(members)),
            Answer::Reject(rejection) => Answer::Reject(rejection.clone()),
        };
        let expect = match &self.expect {
            Expect::Ok(members) => Expect::Ok(expand(members)),
            Expect::Reject(rejection) => Expect::Reject(rejection.clone()),
            Expect::Any(answers) => Expect::Any(answers.iter().map(answer).collect()),
        };
        let mut deployed = self.deployed.clone();
        for known in &mut deployed {
            known.answer = answer(&known.answer);
        }
        Self { input: expand(&self.input), expect, deployed, ..self.clone() }
    }
}

/// The members with every list written out: an entry {`repeat`: {`count`, `of`}} of a list stands for `count` times the entries
/// of `of`, where in every string `{n}` stands for the number of the turn, from 0.
///
/// What is not of that form, or is repeated more than 10,000 times, stays as it stands.
///
/// ```
/// let serde_json::Value::Object(members) =
///     serde_json::json!({ "events": ["first", { "repeat": { "count": "2", "of": [{ "id": "x{n}" }] } }] })
/// else { unreachable!() };
/// let expanded = ampwire_vectors::expand(&members);
/// assert_eq!(expanded["events"], serde_json::json!(["first", { "id": "x0" }, { "id": "x1" }]));
/// ```
#[must_use]
pub fn expand(members: &Members) -> Members {
    members.iter().map(|(name, value)| (name.clone(), written_out(value))).collect()
}

fn written_out(value: &Value) -> Value {
    match value {
        Value::Object(members) => Value::Object(expand(members)),
        Value::Array(entries) => {
            let mut list = Vec::new();
            for entry in entries {
                match repeated(entry) {
                    Some((count, of)) => list.extend(
                        (0..count).flat_map(|turn| of.iter().map(move |one| in_turn(one, turn))),
                    ),
                    None => list.push(written_out(entry)),
                }
            }
            Value::Array(list)
        }
        scalar => scalar.clone(),
    }
}

/// How often which entries are repeated, where this stands for that.
fn repeated(entry: &Value) -> Option<(usize, &[Value])> {
    let members = entry.as_object().filter(|members| members.len() == 1)?;
    let repeat = members.get("repeat")?;
    let count = repeat.get("count")?.as_str()?.parse().ok().filter(|count| *count <= MOST)?;
    Some((count, repeat.get("of")?.as_array()?))
}

fn in_turn(value: &Value, turn: usize) -> Value {
    match value {
        Value::String(text) => Value::String(text.replace("{n}", &turn.to_string())),
        Value::Array(entries) => entries.iter().map(|entry| in_turn(entry, turn)).collect(),
        Value::Object(members) => Value::Object(
            members.iter().map(|(name, value)| (name.clone(), in_turn(value, turn))).collect(),
        ),
        scalar => scalar.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn expanded(value: &Value) -> Value {
        Value::Object(expand(value.as_object().unwrap()))
    }

    #[test]
    fn a_list_is_written_out() {
        let of =
            json!([{ "id": "a{n}", "n": "{n}-{n}", "deep": [{ "x": "{n}" }], "yes": true }, "{n}"]);
        let written = json!({
            "events": [{ "repeat": { "count": "2", "of": of } }, "{n}", { "repeat": { "count": "0", "of": ["x"] } }],
            "config": { "list": [{ "repeat": { "count": "1", "of": ["b{n}"] } }] },
            "other": "{n}",
        });
        assert_eq!(
            expanded(&written),
            json!({
                "events": [
                    { "id": "a0", "n": "0-0", "deep": [{ "x": "0" }], "yes": true }, "0",
                    { "id": "a1", "n": "1-1", "deep": [{ "x": "1" }], "yes": true }, "1",
                    "{n}",
                ],
                "config": { "list": ["b0"] },
                "other": "{n}",
            })
        );
    }

    #[test]
    fn what_is_no_repetition_stays() {
        for entry in [
            json!({ "repeat": { "count": 2, "of": [] } }),
            json!({ "repeat": { "count": "-1", "of": ["x"] } }),
            json!({ "repeat": { "count": "10001", "of": ["x"] } }),
            json!({ "repeat": { "count": "1" } }),
            json!({ "repeat": { "count": "1", "of": "x" } }),
            json!({ "repeat": { "count": "1", "of": ["x"] }, "id": "a" }),
            json!({ "repeat": "x" }),
        ] {
            let written = json!({ "events": [entry] });
            assert_eq!(expanded(&written), written);
        }
        // Only an entry of a list repeats.
        let member = json!({ "repeat": { "count": "1", "of": ["x"] } });
        assert_eq!(expanded(&member), member);
    }

    #[test]
    fn a_vector_keeps_its_hash() {
        let suite = crate::suite().unwrap();
        let (op, vector) = suite.vectors().next().unwrap();
        let mut vector = vector.clone();
        let repeat = json!({ "list": [{ "repeat": { "count": "3", "of": ["{n}"] } }] });
        let members = repeat.as_object().unwrap();
        vector.input = members.clone();
        vector.expect = Expect::Any(vec![Answer::Ok(members.clone())]);
        vector.deployed = vec![crate::Deployed {
            implementation: "x".to_owned(),
            versions: "1".to_owned(),
            answer: Answer::Ok(members.clone()),
            evidence: "y".to_owned(),
        }];
        vector.hash = crate::content_hash(op, &vector);
        let expanded = vector.expanded();
        let list = json!(["0", "1", "2"]);
        assert_eq!(expanded.hash, vector.hash);
        assert_ne!(crate::content_hash(op, &expanded), vector.hash);
        assert_eq!(expanded.input["list"], list);
        let Expect::Any(answers) = &expanded.expect else { unreachable!() };
        for answer in [&answers[0], &expanded.deployed[0].answer] {
            assert_eq!(*answer, Answer::Ok(json!({ "list": list }).as_object().unwrap().clone()));
        }
        // What is compared is content, so the hash knows of it. Without it the hash is as ever.
        vector.trace = true;
        assert_ne!(crate::content_hash(op, &vector), vector.hash);
    }
}
