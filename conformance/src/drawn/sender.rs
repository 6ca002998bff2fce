//! `sender.run`: the story, with the answers beside it.

use serde_json::Value;

use super::payment::{Order, Payment};
use super::sent::Sent;
use super::{Findings, NEEDLESS, PROTOCOL, read};
use crate::protocol::Members;

pub(super) fn judge(input: &Members, answer: &Value) -> Findings {
    let mut findings = Findings::default();
    if let Err(why) = follow(input, answer, &mut findings) {
        findings.add(PROTOCOL, "shards", why);
    }
    findings
}

fn follow(input: &Members, answer: &Value, findings: &mut Findings) -> Result<(), String> {
    let mut payment = Payment::new(order(input)?);
    let entries = read::entries(answer)?;
    let mut answers = entries.iter().enumerate();
    for event in read::entries(input.get("events").ok_or("the request has no events")?)? {
        let (kind, members) = read::event(event, &["send", "failed", "settled"])
            .ok_or("the request has an event that is none")?;
        let id = read::text(members, "id")?;
        match kind {
            "send" => {
                let amount_msat = read::number(members, "amount_msat")?;
                let (place, entry) = answers.next().ok_or("there are fewer entries than parts")?;
                if read::text(entry, "id")? != id {
                    return Err(format!("shards[{place}] is not of part {id}"));
                }
                send(&mut payment, (place, entry), id, amount_msat, findings)?;
            }
            "failed" => {
                let by_payee = read::text(members, "by")? == "payee";
                let failure = members.get("failure").and_then(Value::as_str);
                payment.fail(id, by_payee, failure, findings);
            }
            _ => match members.get("preimage") {
                None => payment.claim(id, None),
                Some(_) => payment.claim(id, Some(&read::bytes(members, "preimage")?)),
            },
        }
    }
    if answers.next().is_some() {
        return Err("there are more entries than parts".to_owned());
    }
    judge_claims(&entries, &payment, findings);
    Ok(())
}

fn order(input: &Members) -> Result<Order, String> {
    let config = input.get("config").and_then(Value::as_object);
    let config = config.ok_or("the request has no config")?;
    Ok(Order {
        total_msat: read::number(config, "total_msat")?,
        payment_secret: read::bytes32(config, "payment_secret")?,
        outgoing_cltv_value: read::number(config, "outgoing_cltv_value")?,
        max_parts: read::number(config, "max_parts")?,
    })
}

/// One part that was wanted: sent or refused.
fn send(
    payment: &mut Payment,
    (place, entry): (usize, &Members),
    id: &str,
    amount_msat: u64,
    findings: &mut Findings,
) -> Result<(), String> {
    let at = format!("shards[{place}]");
    let refusable = payment.refusable(id, amount_msat);
    match (entry.get("refused"), entry.get("payload")) {
        (Some(Value::String(_)), None) => {
            if !refusable.may {
                findings.add(NEEDLESS, at, format!("part {id} is refused without a reason"));
            }
            return Ok(());
        }
        (None, Some(_)) => {}
        _ => return Err(format!("{at} is either sent or refused")),
    }
    for (rule, why) in refusable.must {
        findings.add(rule, at.as_str(), format!("part {id} is sent, and {why}"));
    }
    if let Some(sent) = Sent::read(entry, amount_msat, &payment.order, &at, findings) {
        payment.send(id, place, amount_msat, sent, findings);
    }
    Ok(())
}

/// `settled` stands with the parts that were claimed, and with no other.
fn judge_claims(entries: &[&Members], payment: &Payment, findings: &mut Findings) {
    let claimed = payment.claimed();
    for (place, entry) in entries.iter().enumerate() {
        let why = match (entry.get("settled"), claimed.contains(&place)) {
            (None, false) | (Some(Value::Bool(true)), true) => continue,
            (None, true) => "it was claimed with the right preimage, and the payer does not say so",
            (Some(Value::Bool(true)), false) => "the payer takes it for claimed, and it was not",
            (Some(_), _) => {
                findings.add(PROTOCOL, format!("shards[{place}]"), "`settled` is not true");
                continue;
            }
        };
        findings.add("amp.payer.verify", format!("shards[{place}]"), why);
    }
}
