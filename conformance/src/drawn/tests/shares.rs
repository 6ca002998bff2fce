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
        (&open, list(vec![shard("b", &ROOT, &two, 8), shard("a", &ROOT, &one, 7)]), &["protocol"]),
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
