use super::derivation::{Bytes32, hash, xor};
use super::*;
use crate::builtin;
use crate::protocol::{Answer, Profile};
use ampwire::onion::{AmpRecord, Layout, PayloadBuilder, PaymentData};
use ampwire::secret::{PaymentSecret, SetId, Share};
use ampwire::wire::Encode;
use serde_json::json;

const SECRET: Bytes32 = [0x11; 32];
const SET: Bytes32 = [0x33; 32];
const ROOT: Bytes32 = [0x55; 32];

/// What is found, each rule once.
fn found(op: &str, input: &Value, answer: &Value) -> Vec<String> {
    let comparison = judge(op, input.as_object().unwrap(), answer.as_object().unwrap(), None);
    assert_eq!((comparison.members, comparison.compared), (1, 1));
    assert_eq!(comparison.reasons.len(), comparison.differences.len());
    let rules = comparison
        .differences
        .iter()
        .map(|difference| difference.expected.as_ref().unwrap().as_str().unwrap().to_owned());
    rules.collect::<BTreeSet<String>>().into_iter().collect()
}

fn ask(op: &str, input: &Value) -> Value {
    match builtin::answer(Profile::Amp, op, input.as_object().unwrap()) {
        Answer::Ok(members) => members.into(),
        other => panic!("{other:?}"),
    }
}

/// A change to an answer.
fn with(answer: &Value, change: impl FnOnce(&mut Value)) -> Value {
    let mut answer = answer.clone();
    change(&mut answer);
    answer
}

mod shares {
    use super::*;

    fn story(events: &[(&str, bool)]) -> Value {
        let events: Vec<Value> = events
            .iter()
            .map(|(id, last)| match id.strip_prefix('-') {
                Some(id) => json!({"cancel": {"id": id}}),
                None => json!({"new": {"id": id, "last": last}}),
            })
            .collect();
        json!({"events": events})
    }

    fn shard(id: &str, root: &Bytes32, share: &Bytes32, index: u32) -> Value {
        json!({"id": id, "share": hex::encode(share), "index": index.to_string(),
            "hash": hex::encode(hash(root, share, index))})
    }

    /// Shards a, b, c, of which c is the last if everything is out.
    fn answer() -> Value {
        let [a, b, c] = shares();
        json!({"shares": [shard("a", &ROOT, &a, 7), shard("b", &ROOT, &b, 8), shard("c", &ROOT, &c, 9)]})
    }

    fn shares() -> [Bytes32; 3] {
        let (one, two) = ([0x01; 32], [0x02; 32]);
        [one, two, xor([&one, &two, &ROOT])]
    }

    const ALL: &[(&str, bool)] = &[("a", false), ("b", false), ("c", true)];

    #[test]
    fn right_answers() {
        assert_eq!(found("shares.run", &story(ALL), &answer()), [""; 0]);
        for events in [
            &[][..],
            &[("a", false)],
            &[("a", true)],
            ALL,
            &[("a", false), ("b", true), ("-a", false)],
            &[("a", false), ("b", true), ("-a", false), ("a", false), ("c", true)],
            &[("a", false), ("-a", false), ("a", false), ("b", true), ("-b", false), ("-a", false)],
        ] {
            let input = story(events);
            assert_eq!(found("shares.run", &input, &ask("shares.run", &input)), [""; 0], "{input}");
        }
    }

    #[test]
    fn planted_mistakes() {
        let mut wrong: Vec<String> = Vec::new();
        let zero = [0; 32];
        let [one, two, rest] = shares();
        let all = story(ALL);
        let open = story(&ALL[..2]);
        let wrong_root = [0x56; 32];
        let list = |shards: Vec<Value>| json!({ "shares": shards });
        let right = answer();
        let change = |change: fn(&mut Value)| with(&right, change);
        for (number, (input, answer, rules)) in [
            // Another root than the shares make: all hashes, and one of them.
            (
                &all,
                list(vec![
                    shard("a", &wrong_root, &one, 7),
                    shard("b", &wrong_root, &two, 8),
                    shard("c", &wrong_root, &rest, 9),
                ]),
                &["amp.shares.kept"][..],
            ),
            (&all, change(|it| it["shares"][1]["index"] = json!("9")), &["amp.shares.kept"]),
            // The shares make the root before the last one.
            (
                &open,
                list(vec![
                    shard("a", &xor([&one, &two]), &one, 7),
                    shard("b", &xor([&one, &two]), &two, 8),
                ]),
                &["amp.shares.kept"],
            ),
            // The last one is made of nothing.
            (
                &all,
                list(vec![
                    shard("a", &xor([&one, &two]), &one, 7),
                    shard("b", &xor([&one, &two]), &two, 8),
                    shard("c", &xor([&one, &two]), &zero, 9),
                ]),
                &["amp.shares.kept"],
            ),
            (
                &story(&[("a", true)]),
                list(vec![shard("a", &zero, &zero, 7)]),
                &["amp.payer.fresh", "amp.shares.kept"],
            ),
            (
                &story(&[("a", false), ("b", true)]),
                list(vec![shard("a", &zero, &one, 7), shard("b", &zero, &one, 8)]),
                &["amp.payer.fresh"],
            ),
            (
                &all,
                list(vec![
                    shard("a", &two, &one, 7),
                    shard("b", &two, &one, 7),
                    shard("c", &two, &two, 9),
                ]),
                &["amp.payer.hash-once"],
            ),
            (
                &story(&[("a", false), ("-a", false)]),
                list(vec![shard("a", &ROOT, &one, 7)]),
                &["amp.shares.cancel"],
            ),
            (
                &story(&[("a", false), ("-a", false), ("b", false)]),
                list(vec![shard("a", &ROOT, &one, 7), shard("b", &ROOT, &two, 7)]),
                &["amp.shares.cancel"],
            ),
            (&open, list(vec![shard("a", &ROOT, &one, 7)]), &["amp.shares.kept"]),
            (
                &open,
                list(vec![shard("b", &ROOT, &two, 8), shard("a", &ROOT, &one, 7)]),
                &["protocol"],
            ),
            (
                &open,
                list(vec![
                    shard("a", &ROOT, &one, 7),
                    shard("b", &ROOT, &two, 8),
                    shard("x", &ROOT, &rest, 9),
                ]),
                &["amp.shares.kept", "protocol"],
            ),
            (&open, json!({}), &["protocol"]),
            (&open, json!({"shares": {}}), &["protocol"]),
            (&open, json!({"shares": ["a"]}), &["protocol"]),
            (&all, change(|it| it["shares"][0]["index"] = json!("07")), &["protocol"]),
            (&all, change(|it| it["shares"][0]["index"] = json!("4294967296")), &["protocol"]),
            (&all, change(|it| it["shares"][0]["share"] = json!("01")), &["protocol"]),
            (&all, change(|it| it["shares"][0]["hash"] = json!("AB".repeat(32))), &["protocol"]),
            // To be refused as a whole.
            (&story(&[("a", false), ("a", true)]), right.clone(), &["amp.shares.id-once"]),
            (&story(&[("a", true), ("b", false)]), right.clone(), &["amp.shares.nothing-kept"]),
            (&story(&[("a", true), ("-b", false)]), right.clone(), &["amp.shares.cancel"]),
        ]
        .into_iter()
        .enumerate()
        {
            let found = found("shares.run", input, &answer);
            wrong.extend((found != rules).then(|| format!("{number}: {found:?}, not {rules:?}")));
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
}

mod sender {
    use super::*;

    fn config() -> Value {
        json!({"total_msat": "1000", "payment_secret": hex::encode(SECRET),
            "outgoing_cltv_value": "800040", "max_parts": "3"})
    }

    /// `a 400`: send; `a router`, `a payee FAILURE`: failed; `a right`, `a HEX`: settled.
    fn story(events: &[&str]) -> Value {
        let event = |event: &&str| {
            let words: Vec<&str> = event.split(' ').collect();
            match words.as_slice() {
                [id, "router"] => json!({"failed": {"id": id, "by": "router"}}),
                [id, "payee"] => json!({"failed": {"id": id, "by": "payee"}}),
                [id, "payee", failure] => {
                    json!({"failed": {"id": id, "by": "payee", "failure": failure}})
                }
                [id, "right"] => json!({"settled": {"id": id}}),
                [id, preimage] if preimage.len() == 64 => {
                    json!({"settled": {"id": id, "preimage": preimage}})
                }
                [id, msat] => json!({"send": {"id": id, "amount_msat": msat}}),
                _ => panic!("{event}"),
            }
        };
        let events: Vec<Value> = events.iter().map(event).collect();
        json!({"config": config(), "events": events})
    }

    /// A part as a payer might send it.
    #[derive(Clone)]
    struct Forged {
        id: &'static str,
        msat: u64,
        share: Bytes32,
        index: u32,
        root: Bytes32,
        set_id: Bytes32,
        total_msat: u64,
        secret: Bytes32,
        cltv: u32,
        settled: bool,
    }

    fn forged(id: &'static str, msat: u64, share: Bytes32) -> Forged {
        Forged {
            id,
            msat,
            share,
            index: 7,
            root: ROOT,
            set_id: SET,
            total_msat: 1_000,
            secret: SECRET,
            cltv: 800_040,
            settled: false,
        }
    }

    impl Forged {
        fn payload(&self) -> PayloadBuilder {
            let payment_data = PaymentData {
                payment_secret: PaymentSecret::new(self.secret),
                total_msat: self.total_msat,
            };
            PayloadBuilder::new()
                .amt_to_forward(self.msat)
                .outgoing_cltv_value(self.cltv)
                .payment_data(payment_data)
        }

        fn entry(&self) -> Value {
            let payload = self.payload().amp_record(AmpRecord {
                layout: Layout::Type14,
                root_share: Share::new(self.share),
                set_id: SetId(self.set_id),
                child_index: self.index,
            });
            self.entry_of(&payload)
        }

        fn entry_of(&self, payload: &PayloadBuilder) -> Value {
            let mut entry = json!({"id": self.id,
                "payload": hex::encode(payload.clone().build().unwrap().to_vec()),
                "payment_hash": hex::encode(hash(&self.root, &self.share, self.index))});
            if self.settled {
                entry["settled"] = json!(true);
            }
            entry
        }
    }

    fn refused(id: &str) -> Value {
        json!({"id": id, "refused": "not today"})
    }

    const ONE: Bytes32 = [0x01; 32];
    const TWO: Bytes32 = [0x02; 32];

    fn rest(shares: &[Bytes32]) -> Bytes32 {
        xor(shares.iter().chain([&ROOT]))
    }

    fn list(shards: &[Value]) -> Value {
        json!({ "shards": shards })
    }

    fn a() -> Forged {
        forged("a", 400, ONE)
    }

    fn b() -> Forged {
        forged("b", 600, rest(&[ONE]))
    }

    #[test]
    fn right_answers() {
        let wrong = "22".repeat(32);
        let wrong = format!("a {wrong}");
        for events in [
            &[][..],
            &["a 1000"],
            &["a 400", "b 600"],
            &["a 400", "a 600", "b 601", "b 0", "b 600", "c 1"],
            &["a 400", "b 300", "c 299", "c 300"],
            &["a 400", "b 600", "b router", "b 300", "c 300", "a right", "c right", "x right"],
            &["a 400", "b 600", "b router", "a router", "c 1000", "c router", "c 1000", "c right"],
            &["a 400", "b 600", "a payee mpp_timeout", "c 400", "b router", "a 1000", "a right"],
            &["a 400", "a payee incorrect_or_unknown_payment_details", "b 1000"],
            &["a 400", "a payee permanent_node_failure", "b 1000"],
            &["a 400", "a payee", "a 400", "a payee", "a 400", "b 600", "b right", "c 1"],
            &["a 400", wrong.as_str(), "b 600", "b right", "a router", "a right", "a 400"],
        ] {
            let input = story(events);
            assert_eq!(found("sender.run", &input, &ask("sender.run", &input)), [""; 0], "{input}");
        }
        // The forged ones are right as they stand.
        let answer = list(&[a().entry(), b().entry()]);
        assert_eq!(found("sender.run", &story(&["a 400", "b 600"]), &answer), [""; 0]);
    }

    #[test]
    fn what_is_left_to_the_payer() {
        // Refused or not, once the payee has failed a part or a part takes the last place for too little.
        for (events, answer) in [
            (&["a 400", "a payee", "b 1000"][..], [a().entry(), refused("b")]),
            (
                &["a 400", "a right", "b 600"],
                [Forged { settled: true, ..a() }.entry(), refused("b")],
            ),
        ] {
            assert_eq!(found("sender.run", &story(events), &list(&answer)), [""; 0], "{events:?}");
        }
        let two = [a().entry(), forged("b", 300, TWO).entry()];
        for third in [refused("c"), forged("c", 299, [3; 32]).entry()] {
            let answer = list(&[two[0].clone(), two[1].clone(), third]);
            let story = story(&["a 400", "b 300", "c 299"]);
            assert_eq!(found("sender.run", &story, &answer), [""; 0]);
        }
        // A fresh root after a router's failure, once nothing is out.
        let fresh = Forged { set_id: [0x34; 32], root: TWO, ..forged("b", 1000, TWO) };
        let answer = list(&[a().entry(), fresh.entry()]);
        assert_eq!(found("sender.run", &story(&["a 400", "a router", "b 1000"]), &answer), [""; 0]);
        // The share whole, with another index.
        let again = Forged { index: 8, ..b() };
        let answer = list(&[a().entry(), b().entry(), again.entry()]);
        let story = story(&["a 400", "b 600", "b router", "b 600"]);
        assert_eq!(found("sender.run", &story, &answer), [""; 0]);
    }

    #[test]
    fn planted_mistakes() {
        let mut wrong: Vec<String> = Vec::new();
        let both = &["a 400", "b 600"][..];
        let zero = [0; 32];
        let preimage = format!("a {}", "22".repeat(32));
        let claimed_wrongly = ["a 1000", preimage.as_str()];
        let other = |part: Forged| Forged { set_id: [0x34; 32], root: TWO, ..part };
        let whole = |id| forged(id, 1_000, ROOT);
        let (a, b) = (a(), b());
        let plain = a.entry_of(&a.payload());
        for (number, (events, answer, rules)) in [
            // The hashes.
            (
                both,
                vec![a.entry(), Forged { root: TWO, ..b.clone() }.entry()],
                &["amp.shares.kept"][..],
            ),
            (
                both,
                vec![Forged { root: TWO, ..a.clone() }.entry(), b.entry()],
                &["amp.shares.kept"],
            ),
            (
                both,
                vec![a.entry(), Forged { share: TWO, ..b.clone() }.entry()],
                &["amp.shares.kept"],
            ),
            (&["a 400"], vec![Forged { root: ONE, ..a.clone() }.entry()], &["amp.shares.kept"]),
            (
                &["a 400", "b 100"],
                vec![a.entry(), forged("b", 100, rest(&[ONE])).entry()],
                &["amp.shares.kept"],
            ),
            // A share that went missing when its part failed.
            (
                &["a 400", "b 600", "b router", "c 600"],
                vec![a.entry(), b.entry(), forged("c", 600, TWO).entry()],
                &["amp.shares.kept"],
            ),
            (
                both,
                vec![forged("a", 400, zero).entry(), forged("b", 600, ROOT).entry()],
                &["amp.shares.kept"],
            ),
            // Nothing new.
            (
                &["a 1000"],
                vec![Forged { root: zero, ..forged("a", 1_000, zero) }.entry()],
                &["amp.payer.fresh", "amp.shares.kept"],
            ),
            (
                both,
                vec![
                    Forged { root: zero, ..a.clone() }.entry(),
                    Forged { root: zero, index: 8, ..forged("b", 600, ONE) }.entry(),
                ],
                &["amp.payer.fresh"],
            ),
            (
                &["a 1000"],
                vec![Forged { set_id: zero, ..whole("a") }.entry()],
                &["amp.payer.fresh"],
            ),
            (
                &["a 1000"],
                vec![Forged { set_id: ROOT, ..whole("a") }.entry()],
                &["amp.payer.fresh"],
            ),
            (
                &["a 1000", "a router", "b 1000"],
                vec![whole("a").entry(), Forged { set_id: TWO, index: 8, ..whole("b") }.entry()],
                &["amp.payer.fresh"],
            ),
            (
                &["a 1000", "a router", "b 1000"],
                vec![whole("a").entry(), whole("b").entry()],
                &["amp.payer.hash-once"],
            ),
            // Of one set.
            (
                both,
                vec![a.entry(), Forged { total_msat: 1_001, ..b.clone() }.entry()],
                &["amp.payer.same-set"],
            ),
            (
                both,
                vec![Forged { secret: TWO, ..a.clone() }.entry(), b.entry()],
                &["amp.payer.same-set"],
            ),
            (
                both,
                vec![Forged { cltv: 800_041, ..a.clone() }.entry(), b.entry()],
                &["amp.payer.same-set"],
            ),
            (
                both,
                vec![Forged { msat: 401, ..a.clone() }.entry(), b.entry()],
                &["amp.payer.same-set"],
            ),
            (
                both,
                vec![a.entry(), Forged { set_id: TWO, ..b.clone() }.entry()],
                &["amp.payer.same-set"],
            ),
            (&["a 400"], vec![plain], &["amp.payer.same-set"]),
            // What may be sent.
            (
                &["a 400", "a 600"],
                vec![a.entry(), Forged { id: "a", ..b.clone() }.entry()],
                &["amp.shares.id-once"],
            ),
            (&["a 1001"], vec![forged("a", 1_001, ROOT).entry()], &["amp.payer.no-subset"]),
            (
                &["a 400", "b 600", "c 1"],
                vec![a.entry(), b.entry(), Forged { index: 9, ..forged("c", 1, TWO) }.entry()],
                &["amp.payer.no-subset", "amp.shares.kept"],
            ),
            (&["a 0"], vec![forged("a", 0, ONE).entry()], &["amp.payer.no-subset"]),
            (
                &["a 1", "b 1", "c 1", "d 997"],
                vec![
                    forged("a", 1, ONE).entry(),
                    forged("b", 1, TWO).entry(),
                    forged("c", 1, [3; 32]).entry(),
                    forged("d", 997, rest(&[ONE, TWO, [3; 32]])).entry(),
                ],
                &["max_parts"],
            ),
            (&["a 400", "b 600"], vec![a.entry(), refused("b")], &["needless"]),
            (&["a 400", "a router", "a 400"], vec![a.entry(), refused("a")], &["needless"]),
            // After the payee's failure.
            (
                &["a 400", "a payee", "b 1000"],
                vec![a.entry(), Forged { index: 9, ..whole("b") }.entry()],
                &["amp.payer.retry-payee"],
            ),
            (
                &["a 400", "a payee", "b 1000"],
                vec![
                    a.entry(),
                    Forged { set_id: TWO, root: ONE, index: 9, ..forged("b", 1_000, ONE) }.entry(),
                ],
                &["amp.payer.retry-payee"],
            ),
            (
                &["a 400", "b 600", "a payee", "c 400"],
                vec![a.entry(), b.entry(), other(forged("c", 400, TWO)).entry()],
                &["amp.payer.same-set", "amp.shares.kept"],
            ),
            (
                &["a 400", "a payee incorrect_or_unknown_payment_details", "b 1000"],
                vec![a.entry(), other(forged("b", 1_000, TWO)).entry()],
                &["amp.payer.retry-payee"],
            ),
            (
                &["a 400", "a payee invalid_onion_payload", "b 1000"],
                vec![a.entry(), other(forged("b", 1_000, TWO)).entry()],
                &["amp.payer.retry-payee"],
            ),
            // What was claimed.
            (&["a 1000", "a right"], vec![whole("a").entry()], &["amp.payer.verify"]),
            (
                &["a 1000"],
                vec![Forged { settled: true, ..whole("a") }.entry()],
                &["amp.payer.verify"],
            ),
            (
                &claimed_wrongly,
                vec![Forged { settled: true, ..whole("a") }.entry()],
                &["amp.payer.verify"],
            ),
            (
                &["a 1000", "a router", "a right"],
                vec![Forged { settled: true, ..whole("a") }.entry()],
                &["amp.payer.verify"],
            ),
            (
                &["a 400", "a right", "b 600"],
                vec![Forged { settled: true, ..a.clone() }.entry(), b.entry()],
                &["amp.payer.verify"],
            ),
            // The form.
            (both, vec![a.entry()], &["protocol"]),
            (&["a 400"], vec![a.entry(), b.entry()], &["protocol"]),
            (both, vec![b.entry(), a.entry()], &["protocol"]),
            (&["a 400"], vec![json!({"id": "a"})], &["protocol"]),
            (&["a 400"], vec![with(&a.entry(), |it| it["refused"] = json!("x"))], &["protocol"]),
            (
                &["a 400"],
                vec![with(&a.entry(), |it| it["payment_hash"] = json!("00"))],
                &["protocol"],
            ),
            (&["a 400"], vec![with(&a.entry(), |it| it["settled"] = json!(false))], &["protocol"]),
            (&["a 400"], vec![with(&a.entry(), |it| it["payload"] = json!("0"))], &["protocol"]),
            (
                &["a 400"],
                vec![with(&a.entry(), |it| it["payload"] = json!("0201"))],
                &["bolt1.tlv.value-complete"],
            ),
        ]
        .into_iter()
        .enumerate()
        {
            let found = found("sender.run", &story(events), &list(&answer));
            wrong.extend((found != rules).then(|| format!("{number}: {found:?}, not {rules:?}")));
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn a_payment_in_a_thousand_parts_is_judged_in_time() {
        let mut events: Vec<String> = (1..1_000).map(|part| format!("p{part} 1")).collect();
        events.push("last 1".to_owned());
        let events: Vec<&str> = events.iter().map(String::as_str).collect();
        let mut input = story(&events);
        input["config"]["max_parts"] = json!("1000");
        let answer = ask("sender.run", &input);
        assert_eq!(found("sender.run", &input, &answer), [""; 0]);
        let swapped = with(&answer, |it| {
            it["shards"][0]["payment_hash"] = it["shards"][1]["payment_hash"].clone();
        });
        assert_eq!(
            found("sender.run", &input, &swapped),
            ["amp.payer.hash-once", "amp.shares.kept"]
        );
    }
}

#[test]
fn findings_name_rules_and_no_bytes() {
    let input = json!({"events": [{"new": {"id": "a", "last": true}}]});
    let mut answer = ask("shares.run", &input);
    answer["shares"][0]["index"] = json!("0");
    let judged = |answer: &Value| {
        judge("shares.run", input.as_object().unwrap(), answer.as_object().unwrap(), None)
    };
    let one = judged(&answer);
    let [difference] = one.differences.as_slice() else { panic!("{:?}", one.reasons) };
    assert_eq!(difference.member, "shares[0]");
    assert_eq!(difference.expected, Some(json!("amp.shares.kept")));
    assert!(one.reasons[0].starts_with("amp.shares.kept: shares[0]: "), "{:?}", one.reasons);
    let mut other = ask("shares.run", &input);
    other["shares"][0]["index"] = json!("0");
    assert_ne!(answer, other);
    assert_eq!(judged(&other), one);
    let omits = ["shares".to_owned()].into();
    let input = input.as_object().unwrap();
    let omitted = judge("shares.run", input, &Members::new(), Some(&omits));
    assert_eq!((omitted.members, omitted.compared, omitted.reasons.len()), (1, 0, 0));
}

#[test]
fn every_rule_that_is_named_is_there() {
    let rules = ampwire_vectors::rules().unwrap().rules;
    for source in [
        include_str!("shares.rs"),
        include_str!("sender.rs"),
        include_str!("sent.rs"),
        include_str!("payment.rs"),
    ] {
        for name in source.split('"').filter(|text| text.starts_with("amp.")) {
            assert!(rules.iter().any(|rule| rule.id == name), "{name}");
        }
    }
}
