//! Scenarios of a payee: their outcomes in the form in which they are compared and written.

use ampwire_vectors::{Members, expand};
use serde_json::Value;

/// What is run by the two kinds of timeout, and what a case declares of each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcomes {
    /// Where the time of a set runs out.
    pub of_set: Vec<Value>,
    /// Where the time of each HTLC runs out by itself.
    pub of_each_htlc: Vec<Value>,
    /// Whether all answers are compared, or of each HTLC the last.
    pub trace: bool,
}

impl Outcomes {
    /// The `ok` members that a vector expects: one, or where the timeouts differ both.
    pub fn expected(&self) -> Vec<Members> {
        let mut all = vec![self.written(&self.of_set), self.written(&self.of_each_htlc)];
        all.dedup();
        all.into_iter().map(|list| members(&list)).collect()
    }

    /// What is repeated stays as short as it was declared.
    fn written(&self, outcomes: &[Value]) -> Vec<Value> {
        if outcomes.iter().any(|outcome| outcome.get("repeat").is_some()) {
            return outcomes.to_vec();
        }
        normal(outcomes, self.trace)
    }

    /// Whether these are the outcomes that were declared.
    pub fn are(&self, declared: &[Value], given: &[Value]) -> bool {
        let declared = expand(&members(declared));
        declared
            .get("outcomes")
            .and_then(Value::as_array)
            .is_some_and(|declared| normal(declared, self.trace) == normal(given, self.trace))
    }
}

fn members(outcomes: &[Value]) -> Members {
    Members::from_iter([("outcomes".to_owned(), Value::Array(outcomes.to_vec()))])
}

/// Outcomes in one form: by event, within one event by HTLC; the text of an error is not compared. Without `trace` the last of
/// each HTLC alone.
pub fn normal(outcomes: &[Value], trace: bool) -> Vec<Value> {
    let mut sorted: Vec<Value> = outcomes.iter().map(same_error).collect();
    sorted.sort_by_key(|outcome| (number(&outcome["event"]), text(&outcome["id"])));
    if trace {
        return sorted;
    }
    let mut last: Vec<Value> = Vec::new();
    for outcome in sorted.into_iter().rev() {
        if last.iter().all(|kept| kept["id"] != outcome["id"]) {
            last.push(outcome);
        }
    }
    last.reverse();
    last
}

fn same_error(outcome: &Value) -> Value {
    let mut outcome = outcome.clone();
    if let Some(error) = outcome.get_mut("error") {
        *error = Value::String("a mistake of the caller".to_owned());
    }
    outcome
}

fn number(value: &Value) -> u64 {
    value.as_str().and_then(|digits| digits.parse().ok()).expect("an event is a number")
}

fn text(value: &Value) -> String {
    value.as_str().expect("an id is a text").to_owned()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_last_of_each_htlc_counts() {
        let outcomes = [
            json!({ "event": "0", "id": "b", "held": true }),
            json!({ "event": "10", "id": "a", "settled": "00" }),
            json!({ "event": "2", "id": "b", "error": "one text" }),
            json!({ "event": "1", "id": "a", "held": true }),
        ];
        let last = normal(&outcomes, false);
        assert_eq!(last[0]["id"], "b");
        assert_eq!(last[0]["event"], "2");
        assert_eq!(last[1], outcomes[1]);
        assert_eq!(last.len(), 2);
        let all = normal(&outcomes, true);
        let events: Vec<&Value> = all.iter().map(|outcome| &outcome["event"]).collect();
        assert_eq!(events, ["0", "1", "2", "10"]);
        let other = json!({ "event": "2", "id": "b", "error": "another text" });
        assert_eq!(normal(&[other], true), normal(&outcomes[2..3], true));
    }
}
