//! A verdict as it is where an entry has foreseen it, or has not.

use serde::{Deserialize, Serialize};

use super::entry::{Entry, Kind};
use super::exceptions::Exceptions;
use super::failure::{Failure, Got};
use crate::protocol::Hello;
use crate::verdict::{Judgement, Reaction, Strictness, Verdict};

/// The entry that bore on a verdict.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct ExceptionReport {
    /// Where the entry stands in the file, from 0.
    #[serde(skip)]
    pub(crate) index: usize,
    /// Whether the entry foresaw the failure, also where it is over by now.
    #[serde(skip)]
    pub(crate) foreseen: bool,
    /// The line of the entry.
    pub(crate) line: usize,
    pub(crate) got: Got,
    pub(crate) kind: Kind,
    pub(crate) reason: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) url: Option<String>,
}

impl Exceptions {
    /// Changes the judgement on one vector as the entry for it demands, if there is one for this testee.
    pub(crate) fn apply(
        &self,
        id: &str,
        hello: &Hello,
        reaction: &Reaction,
        strictness: Strictness,
        judgement: &mut Judgement,
    ) -> Option<ExceptionReport> {
        let (index, entry) = self.find(id, hello)?;
        // Without weight there is nothing to except, and a reason has weight only where it is asked for.
        let weightless = judgement.verdict == Verdict::Observed
            || (entry.got == Got::Reason && !strictness.reasons);
        let place = self.place(entry);
        let mut found = None;
        match reaction {
            Reaction::NotAsked(_) => return None,
            Reaction::Answered(answer) if judgement.verdict != Verdict::Panic => {
                if weightless {
                    return None;
                }
                found = Failure::of(judgement, answer);
                // A reason that nobody asks for is no failure.
                if judgement.verdict == Verdict::OtherReason && !strictness.reasons {
                    found = None;
                }
                match &found {
                    None => passed(judgement, &place),
                    Some(failure) => self.failed(judgement, entry, failure, &place),
                }
            }
            Reaction::Answered(_) | Reaction::Broke { .. } => {
                let broke = in_words(judgement.verdict);
                judgement.reasons.push(format!(
                    "the entry at {place} expects a failure, which {broke} never is"
                ));
            }
        }
        Some(ExceptionReport {
            index,
            foreseen: found.is_some_and(|failure| entry.foresees(&failure)),
            line: entry.line,
            got: entry.got,
            kind: entry.kind,
            reason: entry.reason.clone(),
            url: entry.url.clone(),
        })
    }

    fn failed(&self, judgement: &mut Judgement, entry: &Entry, failure: &Failure, place: &str) {
        if judgement.verdict == Verdict::Deployed {
            judgement.verdict = Verdict::Fail;
        }
        let past = entry.until.filter(|until| self.today > *until);
        if !entry.foresees(failure) {
            judgement.red = true;
            judgement.reasons.insert(
                0,
                format!(
                    "it fails otherwise than the entry at {place} expects: `{failure}`, not `{}`",
                    entry.failure()
                ),
            );
        } else if let Some(until) = past {
            judgement.red = true;
            judgement.reasons.insert(0, format!("the entry at {place} covers this until {until}"));
        } else {
            judgement.would_be = Some(judgement.verdict);
            judgement.verdict = Verdict::ExpectedFailure;
            judgement.red = false;
        }
    }
}

/// A verdict on a testee that breaks, as it stands in a sentence.
pub(super) fn in_words(verdict: Verdict) -> String {
    let word = verdict.word().to_lowercase();
    match verdict {
        Verdict::Garbage => word,
        Verdict::Missing => format!("a {word} answer"),
        _ => format!("a {word}"),
    }
}

fn passed(judgement: &mut Judgement, place: &str) {
    judgement.would_be = Some(judgement.verdict);
    judgement.verdict = Verdict::UnexpectedPass;
    judgement.red = true;
    judgement.reasons.insert(
        0,
        format!("passes, and the entry at {place} expects it to fail: take it out there"),
    );
}

#[cfg(test)]
mod tests;
