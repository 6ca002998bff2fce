//! What is tried, one thing after the other.

use std::collections::BTreeSet;

use ampwire_vectors::{Expect, Profile, Status};
use serde_json::{Value, json};

use super::mistake::{Grade, Mistake};
use super::probe::Heard;
use super::talk::{Stop, Talk};
use super::{hello, told};
use crate::process::Ending;
use crate::protocol::{Answer, ErrorDetail, Hello, Members, operations, request_line};
use crate::render::human::plural;
use crate::render::output::Output;
use crate::render::style::{GREEN, paint};
use crate::render::value;
use crate::report::answer_value;
use crate::session::canary;
use crate::stray::shorten;
use crate::suite::{Case, Suite};
use crate::verdict::Verdict;

/// All that is tried.
pub(super) struct Steps<'a> {
    pub(super) talk: Talk<'a>,
    pub(super) suite: &'a Suite,
    pub(super) output: &'a mut Output,
    pub(super) hello: Hello,
    /// Operations that were tried.
    pub(super) ops: usize,
    /// Questions that were answered, in order.
    pub(super) asked: Vec<(&'a Case, Answer)>,
    /// The first of an operation that were answered rightly.
    pub(super) right: Vec<(&'a Case, Answer)>,
    /// Members that stood in an answer, with their operation.
    pub(super) reported: BTreeSet<(String, String)>,
    pub(super) classes: usize,
    pub(super) rejections: usize,
}

impl<'a> Steps<'a> {
    pub(super) fn new(talk: Talk<'a>, suite: &'a Suite, output: &'a mut Output) -> Self {
        Self {
            talk,
            suite,
            output,
            hello: Hello::default(),
            ops: 0,
            asked: Vec::new(),
            right: Vec::new(),
            reported: BTreeSet::new(),
            classes: 0,
            rejections: 0,
        }
    }

    /// Tries everything.
    pub(super) fn all(&mut self) -> Result<(), Stop> {
        self.step("answers hello", Self::shake_hands)?;
        let hello = &self.hello;
        let profiles: Vec<&str> = hello.profiles.iter().map(String::as_str).collect();
        let line = format!(
            "        {} {}, {}, {}",
            shorten(&hello.name),
            shorten(&hello.version),
            profiles.join(" and "),
            plural(hello.ops.len(), "operation")
        );
        self.output.line(&line);
        self.step("an operation that nobody has is unsupported", Self::try_canary)?;
        self.operations()?;
        if !self.right.is_empty() {
            self.step("the same question gets the same answer, in another order", Self::twice)?;
            self.step("ids come back as they are", Self::ids)?;
            self.step("members that it doesn't know are ignored", Self::unknown_members)?;
            self.step("what is no proper request is refused", Self::no_requests)?;
        }
        self.step("a line of nearly `max_line` is read", Self::long_line)?;
        self.step("operations that it doesn't declare are unsupported", Self::undeclared)?;
        self.step("`omits` and `errors` say no less than it reports", |steps| {
            steps.omits();
            Ok(())
        })?;
        self.step("it exits with status 0 when its input ends", Self::end_of_input)?;
        self.step("it is the same when it is started again", Self::started_again)?;
        self.step("nothing but answers is on standard output", |steps| {
            steps.noise();
            Ok(())
        })?;
        let (questions, errors) = (self.talk.questions, self.talk.errors);
        let errors = if errors == 0 {
            String::new()
        } else {
            format!("; {errors} bytes on standard error, which is free")
        };
        self.output.line(&format!("        {}{errors}", plural(questions, "question")));
        Ok(())
    }

    pub(super) fn step(
        &mut self,
        title: &str,
        body: impl FnOnce(&mut Self) -> Result<(), Stop>,
    ) -> Result<(), Stop> {
        let before = self.talk.order.len();
        let result = body(self);
        let new = self.talk.order.get(before..).unwrap_or_default();
        let fine = !new.iter().any(|mistake| mistake.grade() == Grade::Wrong);
        if result.is_ok() && fine {
            self.output.line(&format!("  {}    {title}", paint(GREEN, "ok")));
        }
        for mistake in new {
            self.output.lines(&told(&self.talk, *mistake));
        }
        result
    }

    fn shake_hands(&mut self) -> Result<(), Stop> {
        self.hello = hello::shake(&mut self.talk, self.suite)?;
        for name in hello::unknown_names(&self.hello, self.suite) {
            self.talk.found(Mistake::UnknownName, name);
        }
        Ok(())
    }

    fn try_canary(&mut self) -> Result<(), Stop> {
        let op = canary();
        match self.talk.ask(&op, &Members::new())? {
            Some(Answer::Unsupported(_)) | None => {}
            Some(answer) => {
                self.talk.found(Mistake::AnswersEverything, format!("`{}`", answer.verdict()));
            }
        }
        Ok(())
    }

    fn twice(&mut self) -> Result<(), Stop> {
        for (case, before) in std::mem::take(&mut self.asked).into_iter().rev() {
            if let Some(answer) = self.talk.ask(&case.op, &case.vector.input)? {
                self.same(Mistake::NotTheSameTwice, case, &before, &answer, &case.vector.id);
            }
        }
        Ok(())
    }

    fn same(&mut self, mistake: Mistake, case: &Case, before: &Answer, now: &Answer, what: &str) {
        if !self.alike(case, before, now) {
            let short = |answer| value::answer(Some(&answer_value(answer)));
            let detail = format!("{}, {what}: {}, and then {}", case.op, short(before), short(now));
            self.talk.found(mistake, detail);
        }
    }

    /// Whether two answers to one question are the same. What is drawn anew each time is so where the same is found in both.
    fn alike(&self, case: &Case, before: &Answer, now: &Answer) -> bool {
        if let (true, Answer::Ok(_), Answer::Ok(_)) = (operations::is_drawn(&case.op), before, now)
        {
            let found = |answer| self.judged(case, answer).differences;
            return found(before) == found(now);
        }
        comparable(before) == comparable(now)
    }

    fn ids(&mut self) -> Result<(), Stop> {
        let Some((case, before)) = self.right.first().cloned() else { return Ok(()) };
        for id in ["0017", "a \"b\" \\ é", "99999999999999999999999999"] {
            let text = request_line(id, &case.op, &case.vector.input);
            if let Some(answer) = self.talk.exchange(id, &case.op, &text)? {
                self.same(Mistake::IdChanged, case, &before, &answer, "with another id");
            }
        }
        Ok(())
    }

    fn unknown_members(&mut self) -> Result<(), Stop> {
        for (case, before) in self.right.clone() {
            let mut input = case.vector.input.clone();
            input.insert("x_later".to_owned(), json!({ "a": ["1"] }));
            if let Some(answer) = self.talk.ask(&case.op, &input)? {
                self.same(Mistake::UnknownMembers, case, &before, &answer, "one more in `in`");
            }
        }
        let Some((case, before)) = self.right.first().cloned() else { return Ok(()) };
        let text =
            json!({ "id": "u", "op": case.op, "in": case.vector.input, "x_later": { "a": ["1"] } });
        if let Some(answer) = self.talk.exchange("u", &case.op, &format!("{text}\n"))? {
            self.same(Mistake::UnknownMembers, case, &before, &answer, "one more at the top");
        }
        Ok(())
    }

    fn no_requests(&mut self) -> Result<(), Stop> {
        let mut seen = BTreeSet::new();
        for (case, _) in self.right.clone() {
            if !seen.insert(case.op.clone()) {
                continue;
            }
            let nothing = self.talk.ask(&case.op, &Members::new())?;
            self.refused(Mistake::IncompleteRequest, &case.op, nothing.as_ref());
            for bytes in ["0g", "000"] {
                let mut input = case.vector.input.clone();
                if !input.contains_key("bytes") {
                    break;
                }
                input.insert("bytes".to_owned(), json!(bytes));
                let answer = self.talk.ask(&case.op, &input)?;
                self.refused(
                    Mistake::BadHex,
                    &format!("{} of {bytes:?}", case.op),
                    answer.as_ref(),
                );
            }
        }
        Ok(())
    }

    fn refused(&mut self, mistake: Mistake, what: &str, answer: Option<&Answer>) {
        if let Some(answer @ (Answer::Ok(_) | Answer::Unsupported(_))) = answer {
            self.talk.found(mistake, format!("{what}: `{}`", answer.verdict()));
        }
    }

    fn long_line(&mut self) -> Result<(), Stop> {
        let op = canary();
        let before = self.talk.found.get(&Mistake::Breaks).map_or(0, |(count, _)| *count);
        let empty = request_line("long", &op, &[("x".to_owned(), json!(""))].into_iter().collect());
        // The line feed doesn't count.
        let room = self.hello.max_line().saturating_sub(empty.len() - 1);
        let input = [("x".to_owned(), json!("0".repeat(room)))].into_iter().collect();
        let length = room + empty.len() - 1;
        match self.talk.exchange("long", "a long line", &request_line("long", &op, &input))? {
            Some(Answer::Unsupported(_)) => {}
            Some(answer) => {
                self.talk
                    .found(Mistake::LongLine, format!("{length} bytes: `{}`", answer.verdict()));
            }
            None => {
                // It broke, and that is why: told once, and by its name.
                if before == 0 {
                    if let Some((_, detail)) = self.talk.found.remove(&Mistake::Breaks) {
                        self.talk.order.retain(|mistake| *mistake != Mistake::Breaks);
                        return {
                            self.talk.found(Mistake::LongLine, format!("{length} bytes; {detail}"));
                            Ok(())
                        };
                    }
                }
                self.talk.found(Mistake::LongLine, format!("{length} bytes"));
            }
        }
        Ok(())
    }

    fn undeclared(&mut self) -> Result<(), Stop> {
        let profiles: Vec<Profile> = self.hello.profiles().collect();
        let mut seen = BTreeSet::new();
        for case in &self.suite.cases {
            let takes = !self.hello.ops.contains(&case.op)
                && matches!(case.vector.expect, Expect::Ok(_))
                && case.vector.status == Status::Stable
                && profiles.iter().any(|profile| case.vector.profiles.contains(profile));
            if !takes || !seen.insert(case.op.clone()) {
                continue;
            }
            match self.talk.ask(&case.op, &case.vector.input)? {
                None | Some(Answer::Unsupported(_)) => {}
                Some(answer) if self.judged(case, &answer).verdict == Verdict::Pass => {
                    self.talk.found(Mistake::Undeclared, case.op.clone());
                }
                Some(answer) => {
                    let detail = format!("{}: `{}`", case.op, answer.verdict());
                    self.talk.found(Mistake::RefusesUndeclared, detail);
                }
            }
        }
        Ok(())
    }

    fn omits(&mut self) {
        let omits = self.hello.omits.clone();
        for (op, members) in omits {
            for member in members {
                if self.reported.contains(&(op.clone(), member.clone())) {
                    self.talk.found(Mistake::NeedlessOmits, format!("`{member}` of {op}"));
                }
            }
        }
        let promised = self.hello.errors == ErrorDetail::Class;
        if !promised && self.classes > 0 {
            let detail = format!("in {} of {}", self.classes, plural(self.rejections, "rejection"));
            self.talk.found(Mistake::ClassUndeclared, detail);
        }
        if promised && self.classes == 0 && self.rejections > 0 {
            let detail = format!("in {}", plural(self.rejections, "rejection"));
            self.talk.found(Mistake::ClassNeverGiven, detail);
        }
    }

    /// Once after all questions, and once before any.
    fn end_of_input(&mut self) -> Result<(), Stop> {
        for when in ["after the last question", "before the first question"] {
            let mut probe = self.talk.take_probe()?;
            let limit = self.talk.limits.exit;
            // Starting takes time of its own.
            let limit =
                if when.starts_with("after") { limit } else { limit + self.talk.limits.hello };
            let mut heard = probe.end_input(limit);
            while let Heard::Answer(line) = &heard {
                if !self.talk.is_second(line) {
                    break;
                }
                self.talk.found(Mistake::TwoAnswers, "the last question");
                heard = probe.listen(limit);
            }
            self.talk.let_go(probe);
            let why = match heard {
                Heard::Interrupted => return Err(Stop::Interrupted),
                Heard::Ended(Ending::Exit(0)) => continue,
                Heard::Ended(ending) => format!("it {ending}"),
                Heard::Answer(_) => "it answers once more".to_owned(),
                Heard::Silence(_) => format!("it is still there after {} s", limit.as_secs_f32()),
                Heard::Flood => "a flood of output".to_owned(),
            };
            self.talk.found(Mistake::EndOfInput, format!("{when}, {why}"));
        }
        Ok(())
    }

    fn started_again(&mut self) -> Result<(), Stop> {
        if let Some((case, before)) = self.right.first().cloned() {
            if let Some(answer) = self.talk.ask(&case.op, &case.vector.input)? {
                self.same(Mistake::NeedsHello, case, &before, &answer, "asked first of all");
            }
            self.talk.end();
        }
        let again = hello::shake(&mut self.talk, self.suite)?;
        if again != self.hello {
            self.talk.found(Mistake::OtherHello, "");
        }
        self.talk.end();
        Ok(())
    }

    fn noise(&mut self) {
        self.talk.end();
        if let (count @ 1.., first) = self.talk.noise.clone() {
            let first = first.map(|line| format!(", the first: {line}")).unwrap_or_default();
            self.talk.found(Mistake::Noise, format!("{}{first}", plural(count, "line")));
        }
    }
}

/// An answer without what is for people.
pub(super) fn comparable(answer: &Answer) -> Value {
    let mut value = answer_value(answer);
    for (verdict, text) in [("reject", "message"), ("unsupported", "why"), ("panic", "message")] {
        if let Some(Value::Object(members)) = value.get_mut(verdict) {
            members.remove(text);
        }
    }
    value
}
