//! A payment as it happens.

use ampwire::amp::payer::Status;
use serde_json::{Map, Value};

use crate::render::output::Output;
use crate::render::style::{BOLD, DIM, GREEN, RED, YELLOW, paint};
use crate::simulation::{End, Hook, Part, Seen};

/// Writes lines for people.
pub(super) struct Trace<'a> {
    output: &'a mut Output,
}

impl<'a> Trace<'a> {
    pub(super) const fn new(output: &'a mut Output) -> Self {
        Self { output }
    }
}

impl Hook for Trace<'_> {
    fn seen(&mut self, at_ms: u64, seen: &Seen<'_>) {
        let (style, words) = match seen {
            Seen::Settled { .. } => (GREEN, words(seen)),
            Seen::Breach(_) => (RED, words(seen)),
            Seen::Lost { .. } | Seen::Dead { .. } | Seen::Failed { .. } => (YELLOW, words(seen)),
            Seen::Over(_) => (BOLD, words(seen)),
            Seen::Block { .. } | Seen::AnswerLost { .. } => (DIM, words(seen)),
            _ => {
                self.output.line(&format!("{}  {}", time(at_ms), words(seen)));
                return;
            }
        };
        self.output.line(&format!("{}  {}", time(at_ms), paint(style, words)));
    }
}

/// Keeps what programs get.
#[derive(Default)]
pub(super) struct Recorder {
    pub(super) events: Vec<Value>,
}

impl Hook for Recorder {
    fn seen(&mut self, at_ms: u64, seen: &Seen<'_>) {
        let mut event = Map::new();
        event.insert("at_ms".to_owned(), at_ms.into());
        event.insert("event".to_owned(), name(seen).into());
        if let Some(part) = part(seen) {
            event.insert("part".to_owned(), part.id.into());
            event.insert("set_id".to_owned(), part.set_id.to_string().into());
            event.insert("amount_msat".to_owned(), part.amt_to_forward.to_string().into());
        }
        event.insert("words".to_owned(), words(seen).into());
        self.events.push(Value::Object(event));
    }
}

/// Seconds with their thousandths; every run has less than a hundred days.
fn time(at_ms: u64) -> String {
    format!("{:>7}.{:03}", at_ms / 1_000, at_ms % 1_000)
}

fn part<'a>(seen: &Seen<'a>) -> Option<&'a Part> {
    match seen {
        Seen::Sent { part }
        | Seen::Lost { part, .. }
        | Seen::Slow { part, .. }
        | Seen::Dead { part, .. }
        | Seen::Arrives { part, .. }
        | Seen::Held { part }
        | Seen::Settled { part }
        | Seen::Failed { part, .. }
        | Seen::AnswerLost { part }
        | Seen::Ended { part } => Some(part),
        _ => None,
    }
}

fn name(seen: &Seen<'_>) -> &'static str {
    match seen {
        Seen::Sent { .. } => "sent",
        Seen::Lost { .. } => "lost",
        Seen::Slow { .. } => "slow",
        Seen::Dead { .. } => "dead",
        Seen::Arrives { again: false, .. } => "arrives",
        Seen::Arrives { .. } => "again",
        Seen::Held { .. } => "held",
        Seen::Settled { .. } => "settled",
        Seen::Failed { .. } => "failed",
        Seen::AnswerLost { .. } => "answer_lost",
        Seen::Ended { .. } => "ended",
        Seen::GivesUp => "gives_up",
        Seen::PayerRestarts => "payer_restarts",
        Seen::PayeeRestarts => "payee_restarts",
        Seen::Block { .. } => "block",
        Seen::Breach(_) => "breach",
        Seen::Over(_) => "over",
    }
}

fn words(seen: &Seen<'_>) -> String {
    match seen {
        Seen::Sent { part } => {
            let set: String = part.set_id.to_string().chars().take(8).collect();
            format!("part {} sent: {} msat, set {set}…", part.id, part.amt_to_forward)
        }
        Seen::Lost { part, router } => format!("part {} failed by router {router}", part.id),
        Seen::Slow { part, router } => format!("part {} held back by router {router}", part.id),
        Seen::Dead { part, router } => format!("part {} kept by router {router}", part.id),
        Seen::Arrives { part, again } => arrives(part, *again),
        Seen::Held { part } => format!("part {} held", part.id),
        Seen::Settled { part } => format!("part {} settled by the payee", part.id),
        Seen::Failed { part, name, reason } => {
            let name = name.unwrap_or("an unknown failure");
            format!("part {} failed by the payee: {name} ({reason})", part.id)
        }
        Seen::AnswerLost { part } => format!("part {}: the connection breaks", part.id),
        Seen::Ended { part } => ended(part),
        Seen::GivesUp => "the payer gives up".to_owned(),
        Seen::PayerRestarts => "the payer crashes, and goes on from its state".to_owned(),
        Seen::PayeeRestarts => "the payee crashes, and goes on from its state".to_owned(),
        Seen::Block { height } => format!("block {height}"),
        Seen::Breach(breach) => match breach.part {
            Some(part) => format!("BROKEN, part {part}: {}", breach.kind.words()),
            None => format!("BROKEN: {}", breach.kind.words()),
        },
        Seen::Over(Status::Settled { settled_msat }) => {
            format!("the payment is settled: {settled_msat} msat")
        }
        Seen::Over(_) => "the payment is given up, and nothing was paid".to_owned(),
    }
}

fn arrives(part: &Part, again: bool) -> String {
    let id = part.id;
    if again {
        return format!("part {id} is presented to the payee again");
    }
    if part.final_msat == part.amt_to_forward {
        return format!("part {id} comes to the payee");
    }
    format!("part {id} comes to the payee with {} msat instead", part.final_msat)
}

fn ended(part: &Part) -> String {
    let id = part.id;
    match part.end {
        Some(End::Settled(_)) => format!("the payer has the preimage of part {id}"),
        Some(End::ByRouter) => format!("part {id} is back: a router failed it"),
        Some(End::ByPayee(Some(_))) => format!("part {id} is back: the payee failed it"),
        _ => format!("part {id} is back: nobody knows who failed it"),
    }
}
