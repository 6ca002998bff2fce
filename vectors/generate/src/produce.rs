//! Cases and answers into vectors.

use std::collections::BTreeMap;

use ampwire_vectors::{
    Answer, Expect, Level, Members, Near, Rejection, RuleFile, RuleLevel, RuleReferences,
    SUITE_VERSION, Source, Status, VECTORS_SCHEMA, Vector, VectorFile, content_hash, expand,
};
use serde_json::Value;

use crate::case::{Case, Declared, Entry, Refusal};
use crate::cases::Operation;
use crate::edit;
use crate::oracle::{Given, Oracle};
use crate::scenario::Outcomes;

/// Makes the files of all operations that have cases.
///
/// # Errors
/// Every case that is wrong in itself, or on which the declaration and the implementations do not agree.
pub fn produce(
    operations: &[Operation],
    cases: &[Case],
    rules: &RuleFile,
    oracles: &mut [Box<dyn Oracle>],
) -> Result<Vec<VectorFile>, Vec<String>> {
    let by_id: BTreeMap<&str, &Case> = cases.iter().map(|case| (case.id.as_str(), case)).collect();
    let mut problems = Vec::new();
    let mut files = Vec::new();
    if by_id.len() != cases.len() {
        problems.push("two cases have one id".to_owned());
    }
    for operation in operations {
        let mut vectors = Vec::new();
        for case in cases.iter().filter(|case| case.op == operation.op) {
            match vector(case, &by_id, rules, oracles) {
                Ok(vector) => vectors.push(vector),
                Err(problem) => problems.push(format!("{}: {problem}", case.id)),
            }
        }
        files.push(VectorFile {
            schema: VECTORS_SCHEMA.to_owned(),
            suite: SUITE_VERSION.to_owned(),
            op: operation.op.to_owned(),
            header: operation.header.iter().map(|&line| line.to_owned()).collect(),
            vectors,
        });
    }
    for case in cases {
        if operations.iter().all(|operation| operation.op != case.op) {
            problems.push(format!("{}: the operation {} is not listed", case.id, case.op));
        }
    }
    if problems.is_empty() { Ok(files) } else { Err(problems) }
}

fn vector(
    case: &Case,
    by_id: &BTreeMap<&str, &Case>,
    rules: &RuleFile,
    oracles: &mut [Box<dyn Oracle>],
) -> Result<Vector, String> {
    let input = expand(&case.input);
    let mut answers = Vec::new();
    let mut of_each_htlc = Vec::new();
    for oracle in oracles.iter_mut() {
        for profile in &case.profiles {
            let given = oracle.answer(*profile, case.op, &input)?;
            answers.push((format!("{} ({})", oracle.name(), profile.as_str()), given));
        }
        if let Declared::Outcomes(_) = case.declared {
            let given = oracle.answer_with_timeouts_of_each_htlc(&input)?;
            of_each_htlc.push((format!("{} (timeouts of each HTLC)", oracle.name()), given));
        }
    }
    let expect = match &case.declared {
        Declared::Outcomes(outcomes) => agreed_outcomes(outcomes, &answers, &of_each_htlc),
        _ => agreed(case, &answers),
    };
    answers.extend(of_each_htlc);
    let expect = expect.ok_or_else(|| disagreement(case, &answers))?;
    let names = |ids: &[&str]| ids.iter().map(|&id| id.to_owned()).collect();
    let mut vector = Vector {
        id: case.id.clone(),
        hash: String::new(),
        comment: case.comment.clone(),
        status: Status::Stable,
        since: SUITE_VERSION.to_owned(),
        level: level(case, rules)?,
        profiles: case.profiles.clone(),
        rules: RuleReferences { obeys: names(&case.obeys), breaks: names(&case.breaks) },
        needs: needs(&case.input),
        input: case.input.clone(),
        expect,
        trace: matches!(&case.declared, Declared::Outcomes(outcomes) if outcomes.trace),
        deployed: case.deployed.clone(),
        near: near(case, by_id)?,
        map: case.map.clone(),
        source: Source { kind: case.kind, from: case.from.clone() },
    };
    vector.hash = content_hash(case.op, &vector);
    Ok(vector)
}

/// The expectation, if the declaration and every answer agree.
fn agreed(case: &Case, answers: &[(String, Given)]) -> Option<Expect> {
    match &case.declared {
        // Outcomes need both kinds of timeout.
        Declared::Nothing | Declared::Outcomes(_) => None,
        Declared::Ok(result) => answers
            .iter()
            .all(|(_, given)| *given == Given::Ok(result.clone()))
            .then(|| Expect::Ok(result.clone())),
        Declared::Reject(refusal) => agreed_refusal(case, refusal, answers),
        Declared::Any(alternatives) => {
            let (_, first) = answers.first()?;
            let one_of = alternatives.iter().any(|alternative| match (alternative, first) {
                (Answer::Ok(result), Given::Ok(given)) => result == given,
                (Answer::Reject(refusal), Given::Reject { class: Some(class), .. }) => {
                    refusal.class.contains(class)
                }
                _ => false,
            });
            let alike = answers.iter().all(|(_, given)| given == first);
            (one_of && alike).then(|| Expect::Any(alternatives.clone()))
        }
        Declared::Random { list, entries } => answers
            .iter()
            .all(|(_, given)| has_entries(given, list, entries))
            .then(|| Expect::Ok(Members::new())),
    }
}

/// The expectation of a scenario, if every answer by either kind of timeout is as declared.
fn agreed_outcomes(
    outcomes: &Outcomes,
    of_set: &[(String, Given)],
    of_each_htlc: &[(String, Given)],
) -> Option<Expect> {
    let as_declared = |declared: &[Value], answers: &[(String, Given)]| {
        answers.iter().all(|(_, given)| match given {
            Given::Ok(result) => result
                .get("outcomes")
                .and_then(Value::as_array)
                .is_some_and(|given| outcomes.are(declared, given)),
            _ => false,
        })
    };
    let agree =
        as_declared(&outcomes.of_set, of_set) && as_declared(&outcomes.of_each_htlc, of_each_htlc);
    let mut expected = outcomes.expected();
    agree.then(|| match expected.len() {
        1 => Expect::Ok(expected.remove(0)),
        _ => Expect::Any(expected.into_iter().map(Answer::Ok).collect()),
    })
}

/// Whether an answer has these entries in this list, and no other.
fn has_entries(given: &Given, list: &str, entries: &[Entry]) -> bool {
    let Given::Ok(result) = given else { return false };
    let Some(Value::Array(given)) = result.get(list) else { return false };
    given.len() == entries.len()
        && given.iter().zip(entries).all(|(given, entry)| {
            given.get("id").and_then(Value::as_str) == Some(entry.id.as_str())
                && entry.has.iter().all(|name| given.get(*name).is_some())
                && entry.lacks.iter().all(|name| given.get(*name).is_none())
        })
}

fn agreed_refusal(case: &Case, refusal: &Refusal, answers: &[(String, Given)]) -> Option<Expect> {
    let mut places = Vec::new();
    for (_, given) in answers {
        match given {
            Given::Reject { class: Some(class), offset, tlv_type }
                if refusal.class.contains(class) =>
            {
                places.push((offset.clone(), tlv_type.clone()));
            }
            _ => return None,
        }
    }
    let place = agreed_place(refusal, &places, has_bytes(case))?;
    let (offset, tlv_type) = if refusal.open { (None, None) } else { place };
    Some(Expect::Reject(Rejection { class: refusal.class.clone(), offset, tlv_type }))
}

/// Whether there are bytes, or the characters of an invoice, to point at. Why an invoice is not paid is no question of
/// where.
fn has_bytes(case: &Case) -> bool {
    case.input.contains_key("bytes") || case.op == "invoice.decode"
}

/// Offset and record of a refusal.
type Place = (Option<String>, Option<String>);

/// The place, if the declaration and every answer agree on it. Without bytes there is nothing to point at, and an
/// implementation that refuses an argument for itself need not name the record it was for.
fn agreed_place(refusal: &Refusal, places: &[Place], has_bytes: bool) -> Option<Place> {
    let text = |number: Option<u64>| number.map(|number| number.to_string());
    let (offset, tlv_type) = (text(refusal.offset), text(refusal.tlv_type));
    let one = |declared: Option<String>, given: Vec<&Option<String>>| -> Option<Option<String>> {
        let known: Vec<&String> = given.iter().filter_map(|place| place.as_ref()).collect();
        let all_alike = if has_bytes {
            given.windows(2).all(|pair| pair[0] == pair[1])
        } else {
            known.windows(2).all(|pair| pair[0] == pair[1])
        };
        let everywhere = known.len() == given.len();
        let first = known.first().map(|&place| place.clone());
        let as_declared = declared.is_none() || given.is_empty() || declared == first;
        let place = if given.is_empty() { declared } else { first.filter(|_| everywhere) };
        (all_alike && as_declared).then_some(place)
    };
    Some((
        one(offset, places.iter().map(|place| &place.0).collect())?,
        one(tlv_type, places.iter().map(|place| &place.1).collect())?,
    ))
}

fn disagreement(case: &Case, answers: &[(String, Given)]) -> String {
    let mut lines = vec![
        "no agreement".to_owned(),
        format!("  in        {}", Value::Object(case.input.clone())),
        format!("  declared  {:?}", case.declared),
    ];
    lines.extend(answers.iter().map(|(name, given)| format!("  {name}  {given:?}")));
    lines.join("\n")
}

/// The highest level among the rules that the case is about, unless it says another.
fn level(case: &Case, rules: &RuleFile) -> Result<Level, String> {
    if let Some(level) = case.level {
        return Ok(level);
    }
    let about = if case.breaks.is_empty() { &case.obeys } else { &case.breaks };
    let mut highest = Level::Info;
    for id in about {
        let rule = rules.find(id).ok_or_else(|| format!("there is no rule {id}"))?;
        highest = highest.max(match rule.level {
            RuleLevel::Must => Level::Must,
            RuleLevel::Should => Level::Should,
            RuleLevel::May => Level::May,
        });
    }
    Ok(highest)
}

/// The capability tags that follow from an input.
pub fn needs(input: &Members) -> Vec<String> {
    let text = |name: &str| input.get(name).and_then(Value::as_str);
    let mut tags = Vec::new();
    let config = input.get("config").and_then(Value::as_object);
    let either = |name| input.get(name).or_else(|| config?.get(name));
    if let Some(Value::Array(layouts)) = either("layouts") {
        tags.extend(
            layouts.iter().filter_map(Value::as_str).map(|layout| format!("layout:{layout}")),
        );
    }
    let record =
        input.get("amp_record").and_then(|record| record.get("layout")).and_then(Value::as_str);
    tags.extend(text("layout").or(record).map(|layout| format!("layout:{layout}")));
    if text("role") == Some("intermediate") {
        tags.push("role:intermediate".to_owned());
    }
    if input.contains_key("path_key_in_htlc") {
        tags.push("path-key".to_owned());
    }
    let scheme = either("scheme").and_then(Value::as_str);
    tags.extend(scheme.map(|scheme| format!("scheme:{scheme}")));
    if input.contains_key("known") {
        tags.push("known-features".to_owned());
    }
    if input.get("verify") == Some(&Value::Bool(false)) {
        tags.push("invoice:no-verify".to_owned());
    }
    if input.contains_key("now") {
        tags.push("now".to_owned());
    }
    if input.get("events").is_some_and(cancels_a_set) {
        tags.push("receiver:cancel-set".to_owned());
    }
    tags
}

/// Whether a set is cancelled in this list of events, or in a part of it that is repeated.
fn cancels_a_set(events: &Value) -> bool {
    events.as_array().into_iter().flatten().any(|event| {
        event.get("cancel_set").is_some() || event.pointer("/repeat/of").is_some_and(cancels_a_set)
    })
}

fn near(case: &Case, by_id: &BTreeMap<&str, &Case>) -> Result<Option<Near>, String> {
    let Some(id) = &case.near else {
        return Ok(None);
    };
    let neighbour =
        by_id.get(id.as_str()).ok_or_else(|| format!("there is no case {id} to be near"))?;
    let edits = edit::difference(&neighbour.input, &case.input);
    let words = edit::words(&edits);
    if edit::parse(&words).as_ref() != Ok(&edits)
        || edit::apply(&neighbour.input, &edits).as_ref() != Ok(&case.input)
    {
        return Err(format!("the edit {words:?} does not lead from {id} here"));
    }
    Ok(Some(Near { id: id.clone(), edit: words }))
}

#[cfg(test)]
mod tests {
    use ampwire_vectors::{Class, Profile};
    use serde_json::json;

    use super::*;
    use crate::bytes::Labelled;
    use crate::case::{object, rejection};

    const OPERATIONS: &[Operation] = &[Operation { op: "tlv.decode", header: &["A test."] }];

    /// Gives one answer to everything.
    struct Says(Value);

    impl Oracle for Says {
        fn name(&self) -> &'static str {
            "says"
        }

        fn answer(&mut self, _: Profile, _: &str, _: &Members) -> Result<Given, String> {
            Ok(Given::from_json(&self.0))
        }

        fn answer_with_timeouts_of_each_htlc(&mut self, _: &Members) -> Result<Given, String> {
            Ok(Given::from_json(&self.0))
        }
    }

    /// Gives one answer with timeouts of a set, and another with those of each HTLC.
    struct SaysBoth(Value, Value);

    impl Oracle for SaysBoth {
        fn name(&self) -> &'static str {
            "says both"
        }

        fn answer(&mut self, _: Profile, _: &str, _: &Members) -> Result<Given, String> {
            Ok(Given::from_json(&self.0))
        }

        fn answer_with_timeouts_of_each_htlc(&mut self, _: &Members) -> Result<Given, String> {
            Ok(Given::from_json(&self.1))
        }
    }

    fn rules() -> RuleFile {
        serde_json::from_value(json!({
            "schema": "ampwire-rules-1",
            "suite": "0.1.0",
            "rules": [{
                "id": "a.b.c",
                "level": "must",
                "authority": "bolt",
                "source": "BOLT 1",
                "side": "both",
                "class": "order",
                "sentence": "A rule.",
            }],
        }))
        .unwrap()
    }

    fn expectation(case: Case, answers: &[Value]) -> Result<Expect, String> {
        let mut oracles: Vec<Box<dyn Oracle>> = Vec::new();
        for answer in answers {
            oracles.push(Box::new(Says(answer.clone())));
        }
        expectation_of(case, oracles)
    }

    fn expectation_of(case: Case, mut oracles: Vec<Box<dyn Oracle>>) -> Result<Expect, String> {
        let files = produce(OPERATIONS, &[case.obeys(&["a.b.c"])], &rules(), &mut oracles)
            .map_err(|problems| problems.join("\n"))?;
        Ok(files[0].vectors[0].expect.clone())
    }

    fn case() -> Case {
        Case::new("tlv.decode", "a/b", "A case.").bytes(&Labelled::of("type", [0x01]))
    }

    fn rejected(class: &str, offset: &str) -> Value {
        json!({ "reject": { "class": class, "offset": offset, "tlv_type": "1" } })
    }

    #[test]
    fn a_result_has_to_be_everyones() {
        let right = json!({ "ok": { "value": "1" } });
        let wrong = json!({ "ok": { "value": "2" } });
        let declared = || case().ok(json!({ "value": "1" }));
        assert!(expectation(declared(), &[right.clone(), right.clone()]).is_ok());
        for answers in [
            vec![right.clone(), wrong.clone()],
            vec![wrong.clone(), right.clone()],
            vec![wrong.clone(), wrong],
            vec![right.clone(), rejected("order", "0")],
            vec![right, json!({ "unsupported": { "why": "no" } })],
        ] {
            assert!(expectation(declared(), &answers).is_err(), "{answers:?}");
        }
        assert!(expectation(case(), &[]).is_err(), "a case that declares nothing");
    }

    #[test]
    fn a_refusal_has_to_be_everyones_in_class_and_place() {
        let here = rejected("order", "0");
        let declared = || case().reject(Class::Order);
        let expected = Expect::Reject(Rejection {
            class: vec![Class::Order],
            offset: Some("0".to_owned()),
            tlv_type: Some("1".to_owned()),
        });
        assert_eq!(expectation(declared(), &[here.clone(), here.clone()]), Ok(expected.clone()));
        assert_eq!(
            expectation(declared().at(0).of_type(1), &[here.clone(), here.clone()]),
            Ok(expected)
        );
        for (case, other) in [
            (declared(), rejected("duplicate", "0")),
            (declared(), rejected("order", "1")),
            (declared(), json!({ "reject": { "class": "order" } })),
            (declared(), json!({ "reject": {} })),
            (declared(), json!({ "ok": {} })),
            (declared().at(1), here.clone()),
            (declared().of_type(2), here.clone()),
        ] {
            assert!(expectation(case, &[here.clone(), other.clone()]).is_err(), "{other}");
        }
    }

    #[test]
    fn an_open_refusal_records_no_place_but_wants_one() {
        let declared = || case().reject_either(&[Class::Order, Class::Truncated]);
        let here = rejected("order", "0");
        let expected =
            Rejection { class: vec![Class::Order, Class::Truncated], offset: None, tlv_type: None };
        assert_eq!(
            expectation(declared(), &[here.clone(), here.clone()]),
            Ok(Expect::Reject(expected))
        );
        assert!(expectation(declared(), &[here, rejected("order", "1")]).is_err());
    }

    #[test]
    fn an_encoder_need_not_name_the_record() {
        let declared =
            || Case::new("tlv.decode", "a/b", "A case.").with("value", "1").reject(Class::BadValue);
        let bare = json!({ "reject": { "class": "bad_value" } });
        let named = json!({ "reject": { "class": "bad_value", "tlv_type": "2" } });
        let other = json!({ "reject": { "class": "bad_value", "tlv_type": "4" } });
        let place = |answers: &[Value]| match expectation(declared(), answers)? {
            Expect::Reject(refusal) => Ok(refusal.tlv_type),
            _ => Err("no rejection".to_owned()),
        };
        assert_eq!(place(&[bare.clone(), named.clone()]), Ok(None));
        assert_eq!(place(&[named.clone(), named.clone()]), Ok(Some("2".to_owned())));
        assert!(place(&[named, other]).is_err());
    }

    #[test]
    fn of_several_answers_everyone_gives_the_same() {
        let kept = json!({ "ok": { "value": "1" } });
        let refused = json!({ "reject": { "class": "unknown_even" } });
        let declared = || {
            case().any(vec![
                Answer::Ok(object(json!({ "value": "1" }))),
                rejection(&[Class::UnknownEven]),
            ])
        };
        assert!(expectation(declared(), &[kept.clone(), kept.clone()]).is_ok());
        assert!(expectation(declared(), &[refused.clone(), refused.clone()]).is_ok());
        assert!(expectation(declared(), &[kept, refused]).is_err());
        assert!(expectation(declared(), &[json!({ "ok": { "value": "2" } })]).is_err());
    }

    #[test]
    fn outcomes_are_everyones_by_both_kinds_of_timeout() {
        let held = json!({ "event": "0", "id": "a", "held": true });
        let over = json!({ "event": "1", "id": "a", "failed": { "name": "mpp_timeout" } });
        let both = vec![held.clone(), over.clone()];
        let declared = |of_set: &[Value], of_each_htlc: &[Value], trace| {
            let (of_set, of_each_htlc) = (of_set.to_vec(), of_each_htlc.to_vec());
            let mut case = case();
            case.declared = Declared::Outcomes(Outcomes { of_set, of_each_htlc, trace });
            case
        };
        let ok = |outcomes: &[Value]| json!({ "ok": { "outcomes": outcomes } });
        let told = |case, of_set: &[Value], of_each_htlc: &[Value]| {
            let said = SaysBoth(ok(of_set), ok(of_each_htlc));
            expectation_of(case, vec![Box::new(said), Box::new(SaysBoth(ok(&both), ok(&both)))])
        };
        let last = object(json!({ "outcomes": [over.clone()] }));
        assert_eq!(told(declared(&both, &both, false), &both, &both), Ok(Expect::Ok(last.clone())));
        let all = object(json!({ "outcomes": both }));
        assert_eq!(told(declared(&both, &both, true), &both, &both), Ok(Expect::Ok(all)));
        // What was said before the last is compared with trace alone.
        let only = [over];
        assert_eq!(told(declared(&both, &both, false), &only, &both), Ok(Expect::Ok(last)));
        assert!(told(declared(&both, &both, true), &only, &both).is_err());
        let first = [held];
        assert!(told(declared(&both, &both, false), &first, &both).is_err());
        assert!(told(declared(&both, &both, false), &both, &first).is_err());
        assert!(told(declared(&first, &both, false), &both, &both).is_err());
        assert!(told(declared(&both, &first, false), &both, &both).is_err());
        let differ = expectation_of(
            declared(&both, &first, false),
            vec![Box::new(SaysBoth(ok(&both), ok(&first)))],
        );
        assert!(matches!(differ, Ok(Expect::Any(answers)) if answers.len() == 2));
        let refused = expectation(declared(&both, &both, false), &[rejected("other", "0")]);
        assert!(refused.is_err());
    }

    #[test]
    fn what_is_random_has_its_entries() {
        let entry = |has, lacks| Entry { id: "a".to_owned(), has, lacks };
        let declared = |entries: Vec<Entry>| {
            let mut case = case();
            case.declared = Declared::Random { list: "shards", entries };
            case
        };
        let answer = json!({ "ok": { "shards": [{ "id": "a", "payload": "00" }] } });
        let told = |entries| expectation(declared(entries), std::slice::from_ref(&answer));
        let nothing = Ok(Expect::Ok(Members::new()));
        assert_eq!(told(vec![entry(&["payload"], &["refused"])]), nothing);
        assert!(told(vec![entry(&["refused"], &[])]).is_err());
        assert!(told(vec![entry(&[], &["payload"])]).is_err());
        assert!(told(vec![]).is_err());
        let other = Entry { id: "b".to_owned(), has: &[], lacks: &[] };
        assert!(told(vec![other]).is_err());
        assert!(expectation(declared(vec![]), &[json!({ "ok": { "shares": [] } })]).is_err());
    }

    #[test]
    fn needs_follow_from_the_input() {
        let tags = |input: Value| needs(&object(input));
        assert_eq!(
            tags(json!({ "layouts": ["type8", "type14"], "role": "intermediate" })),
            ["layout:type8", "layout:type14", "role:intermediate"]
        );
        assert_eq!(
            tags(json!({ "role": "final", "layouts": [], "path_key_in_htlc": true })),
            ["path-key"]
        );
        assert_eq!(tags(json!({ "amp_record": { "layout": "type8" } })), ["layout:type8"]);
        assert_eq!(tags(json!({ "scheme": "bp2018" })), ["scheme:bp2018"]);
        assert_eq!(tags(json!({ "invoice": "", "verify": false })), ["invoice:no-verify"]);
        assert_eq!(tags(json!({ "invoice": "", "now": "1" })), ["now"]);
        assert_eq!(
            tags(json!({ "features": ["100"], "context": "init", "known": ["100"] })),
            ["known-features"]
        );
        let cancelled = json!({ "at": "1", "cancel_set": "00" });
        let tick = json!({ "at": "1", "tick": true });
        assert_eq!(tags(json!({ "events": [tick, cancelled] })), ["receiver:cancel-set"]);
        let turns = |of: &Value| json!({ "repeat": { "count": "2", "of": [of] } });
        assert_eq!(tags(json!({ "events": [turns(&cancelled)] })), ["receiver:cancel-set"]);
        assert!(tags(json!({ "events": [tick, turns(&tick)] })).is_empty());
    }
}
