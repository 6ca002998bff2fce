//! Many payments, for people and for programs.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::exit;
use crate::render::output::Output;
use crate::render::style::{GREEN, RED, paint};
use crate::simulation::{BreachKind, Options, Outcome, Tally};

/// The name of the form.
const SCHEMA: &str = "ampwire-amp-simulate-1";
/// So many seeds are named of each kind.
const MOST_SEEDS: usize = 10;

/// Runs, counted.
pub(super) struct Summary<'a> {
    seed: u64,
    options: &'a Options,
    runs: u64,
    tally: Tally,
    breaches: BTreeMap<BreachKind, Found>,
}

/// How often something happened that must not, and in which runs.
#[derive(Default)]
struct Found {
    count: u64,
    seeds: Vec<u64>,
}

impl<'a> Summary<'a> {
    pub(super) fn new(seed: u64, options: &'a Options) -> Self {
        Self { seed, options, runs: 0, tally: Tally::default(), breaches: BTreeMap::new() }
    }

    pub(super) fn add(&mut self, seed: u64, outcome: &Outcome) {
        self.runs += 1;
        self.tally += outcome.tally;
        for breach in &outcome.breaches {
            let found = self.breaches.entry(breach.kind).or_default();
            found.count += 1;
            if found.seeds.len() < MOST_SEEDS && found.seeds.last() != Some(&seed) {
                found.seeds.push(seed);
            }
        }
    }

    pub(super) const fn runs(&self) -> u64 {
        self.runs
    }

    pub(super) fn status(&self) -> u8 {
        if self.breaches.is_empty() { exit::SUCCESS } else { exit::UNEXPECTED }
    }

    /// Writes all of it.
    pub(super) fn write(&self, output: &mut Output) {
        let last = self.seed.wrapping_add(self.runs.saturating_sub(1));
        output.line(&format!("{} payments, seeds {} to {last}", self.runs, self.seed));
        output.line("");
        for (name, count) in [("settled", self.tally.settled), ("given up", self.tally.given_up)] {
            let share = percent(count, self.runs);
            output.line(&format!("  {name:<18}{count:>12}  {share}"));
        }
        output.line("");
        for (name, count) in self.tally.events() {
            let each = hundredths(count, self.runs);
            output.line(&format!("  {:<18}{count:>12}  {each} a payment", name.replace('_', " ")));
        }
        output.line("");
        for kind in BreachKind::ALL {
            let count = self.breaches.get(&kind).map_or(0, |found| found.count);
            let style = if count == 0 { GREEN } else { RED };
            let count = paint(style, format!("{count:>12}"));
            output.line(&format!("  {:<42}{count}", kind.words()));
        }
        self.write_breaches(output);
    }

    /// Says which runs show what must not happen.
    pub(super) fn write_breaches(&self, output: &mut Output) {
        for (kind, found) in &self.breaches {
            let seeds: Vec<String> = found.seeds.iter().map(u64::to_string).collect();
            output.line("");
            output.line(&format!(
                "{} ({}): seeds {}",
                paint(RED, kind.words()),
                found.count,
                seeds.join(", ")
            ));
        }
        if let Some(seed) = self.breaches.values().find_map(|found| found.seeds.first()) {
            output.line(&format!(
                "\nAlone, with the same options: ampwire amp simulate --seed {seed}"
            ));
        }
    }

    /// The same for programs.
    pub(super) fn object(&self, events: Option<Vec<Value>>) -> Value {
        let counts = |(name, count): (&str, u64)| (name.to_owned(), Value::from(count));
        let broken: Map<String, Value> = BreachKind::ALL
            .into_iter()
            .map(|kind| {
                let found = self.breaches.get(&kind);
                let count = found.map_or(0, |found| found.count);
                let seeds: Vec<String> =
                    found.iter().flat_map(|found| &found.seeds).map(u64::to_string).collect();
                (kind.name().to_owned(), json!({ "count": count, "seeds": seeds }))
            })
            .collect();
        let mut object = json!({
            "schema": SCHEMA,
            "seed": self.seed.to_string(),
            "runs": self.runs,
            "right": self.breaches.is_empty(),
            "options": options(self.options),
            "settled": self.tally.settled,
            "given_up": self.tally.given_up,
            "paid_msat": self.tally.paid_msat.to_string(),
            "took_ms": self.tally.took_ms.to_string(),
            "counts": self.tally.events().into_iter().map(counts).collect::<Map<_, _>>(),
            "broken": broken,
        });
        if let (Some(events), Some(object)) = (events, object.as_object_mut()) {
            object.insert("events".to_owned(), events.into());
        }
        object
    }
}

fn options(options: &Options) -> Value {
    json!({
        "total_msat": options.total_msat.to_string(),
        "parts": options.parts,
        "max_parts": options.max_parts,
        "hops": options.hops,
        "loss": options.loss.to_string(),
        "unreadable": options.unreadable.to_string(),
        "slow": options.slow.to_string(),
        "dead": options.dead.to_string(),
        "overpay": options.overpay.to_string(),
        "underpay": options.underpay.to_string(),
        "hasten": options.hasten.to_string(),
        "replays": options.replays.to_string(),
        "crashes": options.crashes.to_string(),
        "delay_ms": options.delay_ms,
        "block_seconds": options.block_seconds,
        "mpp_timeout": options.mpp_timeout,
        "each_htlc": options.each_htlc,
        "fresh_roots": options.fresh_roots,
        "give_up_seconds": options.give_up_seconds,
    })
}

/// A share of the whole, with two decimals.
fn percent(count: u64, of: u64) -> String {
    let hundredths = rounded(count, 10_000, of);
    format!("{}.{:02} %", hundredths / 100, hundredths % 100)
}

/// How many for each, with two decimals.
fn hundredths(count: u64, of: u64) -> String {
    let hundredths = rounded(count, 100, of);
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

fn rounded(count: u64, times: u128, of: u64) -> u128 {
    let of = u128::from(of.max(1));
    (u128::from(count) * times + of / 2) / of
}
