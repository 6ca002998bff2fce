use super::*;
use serde_json::json;

fn with(trace: bool, expected: &Value, actual: &Value) -> Comparison {
    let members = |outcomes: &Value| Members::from_iter([(MEMBER.to_owned(), outcomes.clone())]);
    compare(&members(expected), &members(actual), trace, None)
}

fn same(trace: bool, expected: &Value, actual: &Value) -> bool {
    let comparison = with(trace, expected, actual);
    assert_eq!((comparison.members, comparison.compared), (1, 1));
    comparison.differences.is_empty()
}

fn held(event: u64, id: &str) -> Value {
    json!({"event": event.to_string(), "id": id, "held": true})
}

fn settled(event: u64, id: &str) -> Value {
    json!({"event": event.to_string(), "id": id, "settled": "aa"})
}

fn failed(event: u64, id: &str) -> Value {
    json!({"event": event.to_string(), "id": id, "failed": {"name": "mpp_timeout"}})
}

#[test]
fn the_last_answer_counts_with_its_event() {
    let right = json!([held(0, "a"), settled(2, "a"), settled(2, "b")]);
    for (actual, trace_too) in [
        (json!([held(0, "a"), settled(2, "a"), settled(2, "b")]), true),
        (json!([held(0, "a"), settled(2, "b"), settled(2, "a")]), true),
        (json!([settled(2, "a"), settled(2, "b")]), false),
        (
            json!([held(0, "a"), held(1, "a"), held(1, "b"), settled(2, "a"), settled(2, "b")]),
            false,
        ),
        (json!([held(0, "a"), settled(2, "a"), settled(2, "b"), held(2, "b")]), false),
    ] {
        assert!(same(false, &right, &actual), "{actual}");
        assert_eq!(same(true, &right, &actual), trace_too, "{actual}");
    }
    for actual in [
        json!([]),
        json!([held(0, "a"), settled(2, "a")]),
        json!([held(0, "a"), settled(1, "a"), settled(2, "b")]),
        json!([held(0, "a"), settled(2, "b"), settled(3, "a")]),
        json!([held(0, "a"), failed(2, "a"), settled(2, "b")]),
        json!([held(0, "a"), settled(2, "a"), settled(2, "b"), held(2, "c")]),
        json!([held(0, "a"), settled(2, "a"), settled(2, "b"), failed(3, "a")]),
        json!([held(0, "a"), settled(2, "a"), failed(2, "a"), settled(2, "b")]),
        json!([settled(2, "a"), settled(2, "b"), held(0, "a")]),
        json!([held(0, "a"), settled(2, "a"), held(3, "b")]),
    ] {
        assert!(!same(false, &right, &actual), "{actual}");
        assert!(!same(true, &right, &actual), "{actual}");
    }
}

#[test]
fn what_is_held_at_the_end_has_to_be_said() {
    let right = json!([held(0, "a")]);
    assert!(same(false, &right, &json!([held(0, "a")])));
    assert!(!same(false, &right, &json!([])));
    assert!(!same(false, &right, &json!([held(1, "a")])));
}

#[test]
fn two_answers_of_one_event_have_no_order() {
    let error =
        |event: u64, text: &str| json!({"event": event.to_string(), "id": "a", "error": text});
    // At the deadline of its set an HTLC is presented again, once as it was and once otherwise.
    let right = json!([held(0, "a"), failed(1, "a"), failed(1, "a")]);
    assert!(same(false, &right, &json!([held(0, "a"), failed(1, "a")])));
    assert!(!same(true, &right, &json!([held(0, "a"), failed(1, "a")])));
    let right = json!([held(0, "a"), failed(1, "a"), error(1, "one text")]);
    for trace in [false, true] {
        let other = json!([held(0, "a"), error(1, "another"), failed(1, "a")]);
        assert!(same(trace, &right, &other));
        assert!(!same(trace, &right, &json!([held(0, "a"), failed(1, "a")])));
        assert!(!same(trace, &right, &json!([held(0, "a"), error(1, "x")])));
    }
}

#[test]
fn bytes_and_data_are_compared_as_they_stand() {
    let fail = |failed: Value| json!([{"event": "0", "id": "a", "failed": failed}]);
    let right = fail(json!({"name": "x", "data": "00"}));
    assert!(same(false, &right, &right));
    for other in [
        json!({"name": "x", "data": "01"}),
        json!({"name": "y", "data": "00"}),
        json!({"name": "x"}),
    ] {
        assert!(!same(false, &right, &fail(other.clone())), "{other}");
    }
    assert!(!same(false, &fail(json!({"name": "x"})), &fail(json!({"name": "x", "data": ""}))));
    let other = json!([{"event": "0", "id": "a", "settled": "AA"}]);
    assert!(!same(false, &json!([settled(0, "a")]), &other));
}

#[test]
fn what_is_out_of_form_differs_and_what_is_unknown_is_told() {
    let right = json!([held(0, "a")]);
    for (actual, words) in [
        (json!("x"), "no list"),
        (json!(["x"]), "an object"),
        (json!([{"event": 0, "id": "a", "held": true}]), "`event`"),
        (json!([{"event": "00", "id": "a", "held": true}]), "`event`"),
        (json!([{"event": "0", "held": true}]), "`id`"),
        (json!([{"event": "0", "id": "a"}]), "one of settled"),
        (json!([{"event": "0", "id": "a", "held": true, "error": "x"}]), "one of settled"),
        (json!([{"event": "0", "id": "a", "held": false}]), "`held`"),
        (json!([{"event": "0", "id": "a", "failed": {}}]), "`name`"),
        (json!([{"event": "0", "id": "a", "failed": {"name": "x", "data": 1}}]), "`failed.data`"),
        (json!([held(1, "a"), held(0, "a")]), "order of events"),
    ] {
        let comparison = with(false, &right, &actual);
        let [reason] = comparison.reasons.as_slice() else { panic!("{actual}") };
        assert!(reason.contains(words), "{reason}");
        assert_eq!(comparison.differences.len(), 1);
    }
    let actual =
        json!([{"event": "0", "id": "a", "failed": {"name": "x", "note": "y"}, "why": "z"}]);
    let comparison =
        with(false, &json!([{"event": "0", "id": "a", "failed": {"name": "x"}}]), &actual);
    assert_eq!(comparison.differences, []);
    assert_eq!(comparison.unknown, ["outcomes.why", "outcomes.failed.note"]);
    // A list that is not there says nothing; an empty one says that there is no answer.
    let absent =
        compare(with_outcomes(&json!([])).as_object().unwrap(), &Members::new(), false, None);
    assert_eq!(absent.differences.len(), 1);
}

fn with_outcomes(outcomes: &Value) -> Value {
    json!({ MEMBER: outcomes })
}

#[test]
fn a_difference_names_the_htlc_and_the_event() {
    let right = json!([held(0, "a"), settled(2, "a"), settled(2, "b")]);
    for (trace, actual, member, hint) in [
        (
            false,
            json!([failed(2, "a"), settled(2, "b")]),
            "outcomes.a",
            "HTLC a, event 2: failed with mpp_timeout, right is settled",
        ),
        (
            false,
            json!([settled(2, "a"), settled(3, "b")]),
            "outcomes.b",
            "HTLC b: settled at event 3, right is settled at event 2",
        ),
        (
            false,
            json!([settled(2, "a")]),
            "outcomes.b",
            "HTLC b: no answer where it is settled at event 2",
        ),
        (
            false,
            json!([held(1, "c"), settled(2, "a"), settled(2, "b")]),
            "outcomes.c",
            "HTLC c: held at event 1, where no answer is right",
        ),
        (
            true,
            json!([held(0, "a"), held(1, "a"), settled(2, "a"), settled(2, "b")]),
            "outcomes.a",
            "HTLC a: held at event 1, right is settled at event 2",
        ),
        (
            false,
            json!([{"event": "2", "id": "a", "settled": "bb"}, settled(2, "b")]),
            "outcomes.a",
            "HTLC a, event 2: settled, with other bytes",
        ),
    ] {
        let comparison = with(trace, &right, &actual);
        let [difference] = comparison.differences.as_slice() else { panic!("{actual}") };
        assert_eq!(
            (difference.member.as_str(), comparison.reasons),
            (member, vec![hint.to_owned()])
        );
    }
    let comparison = with(true, &right, &json!([settled(2, "b")]));
    let [difference] = comparison.differences.as_slice() else { panic!() };
    let expected = json!([{"event": "0", "held": true}, {"event": "2", "settled": "aa"}]);
    assert_eq!((&difference.expected, &difference.actual), (&Some(expected), &None));
}

#[test]
fn who_omits_the_outcomes_is_not_compared() {
    let omits = [MEMBER.to_owned()].into();
    let expected = Members::from_iter([(MEMBER.to_owned(), json!([held(0, "a")]))]);
    let comparison = compare(&expected, &Members::new(), false, Some(&omits));
    assert_eq!((comparison.members, comparison.compared, comparison.differences.len()), (1, 0, 0));
}
