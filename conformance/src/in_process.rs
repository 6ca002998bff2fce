//! The suite in a crate's own tests: the testee is a value, and no process is started.

use core::fmt;
use std::cell::RefCell;
use std::panic::{self, AssertUnwindSafe};
use std::path::PathBuf;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use ampwire_vectors::Level;

use crate::expect::{Exceptions, File};
use crate::protocol::{Answer, Hello, Members, Profile};
use crate::render::expected;
use crate::render::human::{Human, Verbosity};
use crate::render::output::Output;
use crate::render::reproduce::Reproduce;
use crate::report::{ExceptionsReport, RunReport};
use crate::run::{Course, RunOptions, run};
use crate::select::{Patterns, select};
use crate::session::{Limits, StartError, canary};
use crate::source::{Asking, FaultKind, Halt, Source, Sources, Step};
use crate::stray::Stray;
use crate::suite::Suite;
use crate::testee::{Testee, panic_message};
use crate::verdict::Strictness;

/// Asks a testee about every vector that its handshake takes, and says what was not as expected.
///
/// The same as [`Check::new`] and [`Check::run`]. For a `#[test]`:
///
/// ```
/// # use ampwire_conformance::builtin::Builtin;
/// # use ampwire_conformance::protocol::Profile;
/// # let mut mine = Builtin { profile: Profile::Bystander };
/// ampwire_conformance::check(&mut mine).unwrap();
/// ```
///
/// # Errors
/// Where something was not as expected, or nothing ran. Both its `Debug` and its `Display` are what `ampwire check` shows.
pub fn check(testee: &mut dyn Testee) -> Result<Passed, Failed> {
    Check::new().run(testee)
}

/// A run of the suite in this process, with the options of `ampwire check`.
///
/// ```
/// use ampwire_conformance::Check;
/// # use ampwire_conformance::builtin::Builtin;
/// # use ampwire_conformance::protocol::Profile;
/// # let mut mine = Builtin { profile: Profile::Amp };
/// let passed = Check::new().only("payload/*").skip("payload/amp-*").strict_reasons().run(&mut mine)?;
/// assert!(passed.ran() > 0);
/// # Ok::<(), ampwire_conformance::Failed>(())
/// ```
///
/// A panic is caught, and is a failure whatever was expected. What takes the whole process down is not seen as such here: an
/// abort, an overflow of the stack, a loop without an end. `ampwire check` sees them, and says at which vector.
#[derive(Debug, Clone)]
#[must_use = "nothing is asked before `run`"]
pub struct Check {
    patterns: Patterns,
    level: Level,
    strict_reasons: bool,
    accept_deployed: bool,
    expect: Option<PathBuf>,
    vectors: Option<PathBuf>,
}

impl Default for Check {
    fn default() -> Self {
        Self::new()
    }
}

impl Check {
    /// All vectors that the testee's handshake takes, judged as `ampwire check` does where no option is given.
    pub fn new() -> Self {
        Self {
            patterns: Patterns::default(),
            level: Level::Should,
            strict_reasons: false,
            accept_deployed: false,
            expect: None,
            vectors: None,
        }
    }

    /// Only the vectors whose id matches; of several such patterns, one has to. `*` and `?` stay within one part of a name, `**`
    /// crosses parts.
    pub fn only(mut self, glob: impl Into<String>) -> Self {
        self.patterns.only.push(glob.into());
        self
    }

    /// Leaves out the vectors whose id matches.
    pub fn skip(mut self, glob: impl Into<String>) -> Self {
        self.patterns.skip.push(glob.into());
        self
    }

    /// Only the vectors that obey or break a rule that matches.
    pub fn rule(mut self, glob: impl Into<String>) -> Self {
        self.patterns.rules.push(glob.into());
        self
    }

    /// Only the operations that match.
    pub fn op(mut self, glob: impl Into<String>) -> Self {
        self.patterns.ops.push(glob.into());
        self
    }

    /// Only the vectors of this profile.
    pub fn profile(mut self, profile: Profile) -> Self {
        self.patterns.profile = Some(profile);
        self
    }

    /// The lowest level that can make the run fail. Without this, [`Level::Should`].
    pub fn level(mut self, level: Level) -> Self {
        self.level = level;
        self
    }

    /// A rejection for another reason than expected is a failure.
    pub fn strict_reasons(mut self) -> Self {
        self.strict_reasons = true;
        self
    }

    /// Accepts an answer that a deployed implementation is known to give.
    pub fn accept_deployed(mut self) -> Self {
        self.accept_deployed = true;
        self
    }

    /// The failures that are expected, in a file such as `ampwire expect` writes. Without this, none are: no file is looked for.
    pub fn expect_file(mut self, path: impl Into<PathBuf>) -> Self {
        self.expect = Some(path.into());
        self
    }

    /// The vectors of a folder instead of the embedded ones.
    pub fn vectors(mut self, folder: impl Into<PathBuf>) -> Self {
        self.vectors = Some(folder.into());
        self
    }

    /// Asks the testee.
    ///
    /// # Errors
    /// Where something was not as expected; where a pattern, or an entry for an expected failure, matches nothing; where the testee's
    /// description of itself can't be used, or it answers what nobody can know; and where nothing ran.
    pub fn run(&self, testee: &mut dyn Testee) -> Result<Passed, Failed> {
        let loaded;
        let suite = match &self.vectors {
            None => EMBEDDED.as_ref().map_err(Failed::of)?,
            Some(folder) => {
                loaded = Suite::folder(folder).map_err(|fault| Failed::of(&fault))?;
                &loaded
            }
        };
        let cases = select(suite, &self.patterns).map_err(|fault| Failed::of(&fault))?;
        let exceptions = self.exceptions(suite)?;
        let file = exceptions.as_ref().map(ExceptionsReport::new);
        let options = RunOptions {
            limits: NO_LIMITS,
            strictness: Strictness {
                level: self.level,
                reasons: self.strict_reasons,
                accept_deployed: self.accept_deployed,
            },
            profile: self.patterns.profile,
            fail_fast: false,
            exceptions: exceptions.as_ref(),
            classes: None,
            course: Course::default(),
        };
        let (mut output, memory) = Output::memory();
        let sources = InProcess { testee: RefCell::new(testee) };
        let mut human = Human::new(&mut output, Verbosity::Normal, suite, again(), file.as_ref());
        let report = run(&sources, &cases, &options, &mut human);
        output.lines(&file.as_ref().map(expected::stale).unwrap_or_default());
        if let Some(first) = report.vectors.iter().find(|vector| vector.red) {
            output.line(&format!("One of them alone: Check::new().only({:?})", first.id));
        }
        let stale = file.is_some_and(|file| !file.stale.is_empty());
        outcome(report, stale, memory.text())
    }

    fn exceptions(&self, suite: &Suite) -> Result<Option<Exceptions>, Failed> {
        let Some(path) = &self.expect else { return Ok(None) };
        let file = File::read(path).map_err(|words| Failed::of(&words))?;
        Exceptions::new(file, suite).map(Some).map_err(|words| Failed::of(&words))
    }
}

/// The embedded suite, checked once: a crate has several such tests, perhaps without optimization.
static EMBEDDED: LazyLock<Result<Suite, String>> =
    LazyLock::new(|| Suite::embedded().map_err(|fault| fault.to_string()));

/// Nobody can take back the time from a call in the same process.
const NO_LIMITS: Limits = Limits {
    hello: Duration::MAX,
    case: Duration::MAX,
    scenario: Duration::MAX,
    exit: Duration::MAX,
    memory: None,
};

/// There is no command that asks again.
fn again() -> Reproduce {
    Reproduce {
        program: String::new(),
        options: Vec::new(),
        suite: Vec::new(),
        testee: None,
        builtin: None,
        named: None,
    }
}

fn outcome(report: RunReport, stale: bool, mut text: String) -> Result<Passed, Failed> {
    let summary = report.summary;
    if report.fault.is_none() && !stale && summary.red == 0 && summary.ran > 0 {
        return Ok(Passed {
            selected: summary.selected,
            ran: summary.ran,
            members: summary.members,
            members_compared: summary.members_compared,
            text,
        });
    }
    if report.fault.is_none() && summary.ran == 0 {
        text.push_str("Nothing ran.\n");
    }
    let red = report.vectors.into_iter().filter(|vector| vector.red);
    Err(Failed { red: red.map(|vector| vector.id).collect(), text })
}

/// All was as expected. Its `Display` is the summary.
#[derive(Clone, PartialEq, Eq)]
pub struct Passed {
    selected: usize,
    ran: usize,
    members: usize,
    members_compared: usize,
    text: String,
}

impl Passed {
    /// How many vectors there were for this testee.
    pub const fn selected(&self) -> usize {
        self.selected
    }

    /// How many of them were asked: the others need what the testee hasn't declared.
    pub const fn ran(&self) -> usize {
        self.ran
    }

    /// How many members of answers there were to compare.
    pub const fn members(&self) -> usize {
        self.members
    }

    /// How many of them were compared: the others the testee omits.
    pub const fn members_compared(&self) -> usize {
        self.members_compared
    }
}

impl fmt::Display for Passed {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.text.trim_end())
    }
}

impl fmt::Debug for Passed {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

/// Something was not as expected, or nothing could be asked. Its `Display` is what `ampwire check` shows, and so is its `Debug`:
/// that is what `unwrap` shows.
#[derive(Clone, PartialEq, Eq)]
pub struct Failed {
    red: Vec<String>,
    text: String,
}

impl Failed {
    fn of(fault: &impl fmt::Display) -> Self {
        Self { red: Vec::new(), text: fault.to_string() }
    }

    /// The ids of the vectors that were not as expected. None where nothing could be asked.
    pub fn vectors(&self) -> &[String] {
        &self.red
    }
}

impl fmt::Display for Failed {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.text.trim_end())
    }
}

impl fmt::Debug for Failed {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // `unwrap` puts its own words in front.
        writeln!(formatter, "not conformant")?;
        fmt::Display::fmt(self, formatter)
    }
}

impl core::error::Error for Failed {}

struct InProcess<'t> {
    testee: RefCell<&'t mut dyn Testee>,
}

impl InProcess<'_> {
    /// Its answer, also where that is a panic.
    fn ask(&self, op: &str, input: &Members) -> Answer {
        let mut testee = self.testee.borrow_mut();
        // It is used again after a panic, as a process would be that catches its own.
        let answered = panic::catch_unwind(AssertUnwindSafe(|| testee.answer(op, input)));
        answered.unwrap_or_else(|payload| Answer::Panic(panic_message(payload.as_ref())))
    }
}

impl Sources for InProcess<'_> {
    fn words(&self) -> Vec<String> {
        Vec::new()
    }

    fn start<'a>(&'a self, _: &mut Stray) -> Result<Box<dyn Source + 'a>, Halt> {
        let fault = |reason| Halt::fault(FaultKind::Answers(reason));
        let hello = panic::catch_unwind(AssertUnwindSafe(|| self.testee.borrow().hello()));
        let hello = hello.map_err(|payload| {
            fault(format!("asked for hello, it panicked: {}", panic_message(payload.as_ref())))
        })?;
        hello.check().map_err(StartError::BadHello)?;
        let canary = self.ask(&canary(), &Members::new());
        if !matches!(canary, Answer::Unsupported(_)) {
            return Err(StartError::CanaryAnswered(canary.verdict()).into());
        }
        Ok(Box::new(Running { of: self, hello }))
    }
}

struct Running<'a, 't> {
    of: &'a InProcess<'t>,
    hello: Hello,
}

impl Source for Running<'_, '_> {
    fn hello(&self) -> &Hello {
        &self.hello
    }

    fn ask(&mut self, op: &str, input: &Members, _: Duration) -> Asking {
        let begun = Instant::now();
        let answer = self.of.ask(op, input);
        let took = begun.elapsed();
        Ok(Step { before: None, reaction: Ok(answer), took, stray: Stray::default() })
    }
}
