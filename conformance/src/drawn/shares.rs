//! `shares.run`: the shards that are out at the end, and what is kept.

use std::collections::BTreeSet;

use serde_json::Value;

use super::derivation::{Bytes32, hash, is_zero, xor};
use super::{Findings, PROTOCOL, read};
use crate::protocol::Members;

pub(super) fn judge(input: &Members, answer: &Value) -> Findings {
    let mut findings = Findings::default();
    let story = match Story::of(input) {
        Ok(story) => story,
        // The whole request was to be refused.
        Err((rule, why)) => {
            findings.add(rule, "shares", why);
            return findings;
        }
    };
    let shards = match read::entries(answer) {
        Ok(entries) => entries.into_iter().map(Shard::read).collect::<Result<Vec<Shard>, String>>(),
        Err(why) => Err(why),
    };
    match shards {
        Err(why) => findings.add(PROTOCOL, "shares", why),
        Ok(shards) => story.judge(&shards, &mut findings),
    }
    findings
}

/// What the events come to.
struct Story {
    /// The shards that are out, in the order in which they were made.
    outstanding: Vec<String>,
    cancelled: BTreeSet<String>,
    /// Whether the last shard has taken all that was kept, and nothing came back since.
    all_out: bool,
}

impl Story {
    fn of(input: &Members) -> Result<Self, (&'static str, String)> {
        let mut story =
            Self { outstanding: Vec::new(), cancelled: BTreeSet::new(), all_out: false };
        let unread = |why| (PROTOCOL, format!("the request can't be read: {why}"));
        let events = input.get("events").ok_or("no events".to_owned()).and_then(read::entries);
        for event in events.map_err(unread)? {
            let (kind, members) = read::event(event, &["new", "cancel"])
                .ok_or_else(|| unread("an event is new or cancel".to_owned()))?;
            let id = read::text(members, "id").map_err(unread)?;
            let place = story.outstanding.iter().position(|known| known == id);
            match (kind, place) {
                ("new", Some(_)) => {
                    return Err(("amp.shares.id-once", format!("{id} is made while it is out")));
                }
                ("new", None) if story.all_out => {
                    let why = format!("{id} is made while nothing is kept");
                    return Err(("amp.shares.nothing-kept", why));
                }
                ("new", None) => {
                    story.outstanding.push(id.to_owned());
                    story.cancelled.remove(id);
                    story.all_out = members.get("last") == Some(&Value::Bool(true));
                }
                (_, Some(place)) => {
                    story.outstanding.remove(place);
                    story.cancelled.insert(id.to_owned());
                    story.all_out = false;
                }
                (_, None) => {
                    let why = format!("{id} is cancelled, and is not out");
                    return Err(("amp.shares.cancel", why));
                }
            }
        }
        Ok(story)
    }

    fn judge(&self, shards: &[Shard], findings: &mut Findings) {
        self.judge_ids(shards, findings);
        let mut hashes = BTreeSet::new();
        let root = xor(shards.iter().map(|shard| &shard.share));
        if self.all_out && is_zero(&root) {
            findings.add("amp.payer.fresh", "shares", "the root is all zero");
        }
        for (place, shard) in shards.iter().enumerate() {
            let place = format!("shares[{place}]");
            let id = &shard.id;
            if is_zero(&shard.share) {
                let why = format!("the share of {id} is all zero");
                findings.add("amp.shares.kept", place.as_str(), why);
            }
            if !hashes.insert(shard.hash) {
                let why = format!("the hash of {id} is that of another shard");
                findings.add("amp.payer.hash-once", place.as_str(), why);
            }
            let follows = shard.hash == hash(&root, &shard.share, shard.index);
            let why = match (self.all_out, follows) {
                (true, false) => format!(
                    "nothing is kept, and the hash of {id} does not follow from the XOR of all shares"
                ),
                (false, true) => format!(
                    "something is kept, and the hash of {id} follows from the XOR of what is out"
                ),
                _ => continue,
            };
            findings.add("amp.shares.kept", place, why);
        }
    }

    fn judge_ids(&self, shards: &[Shard], findings: &mut Findings) {
        let ids: Vec<&str> = shards.iter().map(|shard| shard.id.as_str()).collect();
        if ids == self.outstanding {
            return;
        }
        let before = findings.0.len();
        for (place, id) in ids.iter().enumerate() {
            let place = format!("shares[{place}]");
            if self.outstanding.iter().any(|known| known == id) {
                continue;
            }
            if self.cancelled.contains(*id) {
                findings.add("amp.shares.cancel", place, format!("{id} was cancelled"));
            } else {
                findings.add(PROTOCOL, place, format!("{id} was never made"));
            }
        }
        for id in self.outstanding.iter().filter(|id| !ids.contains(&id.as_str())) {
            findings.add("amp.shares.kept", "shares", format!("{id} is out, and not listed"));
        }
        if findings.0.len() == before {
            let why = "the shards do not stand once each, in the order in which they were made";
            findings.add(PROTOCOL, "shares", why);
        }
    }
}

/// One entry of the answer.
struct Shard {
    id: String,
    share: Bytes32,
    index: u32,
    hash: Bytes32,
}

impl Shard {
    fn read(members: &Members) -> Result<Self, String> {
        Ok(Self {
            id: read::text(members, "id")?.to_owned(),
            share: read::bytes32(members, "share")?,
            index: read::number(members, "index")?,
            hash: read::bytes32(members, "hash")?,
        })
    }
}
