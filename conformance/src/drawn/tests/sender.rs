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
        (&["a 400", "a right", "b 600"], [Forged { settled: true, ..a() }.entry(), refused("b")]),
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
        (both, vec![Forged { root: TWO, ..a.clone() }.entry(), b.entry()], &["amp.shares.kept"]),
        (both, vec![a.entry(), Forged { share: TWO, ..b.clone() }.entry()], &["amp.shares.kept"]),
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
        (&["a 1000"], vec![Forged { set_id: zero, ..whole("a") }.entry()], &["amp.payer.fresh"]),
        (&["a 1000"], vec![Forged { set_id: ROOT, ..whole("a") }.entry()], &["amp.payer.fresh"]),
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
        (both, vec![Forged { msat: 401, ..a.clone() }.entry(), b.entry()], &["amp.payer.same-set"]),
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
        (&["a 1000"], vec![Forged { settled: true, ..whole("a") }.entry()], &["amp.payer.verify"]),
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
        (&["a 400"], vec![with(&a.entry(), |it| it["payment_hash"] = json!("00"))], &["protocol"]),
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
    assert_eq!(found("sender.run", &input, &swapped), ["amp.payer.hash-once", "amp.shares.kept"]);
}
