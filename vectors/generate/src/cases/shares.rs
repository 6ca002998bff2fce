//! `shares.run`: a payer's shares, made and given back.

use ampwire_vectors::{Class, Level};
use serde_json::{Value, json};

use crate::case::{Case, Declared, Entry};

const KEPT: &str = "amp.shares.kept";
const NOTHING_KEPT: &str = "amp.shares.nothing-kept";
const CANCEL: &str = "amp.shares.cancel";
const ID_ONCE: &str = "amp.shares.id-once";
const SPLIT: &str = "amp.sha256.split";
const PREIMAGE: &str = "amp.sha256.preimage";

fn new(id: &str) -> Value {
    json!({ "new": { "id": id, "last": false } })
}

fn last(id: &str) -> Value {
    json!({ "new": { "id": id, "last": true } })
}

fn cancel(id: &str) -> Value {
    json!({ "cancel": { "id": id } })
}

fn case(slug: &str, comment: &str, events: Vec<Value>) -> Case {
    Case::new("shares.run", format!("shares/{slug}"), comment)
        .with("events", events)
        .amp_only()
        .level(Level::Should)
        .from("spec/amp.md, section 9; LND >= 0.13, amp/shard_tracker.go")
}

/// Shares that come out: these ids, in this order.
fn ok(slug: &str, comment: &str, events: Vec<Value>, outstanding: &[&str]) -> Case {
    let mut case = case(slug, comment, events);
    let entries = outstanding
        .iter()
        .map(|id| Entry { id: (*id).to_owned(), has: &["share", "index", "hash"], lacks: &[] })
        .collect();
    case.declared = Declared::Random { list: "shares", entries };
    case
}

fn reject(slug: &str, comment: &str, events: Vec<Value>, class: Class, near: &str) -> Case {
    case(slug, comment, events).reject(class).near(&format!("shares/{near}"))
}

pub(super) fn cases() -> Vec<Case> {
    [made(), given_back(), refused()].concat()
}

fn made() -> Vec<Case> {
    let mut many: Vec<Value> = (1..16).map(|number| new(&number.to_string())).collect();
    many.push(last("16"));
    let names: Vec<String> = (1..=16).map(|number| number.to_string()).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    vec![
        ok("none", "No shard was made.", vec![], &[]).obeys(&[KEPT]),
        ok("one", "One shard, the last: its share is the root.", vec![last("a")], &["a"])
            .obeys(&[KEPT, PREIMAGE, ID_ONCE]),
        ok("one-not-last", "One shard that is not the last: the rest of the root is kept, so that its hash can't be made of its share.", vec![new("a")], &["a"])
            .obeys(&[KEPT, SPLIT]),
        ok("two", "Two shards: their shares make the root of both hashes.", vec![new("a"), last("b")], &["a", "b"])
            .obeys(&[KEPT, PREIMAGE, SPLIT]),
        ok("two-not-last", "Two shards, and none of them the last.", vec![new("a"), new("b")], &["a", "b"])
            .obeys(&[KEPT, SPLIT, ID_ONCE]),
        ok("three", "Three shards.", vec![new("a"), new("b"), last("c")], &["a", "b", "c"])
            .obeys(&[KEPT, PREIMAGE, SPLIT]),
        ok("sixteen", "Sixteen shards.", many, &names).obeys(&[KEPT, PREIMAGE, SPLIT]),
    ]
}

fn given_back() -> Vec<Case> {
    let three = || vec![new("a"), new("b"), last("c")];
    let after = |more: Vec<Value>| [three(), more].concat();
    vec![
        ok("cancel", "A shard is made and cancelled: nothing is outstanding.", vec![new("a"), cancel("a")], &[])
            .obeys(&[CANCEL, KEPT]),
        ok("cancel-the-last", "The only shard, which had the whole root, is cancelled, and another one has it.", vec![last("a"), cancel("a"), last("b")], &["b"])
            .obeys(&[CANCEL, KEPT, NOTHING_KEPT]),
        ok("cancel-first-of-three", "The first of three shards is cancelled: the others have not the whole root.", after(vec![cancel("a")]), &["b", "c"])
            .obeys(&[CANCEL, KEPT]),
        ok("cancel-and-replace", "The second of three shards is cancelled, and a last one takes its share: all hashes are of one root still.", after(vec![cancel("b"), last("d")]), &["a", "c", "d"])
            .obeys(&[CANCEL, KEPT, NOTHING_KEPT, PREIMAGE]),
        ok("cancel-and-split-anew", "The second of three shards is cancelled, and its share is split in three.", after(vec![cancel("b"), new("d"), new("e"), last("f")]), &["a", "c", "d", "e", "f"])
            .obeys(&[CANCEL, KEPT, SPLIT, PREIMAGE]),
        ok("cancel-two", "Two of three shards are cancelled, and their shares are in one again.", after(vec![cancel("c"), cancel("a"), last("d")]), &["b", "d"])
            .obeys(&[CANCEL, KEPT, PREIMAGE]),
        ok("cancel-all", "All three shards are cancelled, and the whole root is split anew.", after(vec![cancel("a"), cancel("b"), cancel("c"), new("d"), last("e")]), &["d", "e"])
            .obeys(&[CANCEL, KEPT, PREIMAGE]),
        ok("cancel-before-the-last", "A shard is cancelled before the last one is made: that takes its share too.", vec![new("a"), new("b"), cancel("a"), last("c")], &["b", "c"])
            .obeys(&[CANCEL, KEPT, PREIMAGE]),
        ok("id-again-after-cancel", "An id is used again once its shard was cancelled.", vec![new("a"), new("b"), cancel("a"), last("a")], &["b", "a"])
            .obeys(&[CANCEL, ID_ONCE, KEPT, PREIMAGE]),
        ok("cancel-again-and-again", "One part of the root is cancelled and made again four times.", vec![new("a"), last("b"), cancel("b"), last("c"), cancel("c"), last("d"), cancel("d"), last("e"), cancel("e"), last("f")], &["a", "f"])
            .obeys(&[CANCEL, KEPT, PREIMAGE]),
    ]
}

fn refused() -> Vec<Case> {
    vec![
        reject("id-twice", "An id names a shard that is outstanding.", vec![new("a"), new("a")], Class::Duplicate, "two-not-last")
            .breaks(&[ID_ONCE]),
        reject("id-twice-last", "The last shard has the id of one that is outstanding.", vec![new("a"), last("a")], Class::Duplicate, "two")
            .breaks(&[ID_ONCE]),
        reject("after-the-last", "A shard behind the last one: nothing is kept that it could have.", vec![last("a"), new("b")], Class::Insecure, "two-not-last")
            .breaks(&[NOTHING_KEPT]),
        reject("last-twice", "A second last shard would have an all-zero share.", vec![last("a"), last("b")], Class::Insecure, "two")
            .breaks(&[NOTHING_KEPT]),
        reject("last-twice-of-three", "A second last shard, behind others.", vec![new("a"), last("b"), last("c")], Class::Insecure, "three")
            .breaks(&[NOTHING_KEPT]),
        reject("cancel-unknown", "A shard is cancelled that was never made.", vec![new("a"), cancel("b")], Class::BadValue, "cancel")
            .breaks(&[CANCEL]),
        reject("cancel-nothing", "A shard is cancelled before any was made.", vec![cancel("a")], Class::BadValue, "cancel")
            .breaks(&[CANCEL]),
        reject("cancel-twice", "A shard is cancelled twice: its share would be taken for kept twice.", vec![new("a"), cancel("a"), cancel("a")], Class::BadValue, "cancel")
            .breaks(&[CANCEL]),
        reject("cancel-then-last-twice", "A shard is cancelled, a last one takes its share, and a second last one has nothing left.", vec![last("a"), cancel("a"), last("b"), last("c")], Class::Insecure, "cancel-the-last")
            .breaks(&[NOTHING_KEPT]),
        case("id-twice-after-the-last", "An id that is outstanding, and nothing that is kept: either is a reason.", vec![last("a"), last("a")])
            .reject_either(&[Class::Duplicate, Class::Insecure])
            .near("shares/two")
            .breaks(&[ID_ONCE, NOTHING_KEPT]),
    ]
}
