//! A scenario under construction: what happens, and beside it what is answered.

use std::collections::BTreeMap;

use ampwire_vectors::{Level, Members};
use serde_json::{Value, json};

use super::part::{DELTA, HEIGHT, Part};
use crate::bytes::hex;
use crate::case::{Case, Declared};
use crate::cases::derive::sha256;
use crate::cases::samples::{PREIMAGE, SECRET};
use crate::scenario::Outcomes;

/// The second at which every scenario begins.
pub(super) const START: u64 = 1_700_000_000;

/// Seconds that a set has.
pub(super) const TIMEOUT: u64 = 120;

/// The secret of the ordinary invoice, or of a second one.
pub(super) const OTHER_SECRET: [u8; 32] = [0x55; 32];

/// The `set_id` of a second payment.
pub(super) const OTHER_SET: [u8; 32] = [0x66; 32];

/// An invoice, as the payee has it in its books.
#[derive(Clone)]
pub(super) struct Invoice(Members);

impl Invoice {
    /// An invoice that is paid by AMP. Its hash has no preimage.
    pub(super) fn amp(secret: [u8; 32], amount_msat: Option<u64>) -> Self {
        let mut members = Members::new();
        members.insert("amp".to_owned(), true.into());
        members.insert("payment_secret".to_owned(), hex(&secret).into());
        members.insert("payment_hash".to_owned(), hex(&sha256(&[&secret])).into());
        let invoice = Self(members);
        amount_msat.map_or(invoice.clone(), |msat| invoice.set("amount_msat", msat))
    }

    /// An invoice that is paid by AMP, with the hash that it was given out with.
    pub(super) fn with_hash(secret: [u8; 32], payment_hash: [u8; 32]) -> Self {
        let Self(mut members) = Self::amp(secret, None);
        members.insert("payment_hash".to_owned(), hex(&payment_hash).into());
        Self(members)
    }

    /// An invoice for ordinary payments.
    pub(super) fn ordinary(secret: [u8; 32], amount_msat: Option<u64>) -> Self {
        let Self(mut members) = Self::amp(secret, amount_msat);
        members.insert("amp".to_owned(), false.into());
        Self(members).or_ordinary()
    }

    /// The invoice, paid by ordinary payments as well.
    pub(super) fn or_ordinary(self) -> Self {
        let Self(mut members) = self;
        members.insert("payment_hash".to_owned(), hex(&sha256(&[&PREIMAGE])).into());
        members.insert("preimage".to_owned(), hex(&PREIMAGE).into());
        Self(members)
    }

    /// The invoice with a member that is a number.
    pub(super) fn set(self, name: &str, value: u64) -> Self {
        let Self(mut members) = self;
        members.insert(name.to_owned(), value.to_string().into());
        Self(members)
    }

    /// The invoice that expires so many seconds after the start.
    pub(super) fn expires(self, seconds: u64) -> Self {
        self.set("expires_at", START + seconds)
    }

    /// The invoice with metadata.
    pub(super) fn metadata(self, bytes: &[u8]) -> Self {
        let Self(mut members) = self;
        members.insert("payment_metadata".to_owned(), hex(bytes).into());
        Self(members)
    }
}

/// What is answered for one HTLC.
#[derive(Clone)]
pub(super) struct Said {
    id: String,
    what: What,
}

#[derive(Clone)]
enum What {
    Held,
    Settled([u8; 32]),
    Unknown { amount_msat: u64, height: Option<u32> },
    Failed { name: &'static str, data: String },
    Error,
}

fn said(part: &Part, what: What) -> Said {
    Said { id: part.id.clone(), what }
}

/// The HTLC waits.
pub(super) fn held(part: &Part) -> Said {
    said(part, What::Held)
}

/// The HTLC is claimed.
pub(super) fn settled(part: &Part) -> Said {
    said(part, What::Settled(part.preimage))
}

/// The HTLC fails with the failure that tells a stranger nothing, and the height when it first arrived.
pub(super) fn unknown(part: &Part) -> Said {
    said(part, What::Unknown { amount_msat: part.amount_msat(), height: None })
}

/// The same with another height.
pub(super) fn unknown_at(part: &Part, height: u32) -> Said {
    said(part, What::Unknown { amount_msat: part.amount_msat(), height: Some(height) })
}

/// The HTLC fails since its time is over.
pub(super) fn timed_out(part: &Part) -> Said {
    failed(part, "mpp_timeout", &[])
}

/// The HTLC fails with another failure.
pub(super) fn failed(part: &Part, name: &'static str, data: &[u8]) -> Said {
    said(part, What::Failed { name, data: hex(data) })
}

/// The caller made a mistake.
pub(super) fn error(part: &Part) -> Said {
    said(part, What::Error)
}

/// Which kind of timeout an answer belongs to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Both,
    OfSet,
    OfEachHtlc,
}

/// The scenario.
#[derive(Clone)]
pub(super) struct Scene {
    case: Case,
    config: Members,
    invoices: Vec<Invoice>,
    events: Vec<Value>,
    count: u64,
    height: u32,
    /// The height at which each HTLC arrived first.
    arrived: BTreeMap<String, u32>,
    said: Vec<(Kind, Value)>,
    trace: bool,
}

impl Scene {
    /// A merged text leaves no choice.
    pub(super) fn must(slug: &str, comment: impl Into<String>) -> Self {
        Self::new(slug, comment, Level::Must)
    }

    /// A text recommends it, the deployed node does so, or it protects somebody's money.
    pub(super) fn should(slug: &str, comment: impl Into<String>) -> Self {
        Self::new(slug, comment, Level::Should)
    }

    /// This project's choice.
    pub(super) fn may(slug: &str, comment: impl Into<String>) -> Self {
        Self::new(slug, comment, Level::May)
    }

    fn new(slug: &str, comment: impl Into<String>, level: Level) -> Self {
        let config = json!({
            "scheme": "sha256",
            "layouts": ["type14"],
            "accept_spontaneous": false,
            "mpp_timeout": TIMEOUT.to_string(),
            "min_final_cltv_expiry_delta": DELTA.to_string(),
            "block_height": HEIGHT.to_string(),
        });
        Self {
            case: Case::new("receiver.run", format!("receiver/{slug}"), comment)
                .amp_only()
                .level(level)
                .from("spec/amp.md, sections 8 and 10"),
            config: crate::case::object(config),
            invoices: vec![Invoice::amp(SECRET, Some(1000))],
            events: Vec::new(),
            count: 0,
            height: HEIGHT,
            arrived: BTreeMap::new(),
            said: Vec::new(),
            trace: false,
        }
    }

    /// The HTLCs were recorded where this says.
    pub(super) fn captured(mut self, origin: &str) -> Self {
        self.case = self.case.captured(origin);
        self
    }

    /// All answers are compared, and not of each HTLC the last.
    pub(super) fn trace(mut self) -> Self {
        self.trace = true;
        self
    }

    /// Names rules that are kept here.
    pub(super) fn obeys(mut self, rules: &[&'static str]) -> Self {
        self.case = self.case.obeys(rules);
        self
    }

    /// Names rules that an HTLC here breaks.
    pub(super) fn breaks(mut self, rules: &[&'static str]) -> Self {
        self.case = self.case.breaks(rules);
        self
    }

    /// The payee has these invoices.
    pub(super) fn invoices<const N: usize>(mut self, invoices: [Invoice; N]) -> Self {
        self.invoices = invoices.into();
        self
    }

    /// The payee is set so.
    pub(super) fn config(mut self, name: &str, value: Value) -> Self {
        self.config.insert(name.to_owned(), value);
        self
    }

    /// The payee is left to its default.
    pub(super) fn without(mut self, name: &str) -> Self {
        self.config.remove(name);
        self
    }

    /// The payee takes payments without an invoice.
    pub(super) fn spontaneous(self) -> Self {
        self.config("accept_spontaneous", true.into())
    }

    /// An HTLC arrives, so many seconds after the start.
    pub(super) fn htlc(mut self, seconds: u64, part: &Part) -> Self {
        self.arrived.entry(part.id.clone()).or_insert(self.height);
        self.event(seconds, "htlc", part.htlc())
    }

    /// A height is announced.
    pub(super) fn block(mut self, seconds: u64, height: u32) -> Self {
        self.height = height;
        self.event(seconds, "block_height", height.to_string().into())
    }

    /// Time passes.
    pub(super) fn tick(self, seconds: u64) -> Self {
        self.event(seconds, "tick", true.into())
    }

    /// The owner cancels a set.
    pub(super) fn cancel_set(self, seconds: u64, set_id: [u8; 32]) -> Self {
        self.event(seconds, "cancel_set", hex(&set_id).into())
    }

    /// The owner cancels an invoice.
    pub(super) fn cancel_invoice(self, seconds: u64, secret: [u8; 32]) -> Self {
        self.event(seconds, "cancel_invoice", hex(&secret).into())
    }

    fn event(mut self, seconds: u64, name: &str, value: Value) -> Self {
        let mut event = Members::new();
        event.insert("at".to_owned(), (START + seconds).to_string().into());
        event.insert(name.to_owned(), value);
        self.events.push(Value::Object(event));
        self.count += 1;
        self
    }

    /// These HTLCs arrive so many times one behind the other; `{n}` in an id is the number of the turn.
    pub(super) fn repeated(mut self, turns: u64, parts: &[Part]) -> Self {
        let of: Vec<Value> = parts
            .iter()
            .map(|part| json!({ "at": START.to_string(), "htlc": part.htlc() }))
            .collect();
        self.count += turns * u64::try_from(of.len()).expect("few parts");
        self.events.push(json!({ "repeat": { "count": turns.to_string(), "of": of } }));
        self
    }

    /// What is answered to the last event, by either kind of timeout.
    pub(super) fn then<const N: usize>(self, all: [Said; N]) -> Self {
        self.say(Kind::Both, all)
    }

    /// What is answered where the time of a set runs out.
    pub(super) fn of_set<const N: usize>(self, all: [Said; N]) -> Self {
        self.say(Kind::OfSet, all)
    }

    /// What is answered where the time of each HTLC runs out by itself.
    pub(super) fn of_each_htlc<const N: usize>(self, all: [Said; N]) -> Self {
        self.say(Kind::OfEachHtlc, all)
    }

    /// What is answered so many times.
    pub(super) fn then_repeated(mut self, turns: u64, all: &[Said]) -> Self {
        let of: Vec<Value> = all.iter().map(|said| self.outcome(said.clone())).collect();
        let repeat = json!({ "repeat": { "count": turns.to_string(), "of": of } });
        self.said.push((Kind::Both, repeat));
        self
    }

    fn say(mut self, kind: Kind, all: impl IntoIterator<Item = Said>) -> Self {
        for said in all {
            let outcome = self.outcome(said);
            self.said.push((kind, outcome));
        }
        self
    }

    fn outcome(&self, Said { id, what }: Said) -> Value {
        let event = self.count.checked_sub(1).expect("something has happened").to_string();
        let mut outcome = json!({ "event": event, "id": id });
        let (name, value) = match what {
            What::Held => ("held", true.into()),
            What::Settled(preimage) => ("settled", hex(&preimage).into()),
            What::Unknown { amount_msat, height } => {
                let height = height.unwrap_or_else(|| self.arrived[&id]);
                let data = [amount_msat.to_be_bytes().as_slice(), &height.to_be_bytes()].concat();
                let name = "incorrect_or_unknown_payment_details";
                ("failed", json!({ "name": name, "data": hex(&data) }))
            }
            What::Failed { name, data } if data.is_empty() => ("failed", json!({ "name": name })),
            What::Failed { name, data } => ("failed", json!({ "name": name, "data": data })),
            What::Error => ("error", "a mistake of the caller".into()),
        };
        outcome[name] = value;
        outcome
    }

    /// The case.
    pub(super) fn case(self) -> Case {
        let of = |kind| -> Vec<Value> {
            self.said
                .iter()
                .filter(|(each, _)| *each == Kind::Both || *each == kind)
                .map(|(_, outcome)| outcome.clone())
                .collect()
        };
        let outcomes = Outcomes {
            of_set: of(Kind::OfSet),
            of_each_htlc: of(Kind::OfEachHtlc),
            trace: self.trace,
        };
        let invoices: Vec<Value> =
            self.invoices.iter().map(|Invoice(members)| Value::Object(members.clone())).collect();
        let mut case = self
            .case
            .with("config", Value::Object(self.config))
            .with("invoices", invoices)
            .with("events", self.events);
        case.declared = Declared::Outcomes(outcomes);
        case
    }
}
