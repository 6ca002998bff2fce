//! `sender.run`: the library's payer, told a scenario.

use std::collections::BTreeMap;

use ampwire::amp::payer::{Action, Event, FinalHop, Payer, PayerConfig};
use ampwire::amp::sha256;
use ampwire::secret::{PaymentSecret, Preimage, Root, SetId};
use ampwire::wire::Encode;
use serde_json::{Value, json};

use super::{input, random, refusal};
use crate::protocol::{Answer, Class, Members, Rejection};

pub(super) fn run(members: &Members) -> Result<Answer, Rejection> {
    let config = input::object(input::required(members, "config")?, "config")?;
    let mut scenario = Scenario::new(config)?;
    for event in input::list(input::required(members, "events")?, "events")? {
        scenario.event(input::object(event, "events")?)?;
    }
    Ok(Answer::ok([("shards", scenario.shards().into())]))
}

/// The payer and what the scenario calls its parts.
struct Scenario {
    payer: Payer,
    outgoing_cltv_value: u32,
    /// The number that the payer has for the last part that was sent under a name.
    numbers: BTreeMap<String, u64>,
    /// For each `send`, in their order.
    entries: Vec<Entry>,
    /// What each set derives from: the payer does not tell, but what it draws comes by here.
    roots: BTreeMap<SetId, Root>,
}

struct Entry {
    id: String,
    sent: Result<FinalHop, String>,
}

impl Scenario {
    fn new(config: &Members) -> Result<Self, Rejection> {
        fn number<T: core::str::FromStr>(config: &Members, name: &str) -> Result<T, Rejection> {
            input::integer(input::required(config, name)?, name)
        }
        let secret = input::array(input::required(config, "payment_secret")?, "payment_secret")?;
        let settings = PayerConfig::new(
            PaymentSecret::new(secret),
            number(config, "total_msat")?,
            number(config, "max_parts")?,
        );
        Ok(Self {
            payer: Payer::new(settings).map_err(refusal::payer)?,
            outgoing_cltv_value: number(config, "outgoing_cltv_value")?,
            numbers: BTreeMap::new(),
            entries: Vec::new(),
            roots: BTreeMap::new(),
        })
    }

    fn event(&mut self, event: &Members) -> Result<(), Rejection> {
        let (kind, value) = input::one_of(event, &["send", "failed", "settled"])?;
        let members = input::object(value, kind)?;
        let id = input::text(input::required(members, "id")?, "id")?;
        match kind {
            "send" => {
                let amount = input::required(members, "amount_msat")?;
                self.send(id, input::integer(amount, "amount_msat")?);
                Ok(())
            }
            "failed" => self.failed(id, members),
            _ => self.settled(id, members),
        }
    }

    /// A name may come again once its part has failed; the payer's numbers never do.
    fn send(&mut self, id: &str, amt_to_forward: u64) {
        let known = self.numbers.get(id).copied();
        let outstanding = known.filter(|number| self.outstanding(*number).is_some());
        let number = outstanding.or_else(|| self.payer.next_id()).unwrap_or(u64::MAX);
        let outgoing_cltv_value = self.outgoing_cltv_value;
        let mut drawn = Vec::new();
        let mut draw = |bytes: &mut [u8; 32]| {
            random::fill(bytes);
            drawn.push(*bytes);
        };
        let event = Event::Send { id: number, amt_to_forward, outgoing_cltv_value };
        let actions = self.payer.handle(event, &mut draw);
        let mut sent = Err("the payer said nothing".to_owned());
        for action in actions {
            match action {
                Action::Send(hop) => sent = Ok(hop),
                Action::Refused { error, .. } => sent = Err(error.to_string()),
                // How the payment stands is not asked for.
                _ => {}
            }
        }
        if let Ok(hop) = &sent {
            self.numbers.insert(id.to_owned(), number);
            self.remember_root(hop, &drawn);
        }
        self.entries.push(Entry { id: id.to_owned(), sent });
    }

    /// With the first part of a set its root was drawn: the draw that the part's hash follows from.
    fn remember_root(&mut self, hop: &FinalHop, drawn: &[[u8; 32]]) {
        let Some(record) = hop.payload.amp_record() else { return };
        if self.roots.contains_key(&record.set_id) {
            return;
        }
        let right = |root: &Root| {
            sha256::derive(root, &record.root_share, record.child_index).payment_hash
                == hop.payment_hash
        };
        if let Some(root) = drawn.iter().copied().map(Root::new).find(right) {
            self.roots.insert(record.set_id, root);
        }
    }

    fn failed(&mut self, id: &str, members: &Members) -> Result<(), Rejection> {
        let by_payee = match input::text(input::required(members, "by")?, "by")? {
            "router" => false,
            "payee" => true,
            _ => return Err(input::refuse(Class::Other, "by", "is neither router nor payee")),
        };
        let failure =
            members.get("failure").map(|name| input::text(name, "failure")).transpose()?;
        let Some(number) = self.numbers.get(id).copied() else { return Ok(()) };
        let event = if by_payee {
            Event::FailedByPayee { id: number, code: failure.and_then(failure_code) }
        } else {
            Event::FailedByRouter { id: number }
        };
        // What is not outstanding is refused, and that changes nothing: the answer has no place for it.
        let _ = self.payer.handle(event, &mut random::fill);
        Ok(())
    }

    fn settled(&mut self, id: &str, members: &Members) -> Result<(), Rejection> {
        let given = input::optional(members, "preimage", input::array)?.map(Preimage::new);
        let Some(number) = self.numbers.get(id).copied() else { return Ok(()) };
        let preimage =
            given.or_else(|| self.outstanding(number).and_then(|hop| self.preimage(&hop)));
        if let Some(preimage) = preimage {
            let _ = self.payer.handle(Event::Settled { id: number, preimage }, &mut random::fill);
        }
        Ok(())
    }

    fn outstanding(&self, number: u64) -> Option<FinalHop> {
        self.payer.outstanding().find(|hop| hop.id == number)
    }

    /// What claims the part.
    fn preimage(&self, hop: &FinalHop) -> Option<Preimage> {
        let record = hop.payload.amp_record()?;
        let root = self.roots.get(&record.set_id)?;
        Some(sha256::derive(root, &record.root_share, record.child_index).preimage)
    }

    fn shards(&self) -> Vec<Value> {
        let settled: Vec<u64> = self.payer.settled().map(|(number, _)| number).collect();
        self.entries.iter().map(|entry| entry.to_json(&settled)).collect()
    }
}

impl Entry {
    fn to_json(&self, settled: &[u64]) -> Value {
        match &self.sent {
            Err(why) => json!({"id": self.id, "refused": why}),
            Ok(hop) => {
                let mut members = json!({
                    "id": self.id,
                    "payload": hex::encode(hop.payload.to_vec()),
                    "payment_hash": hop.payment_hash.to_string(),
                });
                if let (true, Some(members)) = (settled.contains(&hop.id), members.as_object_mut())
                {
                    members.insert("settled".to_owned(), true.into());
                }
                members
            }
        }
    }
}

/// BOLT 4's code of a failure that has this name. What is permanent is all that the payer makes of it.
fn failure_code(name: &str) -> Option<u16> {
    const BADONION: u16 = 0x8000;
    const PERM: u16 = 0x4000;
    const NODE: u16 = 0x2000;
    const UPDATE: u16 = 0x1000;
    Some(match name {
        "temporary_node_failure" => NODE + 2,
        "permanent_node_failure" => PERM + NODE + 2,
        "required_node_feature_missing" => PERM + NODE + 3,
        "invalid_onion_version" => BADONION + PERM + 4,
        "invalid_onion_hmac" => BADONION + PERM + 5,
        "invalid_onion_key" => BADONION + PERM + 6,
        "temporary_channel_failure" => UPDATE + 7,
        "permanent_channel_failure" => PERM + 8,
        "required_channel_feature_missing" => PERM + 9,
        "unknown_next_peer" => PERM + 10,
        "amount_below_minimum" => UPDATE + 11,
        "fee_insufficient" => UPDATE + 12,
        "incorrect_cltv_expiry" => UPDATE + 13,
        "expiry_too_soon" => UPDATE + 14,
        "incorrect_or_unknown_payment_details" => PERM + 15,
        "final_incorrect_cltv_expiry" => 18,
        "final_incorrect_htlc_amount" => 19,
        "channel_disabled" => UPDATE + 20,
        "expiry_too_far" => 21,
        "invalid_onion_payload" => PERM + 22,
        "mpp_timeout" => 23,
        "invalid_onion_blinding" => BADONION + PERM + 24,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use ampwire::amp::Part;
    use ampwire::onion::{Layouts, Payload, PayloadRules, PayloadView, Role};
    use ampwire::secret::PaymentHash;

    fn config() -> Value {
        json!({"total_msat": "1000", "payment_secret": "11".repeat(32),
            "outgoing_cltv_value": "800040", "max_parts": "4"})
    }

    fn send(id: &str, msat: u64) -> Value {
        json!({"send": {"id": id, "amount_msat": msat.to_string()}})
    }

    fn failed(id: &str, by: &str, failure: &str) -> Value {
        json!({"failed": {"id": id, "by": by, "failure": failure}})
    }

    fn ask(config: &Value, events: &[Value]) -> Result<Vec<Value>, String> {
        match run(json!({"config": config, "events": events}).as_object().unwrap()) {
            Ok(Answer::Ok(members)) => Ok(members["shards"].as_array().unwrap().clone()),
            Ok(other) => panic!("{other:?}"),
            Err(rejection) => Err(rejection.class.unwrap()),
        }
    }

    fn payload(shard: &Value) -> Payload {
        let bytes = hex::decode(shard["payload"].as_str().unwrap()).unwrap();
        let rules = PayloadRules::new(Role::Final, Layouts::DEPLOYED);
        PayloadView::parse(&bytes, rules).unwrap().to_payload()
    }

    fn part(shard: &Value) -> Part {
        let record = *payload(shard).amp_record().unwrap();
        let hash = hex::decode(shard["payment_hash"].as_str().unwrap()).unwrap();
        Part {
            share: record.root_share,
            child_index: record.child_index,
            payment_hash: Some(PaymentHash(hash.try_into().unwrap())),
        }
    }

    #[test]
    fn all_parts_together_reconstruct() {
        let shards = ask(
            &config(),
            &[
                send("a", 400),
                send("b", 500),
                failed("b", "router", "temporary_channel_failure"),
                send("b", 300),
                send("c", 301),
                send("c", 300),
                send("d", 1),
                json!({"settled": {"id": "a"}}),
            ],
        )
        .unwrap();
        let ids: Vec<&str> = shards.iter().map(|shard| shard["id"].as_str().unwrap()).collect();
        assert_eq!(ids, ["a", "b", "b", "c", "c", "d"]);
        let sent = |place: usize| part(&shards[place]);
        assert!(sha256::reconstruct(&[sent(0), sent(2), sent(4)]).is_ok());
        assert!(sha256::reconstruct(&[sent(0), sent(1)]).is_err());
        for refused in [3, 5] {
            assert!(shards[refused]["refused"].is_string(), "{refused}");
        }
        let settled: Vec<bool> = shards.iter().map(|shard| shard["settled"] == true).collect();
        assert_eq!(settled, [true, false, false, false, false, false]);
        let first = payload(&shards[0]);
        assert_eq!(first.amt_to_forward(), Some(400));
        assert_eq!(first.outgoing_cltv_value(), Some(800_040));
        assert_eq!(first.payment_data().unwrap().total_msat, 1_000);
    }

    #[test]
    fn a_part_is_claimed_with_the_right_preimage_alone() {
        let settled = |preimage: &Value| {
            let mut settled = json!({"settled": {"id": "a"}});
            if !preimage.is_null() {
                settled["settled"]["preimage"] = preimage.clone();
            }
            let shards = ask(&config(), &[send("a", 1000), settled]).unwrap();
            shards[0].get("settled").cloned()
        };
        assert_eq!(settled(&Value::Null), Some(json!(true)));
        assert_eq!(settled(&json!("22".repeat(32))), None);
        // Also before all parts are out.
        let shards =
            ask(&config(), &[send("a", 10), json!({"settled": {"id": "a"}}), send("b", 990)]);
        let shards = shards.unwrap();
        assert_eq!(shards[0]["settled"], true);
        assert!(shards[1]["refused"].is_string());
        // Not once it has failed.
        let shards = ask(
            &config(),
            &[send("a", 10), failed("a", "router", "x"), json!({"settled": {"id": "a"}})],
        );
        assert_eq!(shards.unwrap()[0].get("settled"), None);
    }

    #[test]
    fn what_the_payee_fails_is_retried_under_a_fresh_root_or_given_up() {
        let retried = |failure: &str| {
            let mut failed = failed("a", "payee", failure);
            if failure.is_empty() {
                failed["failed"].as_object_mut().unwrap().remove("failure");
            }
            let shards =
                ask(&config(), &[send("a", 400), send("b", 600), failed, send("a", 400)]).unwrap();
            assert!(shards[2]["refused"].is_string(), "{failure}: b is outstanding");
            let after = [send("a", 400), self::failed("a", "payee", failure), send("b", 1000)];
            let shards = ask(&config(), &after).unwrap();
            if shards[1].get("refused").is_some() {
                return false;
            }
            let set_id = |shard: &Value| payload(shard).amp_record().unwrap().set_id;
            assert_ne!(set_id(&shards[0]), set_id(&shards[1]));
            true
        };
        for failure in ["mpp_timeout", "final_incorrect_cltv_expiry", "what nobody knows", ""] {
            assert!(retried(failure), "{failure}");
        }
        let permanent = [
            "incorrect_or_unknown_payment_details",
            "invalid_onion_payload",
            "permanent_node_failure",
        ];
        for failure in permanent {
            assert!(!retried(failure), "{failure}");
        }
    }

    #[test]
    fn codes_are_those_of_the_library() {
        for code in 0..=0xffff {
            let message = [u8::try_from(code >> 8).unwrap(), u8::try_from(code & 0xff).unwrap()];
            let mut message = message.to_vec();
            message.resize(40, 0);
            let Ok(failure) = ampwire::onion::Failure::parse(&message) else { continue };
            if let Some(name) = failure.name() {
                assert_eq!(failure_code(name), Some(failure.code()), "{name}");
            }
        }
    }

    #[test]
    fn requests_out_of_form_are_refused() {
        for (name, value, class) in [
            ("total_msat", json!("0"), "bad_amount"),
            ("max_parts", json!("0"), "bad_value"),
            ("payment_secret", json!("11"), "bad_length"),
            ("outgoing_cltv_value", json!("4294967296"), "bad_value"),
            ("max_parts", json!(4), "bad_encoding"),
        ] {
            let mut config = config();
            config[name] = value;
            assert_eq!(ask(&config, &[]), Err(class.to_owned()), "{name}");
        }
        for event in [
            json!({}),
            json!({"send": {"id": "a"}}),
            json!({"failed": {"id": "a"}}),
            json!({"send": {"id": "a", "amount_msat": "1"}, "settled": {"id": "a"}}),
        ] {
            assert_eq!(
                ask(&config(), std::slice::from_ref(&event)),
                Err("other".to_owned()),
                "{event}"
            );
        }
        assert_eq!(ask(&config(), &[]), Ok(vec![]));
    }
}
