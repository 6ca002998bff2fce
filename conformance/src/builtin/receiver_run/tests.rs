use super::*;
use ampwire::amp::{Scheme, Shard, ShareTree};
use ampwire::onion::{AmpRecord, Layout, PayloadBuilder, PaymentData};

const SECRET: [u8; 32] = [0x11; 32];
const SET_ID: [u8; 32] = [0x33; 32];

fn ask(timeout: Timeout, changes: &Value, events: &[Value]) -> Result<Vec<Value>, String> {
    let mut config = json!({"scheme": "sha256", "layouts": ["type14"], "accept_spontaneous": false,
        "min_final_cltv_expiry_delta": "18", "block_height": "800000"});
    let mut invoice = json!({"payment_secret": hex::encode(SECRET), "payment_hash": "44".repeat(32),
        "amp": true, "amount_msat": "1000"});
    for (name, value) in changes["config"].as_object().into_iter().flatten() {
        config[name] = value.clone();
    }
    for (name, value) in changes["invoice"].as_object().into_iter().flatten() {
        invoice[name] = value.clone();
    }
    let mut invoices = vec![invoice];
    invoices.extend(changes["more"].as_array().into_iter().flatten().cloned());
    let input = json!({"config": config, "invoices": invoices, "events": events});
    match run(input.as_object().unwrap(), timeout) {
        Ok(Answer::Ok(members)) => Ok(members["outcomes"].as_array().unwrap().clone()),
        Ok(other) => panic!("{other:?}"),
        Err(rejection) => Err(rejection.class.unwrap()),
    }
}

fn outcomes(events: &[Value]) -> Vec<Value> {
    ask(Timeout::OfSet, &json!({}), events).unwrap()
}

/// Two shards of one payment, of 400 and of 600 msat.
fn shards() -> [(Shard, u64); 2] {
    let mut next = 0x50;
    let mut draw = |bytes: &mut [u8; 32]| {
        next += 1;
        bytes.fill(next);
    };
    let mut tree = ShareTree::random(&mut draw).unwrap();
    let first = tree.new_shard(0, &mut draw).unwrap();
    [(first, 400), (tree.last_shard(1, &mut draw).unwrap(), 600)]
}

fn payload((shard, msat): &(Shard, u64)) -> PayloadBuilder {
    PayloadBuilder::new()
        .amt_to_forward(*msat)
        .outgoing_cltv_value(800_018)
        .payment_data(PaymentData { payment_secret: PaymentSecret::new(SECRET), total_msat: 1_000 })
        .amp_record(AmpRecord {
            layout: Layout::Type14,
            root_share: shard.share,
            set_id: SetId(SET_ID),
            child_index: shard.child_index,
        })
}

fn arrives(at: u64, id: &str, shard: &(Shard, u64)) -> Value {
    let payload = payload(shard).build().unwrap().to_vec();
    json!({"at": at.to_string(), "htlc": {"id": id, "amount_msat": shard.1.to_string(),
        "payment_hash": shard.0.payment_hash.to_string(), "cltv_expiry": "800018",
        "payload": hex::encode(payload)}})
}

/// `incorrect_or_unknown_payment_details` of an HTLC that arrived at height 800000.
fn unknown(msat: u64) -> Value {
    let data = format!("{msat:016x}{:08x}", 800_000);
    json!({"name": "incorrect_or_unknown_payment_details", "data": data})
}

#[test]
fn a_set_is_held_and_settled() {
    let [one, other] = shards();
    let preimage = |shard: &(Shard, u64)| {
        let all = [one.0.part(), other.0.part()];
        let set = Scheme::Sha256.reconstruct(&all).unwrap();
        let children = set.children.iter();
        let right = |hash| hash == shard.0.payment_hash;
        let child = children.into_iter().find(|child| right(child.payment_hash)).unwrap();
        hex::encode(child.preimage.reveal())
    };
    let told = outcomes(&[
        arrives(10, "x", &one),
        arrives(11, "x", &one),
        json!({"at": "12", "tick": true}),
        arrives(13, "y", &other),
        arrives(14, "x", &one),
    ]);
    assert_eq!(
        json!(told),
        json!([
            {"event": "0", "id": "x", "held": true},
            {"event": "1", "id": "x", "held": true},
            {"event": "3", "id": "x", "settled": preimage(&one)},
            {"event": "3", "id": "y", "settled": preimage(&other)},
            {"event": "4", "id": "x", "settled": preimage(&one)},
        ])
    );
}

#[test]
fn a_failure_has_its_data_and_an_error_has_none() {
    let [one, other] = shards();
    let mut wrong = arrives(1, "x", &one);
    wrong["htlc"]["amount_msat"] = json!("401");
    let mut short = arrives(2, "y", &other);
    short["htlc"]["amount_msat"] = json!("599");
    let told = outcomes(&[
        arrives(0, "x", &one),
        wrong,
        short,
        json!({"at": "3", "cancel_set": hex::encode(SET_ID)}),
        json!({"at": "4", "cancel_invoice": hex::encode(SECRET)}),
        arrives(5, "y", &other),
    ]);
    let short = json!({"name": "final_incorrect_htlc_amount", "data": format!("{:016x}", 599)});
    assert_eq!(told[0], json!({"event": "0", "id": "x", "held": true}));
    assert_eq!((&told[1]["event"], told[1]["error"].is_string()), (&json!("1"), true));
    assert_eq!(told[2], json!({"event": "2", "id": "y", "failed": short}));
    assert_eq!(told[3], json!({"event": "3", "id": "x", "failed": unknown(400)}));
    assert_eq!(told[4], json!({"event": "5", "id": "y", "failed": unknown(600)}));
    assert_eq!(told.len(), 5);
}

#[test]
fn what_runs_out_is_the_set_or_each_htlc() {
    let [one, other] = shards();
    let mut small = other;
    small.1 = 500;
    let events = [
        arrives(0, "x", &one),
        arrives(50, "y", &small),
        json!({"at": "119", "tick": true}),
        json!({"at": "120", "tick": true}),
        json!({"at": "170", "tick": true}),
    ];
    let fail = |event: u64, id: &str| json!({"event": event.to_string(), "id": id, "failed": {"name": "mpp_timeout"}});
    let ended = |timeout| ask(timeout, &json!({}), &events).unwrap()[2..].to_vec();
    assert_eq!(ended(Timeout::OfSet), [fail(3, "x"), fail(3, "y")]);
    assert_eq!(ended(Timeout::OfEachHtlc), [fail(3, "x"), fail(4, "y")]);
    let sooner = json!({"config": {"mpp_timeout": "60"}});
    let told = ask(Timeout::OfSet, &sooner, &events).unwrap();
    assert_eq!(told[2..], [fail(2, "x"), fail(2, "y")]);
    let input = json!({"config": {}, "invoices": [], "events": []});
    let answer = crate::builtin::answer_with_timeouts_of_each_htlc(input.as_object().unwrap());
    assert!(matches!(answer, Answer::Reject(_)));
}

#[test]
fn a_height_is_announced() {
    let [one, other] = shards();
    let told = outcomes(&[
        arrives(0, "x", &one),
        json!({"at": "1", "block_height": "800000"}),
        json!({"at": "2", "block_height": "800001"}),
        arrives(3, "y", &other),
    ]);
    assert_eq!(told[1], json!({"event": "2", "id": "x", "failed": unknown(400)}));
    // The newcomer's height is another.
    assert_eq!(told[2]["failed"]["data"], format!("{:016x}{:08x}", 600, 800_001));
}

#[test]
fn settings_reach_the_payee() {
    let [one, _] = shards();
    let told = |changes: &Value| ask(Timeout::OfSet, changes, &[arrives(7, "x", &one)]).unwrap();
    let held = json!([{"event": "0", "id": "x", "held": true}]);
    let failed = json!([{"event": "0", "id": "x", "failed": unknown(400)}]);
    for (changes, expected) in [
        (json!({}), &held),
        (json!({"invoice": {"amount_msat": "1001"}}), &failed),
        (json!({"invoice": {"amount_msat": "499"}}), &failed),
        (json!({"invoice": {"expires_at": "6"}}), &failed),
        (json!({"invoice": {"expires_at": "7"}}), &held),
        (json!({"invoice": {"min_final_cltv_expiry_delta": "19"}}), &failed),
        (json!({"invoice": {"payment_metadata": ""}}), &failed),
        (json!({"config": {"min_final_cltv_expiry_delta": "19"}}), &failed),
        (json!({"config": {"scheme": "bp2018"}}), &held),
        (json!({"invoice": {"payment_secret": "22".repeat(32)}}), &failed),
    ] {
        assert_eq!(&json!(told(&changes)), expected, "{changes}");
    }
    let spontaneous = json!({"config": {"accept_spontaneous": true},
        "invoice": {"payment_secret": "22".repeat(32)}});
    assert_eq!(json!(told(&spontaneous)), held);
    let none = told(&json!({"config": {"layouts": []}}));
    assert_eq!(none[0]["failed"]["name"], "invalid_onion_payload");
    assert_eq!(none[0]["failed"]["data"].as_str().unwrap().get(..2), Some("0e"));
}

#[test]
fn a_custom_type_is_known_where_the_request_says_so() {
    let [one, _] = shards();
    let bytes = payload(&one).other_record(65_536, vec![1]).build().unwrap().to_vec();
    let mut event = arrives(0, "x", &one);
    event["htlc"]["payload"] = json!(hex::encode(bytes));
    let told =
        |changes: &Value| ask(Timeout::OfSet, changes, std::slice::from_ref(&event)).unwrap();
    assert_eq!(told(&json!({}))[0]["failed"]["name"], "invalid_onion_payload");
    let known = json!({"config": {"known_custom_types": ["65536"]}});
    assert_eq!(told(&known)[0]["held"], true);
}

#[test]
fn an_invoice_is_paid_without_amp_too() {
    let preimage = [0x77; 32];
    let hash = sha256::Hash::hash(&preimage).to_byte_array();
    let payload = PayloadBuilder::new()
        .amt_to_forward(1_000)
        .outgoing_cltv_value(800_018)
        .payment_data(PaymentData { payment_secret: PaymentSecret::new(SECRET), total_msat: 1_000 })
        .build()
        .unwrap()
        .to_vec();
    let event = json!({"at": "0", "htlc": {"id": "x", "amount_msat": "1000", "cltv_expiry": "800018",
        "payment_hash": hex::encode(hash), "payload": hex::encode(payload)}});
    for amp in [false, true] {
        let changes = json!({"invoice": {"amp": amp, "preimage": hex::encode(preimage),
            "payment_hash": hex::encode(hash)}});
        let told = ask(Timeout::OfSet, &changes, std::slice::from_ref(&event)).unwrap();
        assert_eq!(told[0]["settled"], hex::encode(preimage));
    }
}

#[test]
fn requests_out_of_form_are_refused() {
    let twice = json!({"payment_secret": hex::encode(SECRET), "payment_hash": "44".repeat(32),
        "amp": true});
    for (changes, class) in [
        (json!({"config": {"mpp_timeout": "59"}}), "limit"),
        (json!({"config": {"scheme": "sha512"}}), "other"),
        (json!({"config": {"layouts": ["type15"]}}), "other"),
        (json!({"config": {"accept_spontaneous": "true"}}), "other"),
        (json!({"config": {"block_height": "4294967296"}}), "bad_value"),
        (json!({"invoice": {"amp": false}}), "other"),
        (json!({"invoice": {"preimage": "77".repeat(32)}}), "mismatch"),
        (json!({"invoice": {"payment_secret": "77"}}), "bad_length"),
        (json!({"more": [twice]}), "duplicate"),
    ] {
        assert_eq!(ask(Timeout::OfSet, &changes, &[]), Err(class.to_owned()), "{changes}");
    }
    for (event, class) in [
        (json!({"at": "0"}), "other"),
        (json!({"tick": true}), "other"),
        (json!({"at": "0", "tick": true, "block_height": "1"}), "other"),
        (json!({"at": "0", "htlc": {"id": "x"}}), "other"),
        (json!({"at": "0", "cancel_set": "00"}), "bad_length"),
    ] {
        assert_eq!(
            ask(Timeout::OfSet, &json!({}), std::slice::from_ref(&event)),
            Err(class.to_owned()),
            "{event}"
        );
    }
    // A payment can't name such an invoice, so that it does no harm.
    assert_eq!(
        ask(Timeout::OfSet, &json!({"invoice": {"payment_secret": "00".repeat(32)}}), &[]),
        Ok(vec![])
    );
}
