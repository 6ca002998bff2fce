//! `shares.run`: the library's share tree, told what is made and what is cancelled.

use ampwire::amp::{Shard, ShareTree};
use serde_json::{Value, json};

use super::{input, random, refusal};
use crate::protocol::{Answer, Members, Rejection};

pub(super) fn run(members: &Members) -> Result<Answer, Rejection> {
    let events = input::list(input::required(members, "events")?, "events")?;
    let mut tracker = Tracker::new()?;
    for event in events {
        tracker.event(input::object(event, "events")?)?;
    }
    let shares: Vec<Value> = tracker.outstanding.iter().map(Outstanding::to_json).collect();
    Ok(Answer::ok([("shares", shares.into())]))
}

struct Tracker {
    tree: ShareTree,
    /// In the order in which they were made.
    outstanding: Vec<Outstanding>,
    /// The tree counts its shards: it knows no names.
    made: u64,
}

struct Outstanding {
    id: String,
    number: u64,
    shard: Shard,
}

impl Tracker {
    fn new() -> Result<Self, Rejection> {
        let tree = ShareTree::random(&mut random::fill).map_err(refusal::amp)?;
        Ok(Self { tree, outstanding: Vec::new(), made: 0 })
    }

    fn event(&mut self, event: &Members) -> Result<(), Rejection> {
        let (kind, value) = input::one_of(event, &["new", "cancel"])?;
        let members = input::object(value, kind)?;
        let id = input::text(input::required(members, "id")?, "id")?;
        if kind == "cancel" {
            return self.cancel(id);
        }
        let last = input::optional(members, "last", input::boolean)?.unwrap_or(false);
        self.make(id, last)
    }

    fn make(&mut self, id: &str, last: bool) -> Result<(), Rejection> {
        // A name that is outstanding is the tree's to refuse, by the number that it has there.
        let number = self.number(id).unwrap_or(self.made);
        let shard = if last {
            self.tree.last_shard(number, &mut random::fill)
        } else {
            self.tree.new_shard(number, &mut random::fill)
        };
        let shard = shard.map_err(refusal::amp)?;
        self.made += 1;
        self.outstanding.push(Outstanding { id: id.to_owned(), number, shard });
        Ok(())
    }

    fn cancel(&mut self, id: &str) -> Result<(), Rejection> {
        // The number of no shard where there is none: the tree refuses it.
        self.tree.cancel(self.number(id).unwrap_or(self.made)).map_err(refusal::amp)?;
        self.outstanding.retain(|shard| shard.id != id);
        Ok(())
    }

    fn number(&self, id: &str) -> Option<u64> {
        self.outstanding.iter().find(|shard| shard.id == id).map(|shard| shard.number)
    }
}

impl Outstanding {
    fn to_json(&self) -> Value {
        json!({
            "id": self.id,
            "share": hex::encode(self.shard.share.reveal()),
            "index": self.shard.child_index.to_string(),
            "hash": self.shard.payment_hash.to_string(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ampwire::amp::{Part, sha256};
    use ampwire::secret::{PaymentHash, Share};

    fn ask(events: &Value) -> Result<Vec<(String, Part)>, String> {
        match run(json!({"events": events}).as_object().unwrap()) {
            Ok(Answer::Ok(members)) => {
                Ok(members["shares"].as_array().unwrap().iter().map(part).collect())
            }
            Ok(other) => panic!("{other:?}"),
            Err(rejection) => Err(rejection.class.unwrap()),
        }
    }

    fn part(entry: &Value) -> (String, Part) {
        let bytes =
            |name: &str| hex::decode(entry[name].as_str().unwrap()).unwrap().try_into().unwrap();
        let part = Part {
            share: Share::new(bytes("share")),
            child_index: entry["index"].as_str().unwrap().parse().unwrap(),
            payment_hash: Some(PaymentHash(bytes("hash"))),
        };
        (entry["id"].as_str().unwrap().to_owned(), part)
    }

    #[test]
    fn what_is_out_reconstructs_once_nothing_is_kept() {
        let mut events = vec![
            json!({"new": {"id": "b", "last": false}}),
            json!({"new": {"id": "a", "last": true}}),
            json!({"cancel": {"id": "b"}}),
            json!({"new": {"id": "c", "last": false}}),
        ];
        let open: Vec<Part> =
            ask(&json!(events)).unwrap().into_iter().map(|(_, part)| part).collect();
        assert!(sha256::reconstruct(&open).is_err());
        events.push(json!({"new": {"id": "b", "last": true}}));
        let (ids, parts): (Vec<String>, Vec<Part>) =
            ask(&json!(events)).unwrap().into_iter().unzip();
        assert_eq!(ids, ["a", "c", "b"]);
        assert!(sha256::reconstruct(&parts).is_ok());
        assert_eq!(ask(&json!([])), Ok(vec![]));
    }

    #[test]
    fn what_can_not_be_refuses_everything() {
        let new = |id: &str, last: bool| json!({"new": {"id": id, "last": last}});
        let cancel = |id: &str| json!({"cancel": {"id": id}});
        for (events, class) in [
            (json!([new("a", false), new("a", false)]), "duplicate"),
            (json!([new("a", true), new("b", false)]), "insecure"),
            (json!([new("a", true), new("b", true)]), "insecure"),
            (json!([cancel("a")]), "bad_value"),
            (json!([new("a", false), cancel("a"), cancel("a")]), "bad_value"),
            (json!([new("a", false), cancel("b")]), "bad_value"),
            (json!([{}]), "other"),
            (json!([{"new": {"id": "a"}, "cancel": {"id": "a"}}]), "other"),
            (json!([{"new": {"last": true}}]), "other"),
        ] {
            assert_eq!(ask(&events), Err(class.to_owned()), "{events}");
        }
    }
}
