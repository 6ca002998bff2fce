//! The commands that repeat one case, to be copied into a shell.

use ampwire_vectors::{Level, Members, Profile};

use crate::process::{Command, quote};
use crate::protocol::request_line;
use crate::report::{EMBEDDED, Report, RunReport};

/// A request line longer than this is not shown, but how to get it.
const INLINE: usize = 2000;

/// What stays the same for all cases of a run.
#[derive(Debug, Clone)]
pub(crate) struct Reproduce {
    /// This program, as it was called.
    pub(crate) program: String,
    /// The options of this call that bear on a verdict.
    pub(crate) options: Vec<String>,
    /// The options that choose the suite.
    pub(crate) suite: Vec<String>,
    /// The testee. Not there where the report was made without it.
    pub(crate) testee: Option<Command>,
    /// The profile, where the testee is the built-in codec.
    pub(crate) builtin: Option<Profile>,
    /// The options that name the testee, where `ampwire.toml` has it.
    pub(crate) named: Option<Vec<String>>,
}

impl Reproduce {
    /// The same from a saved report.
    pub(crate) fn saved(report: &Report, run: &RunReport) -> Self {
        let mut options = Vec::new();
        if report.options.level != Level::Should {
            options.extend(["--level".to_owned(), report.options.level.as_str().to_owned()]);
        }
        for (set, name) in [
            (report.options.strict_reasons, "--strict-reasons"),
            (report.options.accept_deployed, "--accept-deployed"),
        ] {
            options.extend(set.then(|| name.to_owned()));
        }
        options.extend(report.options.exec.iter().cloned());
        if !report.options.exec.is_empty() {
            let ops = report.options.ops.iter();
            options.extend(ops.flat_map(|op| ["--op".to_owned(), op.clone()]));
            let profile = report.options.profile.iter();
            options.extend(profile.flat_map(|name| ["--profile".to_owned(), name.clone()]));
        }
        if let Some(exceptions) = &report.exceptions {
            options.extend(["--expect".to_owned(), exceptions.file.clone()]);
        }
        if let Some(classes) = &report.options.classes {
            options.extend(["--classes".to_owned(), classes.clone()]);
        }
        let embedded = report.suite.source == EMBEDDED;
        let folder = (!embedded).then(|| ["--vectors".to_owned(), report.suite.source.clone()]);
        let testee = run.command.split_first().map(|(program, arguments)| {
            Command::new(program, arguments.iter().map(Into::into).collect())
        });
        Self {
            program: "ampwire".to_owned(),
            options,
            suite: folder.into_iter().flatten().collect(),
            testee,
            builtin: None,
            named: None,
        }
    }

    /// The command that runs this case alone.
    pub(crate) fn again(&self, id: &str) -> Option<String> {
        let profile = self.builtin.map(|profile| ["--profile", profile.as_str()]);
        let named = self.named.iter().flatten().map(String::as_str);
        let words = [self.program.as_str(), "check"].into_iter().chain(named);
        let words = words.chain(["--only", id]);
        let words = words.chain(self.suite.iter().chain(&self.options).map(String::as_str));
        let mut line = quote(words.chain(profile.into_iter().flatten()));
        if self.builtin.is_none() && self.named.is_none() {
            line.push_str(" -- ");
            line.push_str(&self.testee.as_ref()?.quoted());
        }
        Some(line)
    }

    /// The command that sends the request to the testee, and nothing else.
    pub(crate) fn raw(&self, id: &str, op: &str, input: &Members) -> Option<String> {
        let testee = match self.builtin {
            Some(profile) => {
                quote([self.program.as_str(), "testee", "--profile", profile.as_str()])
            }
            None => self.testee.as_ref()?.quoted(),
        };
        #[cfg(feature = "cli")]
        if self.options.iter().any(|word| word == "--exec") {
            return crate::exec::plain::by_hand(self.testee.as_ref()?, op, input);
        }
        let request = request_line("1", op, input);
        if request.len() > INLINE {
            let words = [self.program.as_str(), "vectors", "show", "--request", id].into_iter();
            let show = quote(words.chain(self.suite.iter().map(String::as_str)));
            return Some(format!("{show} | {testee}"));
        }
        Some(format!("printf '%s\\n' {} | {testee}", quote([request.trim_end()])))
    }
}
