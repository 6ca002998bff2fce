//! Invoices with faults put in, to be read by both.

use crate::Options;
use crate::compare::{differences, in_a_word};
use crate::peer::Peer;
use ampwire_conformance::builtin;
use ampwire_conformance::protocol::{Answer, Members, Profile};
use ampwire_fuzz_peer::invoice::{
    Habits, Invoice, InvoiceAnswer, Modelled, Outcome, judge, lnd, numbered,
};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::Path;

const OP: &str = "invoice.decode";

/// Asks about so many, and gives how many differ and not by what is known.
pub fn run(peer: &mut Peer, options: &Options, file: &Path) -> Result<u64, Box<dyn Error>> {
    let lnd = options.peer == "lnd";
    let habits =
        if lnd { Habits::read(&fs::read_to_string(file)?, lnd::HABITS)? } else { Habits::none() };
    let mut unlisted = 0;
    let mut verdicts: BTreeMap<String, u64> = BTreeMap::new();
    for number in 0..options.invoices {
        let text = numbered(options.seed, number);
        let Value::Object(input) = json!({ "invoice": text }) else {
            return Err("no object".into());
        };
        let ours = builtin::answer(Profile::Amp, OP, &input);
        let theirs = peer.ask(OP, &input)?;
        *verdicts.entry(in_a_word(&ours).to_owned()).or_default() += 1;
        let same = if lnd {
            let (ours, _) = InvoiceAnswer::ours(&text);
            match judge(&text, &ours, &in_one_form(&theirs)?, &habits, over_the_pipe) {
                Outcome::Same => true,
                Outcome::Known(used) => {
                    habits.count(&used);
                    true
                }
                Outcome::Unlisted => false,
            }
        } else {
            differences(OP, &ours, &theirs, &peer.hello).is_empty()
        };
        if !same {
            unlisted += 1;
            if unlisted <= options.show as u64 {
                println!("UNLISTED {OP} {text}");
                println!("  ours   {}", ours.to_json(""));
                println!("  theirs {}", theirs.to_json(""));
            }
        }
    }
    println!("{OP}: {} asked", options.invoices);
    for (verdict, count) in verdicts {
        println!("  {count:>8} {verdict}");
    }
    for habit in habits.iter() {
        match habit.hits() {
            0 => println!("STALE  {}: nothing hit it", habit.id()),
            hits => println!("listed {}: {hits}", habit.id()),
        }
    }
    println!("{unlisted} differences on invoices that are not listed");
    Ok(unlisted)
}

/// LND's model, as far as the protocol can say what it reads: there is no expiry below zero.
fn over_the_pipe(text: &str, habits: &Habits) -> Modelled {
    let mut modelled = lnd::model(text, habits);
    if let Ok(read) = &mut modelled.read {
        read.expiry = read.expiry.max(-1);
    }
    modelled
}

/// LND's answer. Its adapter reports times with LND's defaults, as `effective`.
fn in_one_form(answer: &Answer) -> Result<InvoiceAnswer, Box<dyn Error>> {
    Ok(match answer {
        Answer::Ok(members) => InvoiceAnswer::Ok(Box::new(invoice(members)?)),
        Answer::Reject(rejection) => InvoiceAnswer::Reject(rejection.class.clone()),
        other => InvoiceAnswer::Panic(other.verdict().to_owned()),
    })
}

fn invoice(members: &Members) -> Result<Invoice, Box<dyn Error>> {
    let text = |value: &Value| value.as_str().map(str::to_owned).ok_or("no text");
    let bytes = |name: &str| -> Result<Option<Vec<u8>>, Box<dyn Error>> {
        members.get(name).map(|value| Ok(hex::decode(text(value)?)?)).transpose()
    };
    let number = |value: &Value| -> Result<u64, Box<dyn Error>> { Ok(text(value)?.parse()?) };
    let list =
        |name: &str| members.get(name).and_then(Value::as_array).cloned().unwrap_or_default();
    let hint = |hint: &Value| -> Result<Vec<u8>, Box<dyn Error>> {
        let mut all = Vec::new();
        for entry in hint.as_array().ok_or("no route hint")? {
            all.extend(hex::decode(text(&entry["node_id"])?)?);
            all.extend(number(&entry["short_channel_id"])?.to_be_bytes());
            all.extend(u32::try_from(number(&entry["fee_base_msat"])?)?.to_be_bytes());
            all.extend(
                u32::try_from(number(&entry["fee_proportional_millionths"])?)?.to_be_bytes(),
            );
            all.extend(u16::try_from(number(&entry["cltv_expiry_delta"])?)?.to_be_bytes());
        }
        Ok(all)
    };
    let fallback = |one: &Value| -> Result<(u8, Vec<u8>), Box<dyn Error>> {
        Ok((u8::try_from(number(&one["version"])?)?, hex::decode(text(&one["program"])?)?))
    };
    let effective = &members["effective"];
    Ok(Invoice {
        network: text(&members["network"])?,
        amount_msat: members.get("amount_msat").map(number).transpose()?,
        timestamp: number(&members["timestamp"])?,
        payment_hash: bytes("payment_hash")?.unwrap_or_default(),
        payment_secret: bytes("payment_secret")?,
        description: members.get("description").map(text).transpose()?.map(String::into_bytes),
        description_hash: bytes("description_hash")?,
        payee: bytes("payee")?.unwrap_or_default(),
        // Left out where it is below zero.
        expiry: effective.get("expiry").map(number).transpose()?.map_or(-1, i128::from),
        min_final_cltv_expiry_delta: number(&effective["min_final_cltv_expiry_delta"])?,
        fallbacks: list("fallbacks").iter().map(fallback).collect::<Result<_, _>>()?,
        route_hints: list("route_hints").iter().map(hint).collect::<Result<_, _>>()?,
        features: list("features")
            .iter()
            .map(|bit| Ok(u32::try_from(number(bit)?)?))
            .collect::<Result<_, Box<dyn Error>>>()?,
        payment_metadata: bytes("payment_metadata")?,
    })
}
