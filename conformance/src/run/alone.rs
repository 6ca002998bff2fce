//! What was not as expected, asked again in a fresh process, and nothing else with it: an answer that is another one then hangs on what
//! was asked before. It stays as red as it was.

use std::collections::BTreeMap;

use super::RunOptions;
use crate::protocol::{Hello, Members, operations};
use crate::report::{AloneReport, VectorReport, kept};
use crate::source::{FaultKind, Halt, Sources, Step};
use crate::stray::Stray;
use crate::suite::Case;
use crate::verdict::{Reaction, Verdict, judge};

/// How many are asked again: a testee that fails everything must not be started a thousand times.
pub(crate) const ALONE: usize = 20;

/// How many of them may hang again: each costs the whole of its time.
pub(crate) const HANGS: usize = 3;

/// An operation that nobody has.
const NOTHING: &str = "x-canary-after";

/// Whether a vector is one to ask again.
pub(crate) fn is_due(report: &VectorReport) -> bool {
    // What was not asked was answered by the handshake.
    let asked = report.verdict != Verdict::Unsupported || report.actual.is_some();
    asked && (report.red || report.verdict == Verdict::OtherReason)
}

/// Asks again, and notes in the reports what came. Says why, where that had to end early.
pub(super) fn ask_again(
    sources: &dyn Sources,
    hello: &Hello,
    cases: &[&Case],
    options: &RunOptions<'_>,
    reports: &mut [VectorReport],
) -> Option<String> {
    let cases: BTreeMap<&str, &Case> =
        cases.iter().map(|case| (case.vector.id.as_str(), *case)).collect();
    let due: Vec<&mut VectorReport> = reports.iter_mut().filter(|report| is_due(report)).collect();
    // Spread over all of them: the first twenty may all be of one family.
    let (count, asked) = (due.len(), due.len().min(ALONE));
    let chosen = due
        .into_iter()
        .enumerate()
        .filter(|(place, _)| (place * asked) % count < asked)
        .map(|(_, report)| report);
    let mut hangs = 0;
    for report in chosen {
        if report.verdict == Verdict::Hang && hangs == HANGS {
            continue;
        }
        let Some(case) = cases.get(report.id.as_str()) else { continue };
        match ask(sources, hello, case, options) {
            Ok(reaction) => {
                let alone = compared(case, hello, options, &reaction, report);
                hangs += usize::from(alone.verdict == Verdict::Hang);
                report.alone = Some(alone);
            }
            Err(Halt::Interrupted) => return None,
            Err(Halt::Fault(fault)) => {
                return Some(format!("asked again alone, it couldn't be run: {}", fault.kind));
            }
        }
    }
    None
}

fn ask(
    sources: &dyn Sources,
    hello: &Hello,
    case: &Case,
    options: &RunOptions<'_>,
) -> Result<Reaction, Halt> {
    let mut source = sources.start(&mut Stray::default())?;
    if source.hello() != hello {
        return Err(Halt::fault(FaultKind::OtherHello));
    }
    let limits = &options.limits;
    let scenario = operations::find(&case.op).is_some_and(|operation| operation.scenario);
    let limit = if scenario { limits.scenario } else { limits.case };
    let step = source.ask(&case.op, &case.vector.input, limit).map_err(|(_, halt)| halt)?;
    let answer = match step.reaction {
        Ok(answer) => answer,
        Err(broken) => return Ok(Reaction::Broke { broken, answer: None }),
    };
    // In the run, another question follows, and shows what came after the answer. That it isn't asked to end has a reason: one that
    // takes its time for that would take it twenty times.
    let after = source.ask(NOTHING, &Members::new(), limits.case);
    let broken = match after {
        Ok(Step { before, .. }) | Err((before, _)) => before,
    };
    Ok(match broken {
        Some(broken) => Reaction::Broke { broken, answer: Some(answer) },
        None => Reaction::Answered(answer),
    })
}

fn compared(
    case: &Case,
    hello: &Hello,
    options: &RunOptions<'_>,
    reaction: &Reaction,
    report: &VectorReport,
) -> AloneReport {
    let mut judgement =
        judge(&case.op, &case.vector, hello, reaction, options.strictness, options.classes);
    kept::judgement(&mut judgement, &case.vector);
    let actual = match reaction {
        Reaction::Answered(answer) => Some(kept::answer(answer, &case.vector)),
        Reaction::Broke { answer, .. } => {
            answer.as_ref().map(|answer| kept::answer(answer, &case.vector))
        }
        Reaction::NotAsked(_) => None,
    };
    // The verdict without the file of expected failures.
    let verdict = match report.verdict {
        Verdict::UnexpectedPass => report.would_be.unwrap_or(Verdict::Pass),
        verdict => verdict,
    };
    let rejection = |answer: Option<&serde_json::Value>| {
        let rejection = answer?.get("reject")?.clone();
        let names = ["class", "offset", "tlv_type"];
        Some(names.map(|name| rejection.get(name).cloned()))
    };
    let same = judgement.verdict == verdict
        && judgement.differences == report.differences
        // The message is free text, and may well have an address in it.
        && rejection(actual.as_ref()) == rejection(report.actual.as_ref());
    AloneReport {
        verdict: judgement.verdict,
        same,
        reasons: if same { Vec::new() } else { judgement.reasons },
        actual: actual.filter(|_| !same),
    }
}
