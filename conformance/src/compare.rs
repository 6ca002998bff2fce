//! What a testee says it read, against what stands in the bytes: member by member.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::protocol::{Members, operations};

/// The outcome of comparing the members of an answer.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Comparison {
    /// Where they differ.
    pub(crate) differences: Vec<Difference>,
    /// What they come to, in words, where the members alone don't tell.
    pub(crate) reasons: Vec<String>,
    /// How many members were compared. An absent one that has to be absent counts.
    pub(crate) compared: usize,
    /// How many there are.
    pub(crate) members: usize,
    /// Members of the answer that the protocol doesn't know. They are ignored.
    pub(crate) unknown: Vec<String>,
}

/// How many reasons are told: a scenario may have a thousand HTLCs.
const REASONS: usize = 20;

impl Comparison {
    /// With what the differences come to in words, as far as that is to be read.
    pub(crate) fn told(mut self, reasons: Vec<String>) -> Self {
        let more = reasons.len().saturating_sub(REASONS);
        self.reasons = reasons.into_iter().take(REASONS).collect();
        if more > 0 {
            self.reasons.push(format!("and {more} more"));
        }
        self
    }
}

/// One member that differs. A side that isn't there is absent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Difference {
    /// The member; a dotted name is a member of a member.
    pub(crate) member: String,
    /// What the vector expects.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) expected: Option<Value>,
    /// What the testee says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) actual: Option<Value>,
    /// What may be behind it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) hint: Option<String>,
}

/// Compares an answer with an expectation: all members that the operation can have, less those that the testee omits.
pub(crate) fn compare(
    op: &str,
    expected: &Members,
    actual: &Members,
    omits: Option<&BTreeSet<String>>,
) -> Comparison {
    let mut known = Known::default();
    for member in operations::find(op).map_or(&[][..], |operation| operation.members) {
        known.insert(member);
    }
    known.insert_all(expected);
    let nothing = BTreeSet::new();
    let mut walk = Walk { omits: omits.unwrap_or(&nothing), comparison: Comparison::default() };
    walk.object(&known, "", expected, actual);
    walk.comparison
}

/// The members of an answer by their dotted names, without those that the testee omits: so that answers can be compared with each
/// other. One that is absent has no value. A value that is as good as an expected one is that one.
pub(crate) fn leaves(
    op: &str,
    expected: &[&Members],
    actual: &Members,
    omits: Option<&BTreeSet<String>>,
) -> BTreeMap<String, Option<Value>> {
    let mut known = Known::default();
    for member in operations::find(op).map_or(&[][..], |operation| operation.members) {
        known.insert(member);
    }
    for expected in expected {
        known.insert_all(expected);
    }
    let nothing = BTreeSet::new();
    let mut leaves = Leaves { omits: omits.unwrap_or(&nothing), found: BTreeMap::new() };
    leaves.object(&known, "", expected, Some(actual));
    leaves.found
}

struct Leaves<'a> {
    omits: &'a BTreeSet<String>,
    found: BTreeMap<String, Option<Value>>,
}

impl Leaves<'_> {
    fn object(
        &mut self,
        known: &Known,
        path: &str,
        expected: &[&Members],
        actual: Option<&Members>,
    ) {
        for (name, node) in &known.members {
            let path = join(path, name);
            if self.omits.contains(&path) {
                continue;
            }
            let actual = actual.and_then(|actual| actual.get(name));
            let expected: Vec<Option<&Value>> =
                expected.iter().map(|expected| expected.get(name)).collect();
            if node.members.is_empty() {
                let value = self.value(&path, &expected, actual);
                self.found.insert(path, value);
                continue;
            }
            let inner: Vec<&Members> = expected
                .iter()
                .filter_map(|expected| expected.and_then(Value::as_object))
                .collect();
            if let Some(wrong) = actual.filter(|actual| !actual.is_object()) {
                self.found.insert(path.clone(), Some(wrong.clone()));
            }
            self.object(node, &path, &inner, actual.and_then(Value::as_object));
        }
    }

    fn value(
        &self,
        path: &str,
        expected: &[Option<&Value>],
        actual: Option<&Value>,
    ) -> Option<Value> {
        let mut walk = Walk { omits: self.omits, comparison: Comparison::default() };
        let right = expected.iter().find(|expected| walk.same(path, **expected, actual));
        let value = right.map_or(actual, |right| *right)?;
        (!value.as_array().is_some_and(Vec::is_empty)).then(|| value.clone())
    }
}

/// The tree of members that can be there.
#[derive(Debug, Default)]
struct Known {
    members: BTreeMap<String, Known>,
}

impl Known {
    fn insert(&mut self, dotted: &str) {
        let mut node = self;
        for name in dotted.split('.') {
            node = node.members.entry(name.to_owned()).or_default();
        }
    }

    fn insert_all(&mut self, members: &Members) {
        for (name, value) in members {
            let node = self.members.entry(name.clone()).or_default();
            if let Value::Object(inner) = value {
                node.insert_all(inner);
            }
        }
    }
}

struct Walk<'a> {
    omits: &'a BTreeSet<String>,
    comparison: Comparison,
}

impl Walk<'_> {
    fn object(&mut self, known: &Known, path: &str, expected: &Members, actual: &Members) {
        for (name, node) in &known.members {
            self.member(node, &join(path, name), expected.get(name), actual.get(name));
        }
        let unknown = actual.keys().filter(|name| !known.members.contains_key(*name));
        self.comparison.unknown.extend(unknown.map(|name| join(path, name)));
    }

    fn member(
        &mut self,
        known: &Known,
        path: &str,
        expected: Option<&Value>,
        actual: Option<&Value>,
    ) {
        if self.omits.contains(path) {
            self.comparison.members += self.leaves(known, path).0;
            return;
        }
        if let (false, Some(Value::Object(expected)), Some(Value::Object(actual))) =
            (known.members.is_empty(), expected, actual)
        {
            return self.object(known, path, expected, actual);
        }
        // One side is no object, or not there: its members stand and fall together.
        let (members, compared) = self.leaves(known, path);
        self.comparison.members += members;
        self.comparison.compared += compared;
        if compared > 0 && !self.same(path, expected, actual) {
            self.comparison.differences.push(Difference {
                member: path.to_owned(),
                expected: expected.cloned(),
                actual: actual.cloned(),
                hint: hint(expected, actual),
            });
        }
    }

    /// How many members stand below, and how many of them are compared.
    fn leaves(&self, known: &Known, path: &str) -> (usize, usize) {
        if known.members.is_empty() {
            return (1, usize::from(!self.omits.contains(path)));
        }
        let below = known.members.iter().map(|(name, node)| self.leaves(node, &join(path, name)));
        let (members, compared) = below.fold((0, 0), |sum, leaf| (sum.0 + leaf.0, sum.1 + leaf.1));
        (members, if self.omits.contains(path) { 0 } else { compared })
    }

    fn same(&mut self, path: &str, expected: Option<&Value>, actual: Option<&Value>) -> bool {
        match (expected, actual) {
            (None, None) => true,
            // A list without items says as much as none. Not the other way round: who says nothing has not said "none".
            (None, Some(Value::Array(items))) => items.is_empty(),
            (Some(expected), Some(actual)) => self.same_value(path, expected, actual),
            _ => false,
        }
    }

    /// Equal, except for members that the expectation doesn't have: inside of a list these can only be unknown ones.
    fn same_value(&mut self, path: &str, expected: &Value, actual: &Value) -> bool {
        match (expected, actual) {
            (Value::Array(expected), Value::Array(actual)) => {
                expected.len() == actual.len()
                    && expected.iter().zip(actual).enumerate().all(|(index, (expected, actual))| {
                        self.same_value(&format!("{path}[{index}]"), expected, actual)
                    })
            }
            (Value::Object(expected), Value::Object(actual)) => {
                let unknown = actual
                    .keys()
                    .filter(|name| !expected.contains_key(*name))
                    .map(|name| join(path, name));
                self.comparison.unknown.extend(unknown);
                expected.iter().all(|(name, expected)| {
                    actual
                        .get(name)
                        .is_some_and(|actual| self.same_value(&join(path, name), expected, actual))
                })
            }
            _ => expected == actual,
        }
    }
}

fn join(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

/// What may be behind a difference, where the values tell.
fn hint(expected: Option<&Value>, actual: Option<&Value>) -> Option<String> {
    match (expected?, actual?) {
        (_, Value::Null) => Some("null: a member that isn't there is left out".to_owned()),
        (Value::String(expected), Value::Number(number)) if number.to_string() == *expected => {
            Some("a JSON number: every integer is a decimal string".to_owned())
        }
        (Value::String(expected), Value::String(actual)) => text_hint(expected, actual),
        (Value::Array(expected), Value::Array(actual)) if expected.len() != actual.len() => {
            Some(format!("{} items where {} are expected", actual.len(), expected.len()))
        }
        (Value::Array(expected), Value::Array(actual)) => {
            let first =
                expected.iter().zip(actual).position(|(expected, actual)| expected != actual)?;
            Some(format!("the first difference is at index {first}"))
        }
        _ => None,
    }
}

/// How many entries two runs have in common at their starts: the place of the first difference, where there is one.
pub(crate) fn same_at_the_start<T: PartialEq>(one: &[T], other: &[T]) -> usize {
    one.iter().zip(other).take_while(|(one, other)| one == other).count()
}

fn text_hint(expected: &str, actual: &str) -> Option<String> {
    if expected.eq_ignore_ascii_case(actual) {
        return Some("the same in another case: hex is lower case".to_owned());
    }
    if actual.strip_prefix("0x").is_some_and(|rest| rest.eq_ignore_ascii_case(expected)) {
        return Some("the same behind 0x, which doesn't belong there".to_owned());
    }
    let decimal = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if decimal(expected)
        && decimal(actual)
        && actual.trim_start_matches('0') == expected.trim_start_matches('0')
    {
        return Some("the same number, written with leading zeros or as nothing".to_owned());
    }
    let (expected, actual) = (hex::decode(expected).ok()?, hex::decode(actual).ok()?);
    let same = same_at_the_start(&expected, &actual);
    // Short values show their difference by themselves.
    (expected.len().max(actual.len()) > 8)
        .then(|| format!("the first difference is at byte {same}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn members(value: Value) -> Members {
        let Value::Object(members) = value else { panic!("not an object: {value}") };
        members
    }

    fn with(op: &str, expected: Value, actual: Value, omits: &[&str]) -> Comparison {
        let omits = omits.iter().map(|&member| member.to_owned()).collect();
        compare(op, &members(expected), &members(actual), Some(&omits))
    }

    fn differing(comparison: &Comparison) -> Vec<&str> {
        comparison.differences.iter().map(|difference| difference.member.as_str()).collect()
    }

    #[test]
    fn all_known_members_are_compared_also_the_absent_ones() {
        let payload = json!({ "amt_to_forward": "1", "payment_data": { "payment_secret": "aa", "total_msat": "1" }, "other": [] });
        let comparison = with("payload.decode", payload.clone(), payload, &[]);
        assert_eq!((comparison.compared, comparison.members), (15, 15));
        assert_eq!(comparison.differences, []);
    }

    #[test]
    fn a_member_that_must_be_absent_is_a_difference() {
        let comparison = with(
            "payload.decode",
            json!({ "other": [] }),
            json!({ "other": [], "payment_metadata": "", "note": "x" }),
            &[],
        );
        assert_eq!(differing(&comparison), ["payment_metadata"]);
        assert_eq!(comparison.unknown, ["note"]);
        assert_eq!(
            differing(&with("payload.decode", json!({}), json!({ "other": [] }), &[])),
            [""; 0]
        );
        assert_eq!(
            differing(&with("payload.decode", json!({ "other": [] }), json!({}), &[])),
            ["other"]
        );
        let comparison = with("payload.decode", json!({}), json!({ "payment_data": {} }), &[]);
        assert_eq!(differing(&comparison), ["payment_data"]);
        let comparison = with("payload.decode", json!({}), json!({ "payment_data": null }), &[]);
        assert_eq!(differing(&comparison), ["payment_data"]);
    }

    #[test]
    fn an_absent_member_is_a_difference() {
        let expected =
            json!({ "amp_record": { "layout": "type14", "root_share": "00" }, "other": [] });
        assert_eq!(
            differing(&with("payload.decode", expected.clone(), json!({ "other": [] }), &[])),
            ["amp_record"]
        );
        let partly = json!({ "amp_record": { "layout": "type14" }, "other": [] });
        assert_eq!(
            differing(&with("payload.decode", expected.clone(), partly, &[])),
            ["amp_record.root_share"]
        );
        assert_eq!(
            differing(&with(
                "payload.decode",
                expected,
                json!({ "amp_record": "x", "other": [] }),
                &[]
            )),
            ["amp_record"]
        );
    }

    #[test]
    fn what_is_omitted_is_not_compared_and_counted() {
        let expected = json!({ "value": "1", "length": "3" });
        let comparison =
            with("bigsize.decode", expected.clone(), json!({ "value": "1" }), &["length"]);
        assert_eq!(
            (comparison.compared, comparison.members, comparison.differences.len()),
            (1, 2, 0)
        );
        // A value of an omitted member is no claim.
        let comparison =
            with("bigsize.decode", expected, json!({ "value": "1", "length": "9" }), &["length"]);
        assert_eq!(
            (comparison.compared, comparison.members, comparison.differences.len()),
            (1, 2, 0)
        );
        let payload = json!({ "payment_data": { "payment_secret": "aa", "total_msat": "1" } });
        let comparison = with("payload.decode", payload.clone(), json!({}), &["payment_data"]);
        assert_eq!(
            (comparison.compared, comparison.members, comparison.differences.len()),
            (13, 15, 0)
        );
        let secret = json!({ "payment_data": { "payment_secret": "aa" } });
        let comparison =
            with("payload.decode", payload.clone(), secret, &["payment_data.total_msat"]);
        assert_eq!(
            (comparison.compared, comparison.members, comparison.differences.len()),
            (14, 15, 0)
        );
        let comparison = with("payload.decode", payload, json!({}), &["payment_data.total_msat"]);
        assert_eq!(
            (comparison.compared, comparison.members, comparison.differences.len()),
            (14, 15, 1)
        );
    }

    #[test]
    fn lists_are_compared_in_order_and_their_unknown_members_ignored() {
        let expected =
            json!({ "records": [{ "type": "1", "value": "" }, { "type": "3", "value": "aa" }] });
        let more = json!({ "records": [{ "type": "1", "value": "", "name": "x" }, { "type": "3", "value": "aa" }] });
        let comparison = with("tlv.decode", expected.clone(), more, &[]);
        assert_eq!(
            (comparison.differences.len(), comparison.unknown),
            (0, vec!["records[0].name".to_owned()])
        );
        for actual in [
            json!({ "records": [{ "type": "3", "value": "aa" }, { "type": "1", "value": "" }] }),
            json!({ "records": [{ "type": "1", "value": "" }] }),
            json!({ "records": [{ "type": "1" }, { "type": "3", "value": "aa" }] }),
            json!({ "records": {} }),
            json!({}),
        ] {
            assert_eq!(differing(&with("tlv.decode", expected.clone(), actual, &[])), ["records"]);
        }
    }

    #[test]
    fn leaves_are_what_is_reported() {
        let expected = members(
            json!({ "payment_data": { "payment_secret": "aa" }, "other": [{ "type": "1", "value": "" }] }),
        );
        let actual = members(json!({
            "amt_to_forward": "7", "payment_data": { "payment_secret": "AA" },
            "other": [{ "type": "1", "value": "", "name": "x" }], "unknown": "1", "payment_metadata": null,
        }));
        let omits = ["amp_record", "payment_data.total_msat"].map(str::to_owned).into();
        let found = leaves("payload.decode", &[&expected], &actual, Some(&omits));
        assert_eq!(found.len(), 15 - 5);
        assert_eq!(found["amt_to_forward"], Some(json!("7")));
        assert_eq!(found["payment_data.payment_secret"], Some(json!("AA")));
        assert_eq!(found["other"], Some(json!([{ "type": "1", "value": "" }])));
        assert_eq!(found["payment_metadata"], Some(json!(null)));
        assert_eq!(found["keysend_preimage"], None);
        assert!(!found.contains_key("amp_record.layout") && !found.contains_key("unknown"));
        // An empty list says as much as none, and a value where members should be is one of its own.
        let wrong = members(json!({ "other": [], "payment_data": "x" }));
        let found = leaves("payload.decode", &[], &wrong, None);
        assert_eq!((&found["other"], &found["payment_data"]), (&None, &Some(json!("x"))));
        assert_eq!(found["payment_data.total_msat"], None);
    }

    #[test]
    fn hints() {
        for (expected, actual, words) in [
            (json!("17"), json!(17), "a JSON number"),
            (json!("17"), json!(null), "null"),
            (json!("0aff"), json!("0AFF"), "lower case"),
            (json!("0aff"), json!("0x0aff"), "0x"),
            (json!("17"), json!("017"), "leading zeros"),
            (
                json!("00".repeat(32)),
                json!(format!("{}ff{}", "00".repeat(9), "00".repeat(22))),
                "at byte 9",
            ),
            (json!(["1"]), json!([]), "0 items where 1"),
            (json!(["1", "2"]), json!(["1", "3"]), "at index 1"),
        ] {
            let hint = hint(Some(&expected), Some(&actual)).unwrap();
            assert!(hint.contains(words), "{hint}");
        }
    }

    #[test]
    fn an_operation_that_nobody_knows_is_compared_by_what_is_expected() {
        let comparison = with("x.new", json!({ "a": "1" }), json!({ "a": "1", "b": "2" }), &[]);
        assert_eq!(
            (comparison.compared, comparison.members, comparison.differences.len()),
            (1, 1, 0)
        );
    }
}
