//! Each declared operation: is something accepted, is something refused, and how are answers written?

use ampwire_vectors::{Expect, Level, Profile, Status};
use serde_json::Value;

use super::mistake::Mistake;
use super::reading::only_written_otherwise;
use super::steps::{Steps, comparable};
use super::talk::Stop;
use crate::protocol::Answer;
use crate::render::value;
use crate::report::answer_value;
use crate::stray::shorten;
use crate::suite::Case;
use crate::verdict::{Judgement, Reaction, Strictness, Verdict, judge};

/// How many vectors of one kind are tried until one is answered rightly.
const TRIES: usize = 20;
/// How many questions are asked a second time.
const AGAIN: usize = 200;

impl<'a> Steps<'a> {
    /// Each declared operation in each declared profile.
    pub(super) fn operations(&mut self) -> Result<(), Stop> {
        let profiles: Vec<Profile> = self.hello.profiles().collect();
        let ops: Vec<String> = self.hello.ops.iter().cloned().collect();
        for profile in profiles {
            for op in &ops {
                let cases: Vec<&'a Case> = self.cases(op, profile);
                if cases.is_empty() {
                    continue;
                }
                self.ops += 1;
                let title = format!("{op} as {}", profile.as_str());
                self.step(&title, |steps| steps.operation(&title, &cases))?;
            }
        }
        Ok(())
    }

    /// The vectors that can be held against an adapter: no doubt about them, and nothing that it hasn't declared.
    fn cases(&self, op: &str, profile: Profile) -> Vec<&'a Case> {
        let meant = self.suite.cases.iter().filter(|case| {
            case.op == op
                && case.vector.status == Status::Stable
                && weighty(case.vector.level)
                && case.vector.profiles.contains(&profile)
                && case.vector.needs.iter().all(|tag| self.hello.can.contains(tag))
        });
        meant.collect()
    }

    fn operation(&mut self, title: &str, cases: &[&'a Case]) -> Result<(), Stop> {
        let accepted = |case: &&&Case| matches!(case.vector.expect, Expect::Ok(_));
        let refused = |case: &&&Case| matches!(case.vector.expect, Expect::Reject(_));
        let mut accepted: Vec<&'a Case> = cases.iter().filter(accepted).copied().collect();
        // The one that shows most of how members are written comes first.
        if let Some((richest, _)) = accepted
            .iter()
            .enumerate()
            .max_by_key(|(place, case)| (letters(case), usize::MAX - place))
        {
            accepted.swap(0, richest);
        }
        let refused: Vec<&'a Case> = cases.iter().filter(refused).copied().collect();
        let from = self.asked.len();
        let mut wrong = Vec::new();
        for (cases, mistake) in
            [(&accepted, Mistake::NothingAccepted), (&refused, Mistake::NothingRefused)]
        {
            if let Some(detail) = self.try_some(cases)? {
                wrong.push((mistake, format!("{title}, {detail}")));
            }
        }
        let answers: Vec<Value> =
            self.asked.iter().skip(from).map(|(_, answer)| comparable(answer)).collect();
        let same = answers.len() > 2 && answers.windows(2).all(|two| two.first() == two.get(1));
        match wrong.pop() {
            Some((_, detail)) if same => self.talk.found(Mistake::SameAnswer, detail),
            Some((mistake, detail)) => {
                self.talk.found(mistake, detail);
                self.talk.all_found(wrong);
            }
            None => {}
        }
        Ok(())
    }

    /// Asks until one is answered rightly. Where none is, says what came to the first.
    fn try_some(&mut self, cases: &[&'a Case]) -> Result<Option<String>, Stop> {
        let mut first = None;
        let step = cases.len().div_ceil(TRIES).max(1);
        for case in cases.iter().step_by(step) {
            let Some(answer) = self.talk.ask(&case.op, &case.vector.input)? else { continue };
            if let Answer::Unsupported(why) = &answer {
                let why =
                    if why.is_empty() { String::new() } else { format!(", {}", shorten(why)) };
                self.talk.found(Mistake::DeclaredUnsupported, format!("{}{why}", case.op));
                return Ok(None);
            }
            self.note_reported(case, &answer);
            let right = self.is_right(case, &answer);
            if self.asked.len() < AGAIN {
                self.asked.push((case, answer.clone()));
            }
            if right {
                self.right.push((case, answer));
                return Ok(None);
            }
            first.get_or_insert_with(|| {
                format!(
                    "{}: expected {}, answered {}",
                    case.vector.id,
                    value::expectation(&case.vector.expect).join(" "),
                    value::answer(Some(&answer_value(&answer)))
                )
            });
        }
        // Where every question broke it, that was told.
        Ok(first)
    }

    /// Whether an answer is right, apart from how it is written. That is noted.
    fn is_right(&mut self, case: &Case, answer: &Answer) -> bool {
        let judgement = self.judged(case, answer);
        if matches!(judgement.verdict, Verdict::Pass | Verdict::OtherReason | Verdict::Deployed) {
            return true;
        }
        let mut found = Vec::new();
        let same_verdict = matches!((&case.vector.expect, answer), (Expect::Ok(_), Answer::Ok(_)));
        let written = judgement.differences.iter().all(|difference| {
            let (expected, actual) = (difference.expected.as_ref(), difference.actual.as_ref());
            only_written_otherwise(
                &format!("{}: {}", case.op, difference.member),
                expected,
                actual,
                &mut found,
            )
        });
        self.talk.all_found(found);
        same_verdict && written
    }

    pub(super) fn judged(&self, case: &Case, answer: &Answer) -> Judgement {
        let strictness = Strictness { level: Level::Info, reasons: false, accept_deployed: true };
        let reaction = Reaction::Answered(answer.clone());
        judge(&case.op, &case.vector, &self.hello, &reaction, strictness, None)
    }

    fn note_reported(&mut self, case: &Case, answer: &Answer) {
        match answer {
            Answer::Ok(members) => {
                for (name, value) in members {
                    self.reported.insert((case.op.clone(), name.clone()));
                    for inner in value.as_object().into_iter().flat_map(|inner| inner.keys()) {
                        self.reported.insert((case.op.clone(), format!("{name}.{inner}")));
                    }
                }
            }
            Answer::Reject(rejection) => {
                self.rejections += 1;
                self.classes += usize::from(rejection.class.is_some());
            }
            _ => {}
        }
    }
}

/// How many hex digits of the expected answer are letters. What is very long tells no more.
fn letters(case: &Case) -> usize {
    let text = case.vector.expect.to_value().to_string();
    if text.len() > 4000 {
        return 0;
    }
    let strings = text.split('"').filter(|text| text.bytes().all(|byte| byte.is_ascii_hexdigit()));
    strings.map(|text| text.bytes().filter(u8::is_ascii_lowercase).count()).sum()
}

fn weighty(level: Level) -> bool {
    matches!(level, Level::Must | Level::Should)
}
