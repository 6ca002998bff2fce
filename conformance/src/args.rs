//! The command line, as clap reads it. Its words are the `--help`.

mod amp;
mod amp_simulate;
mod check_adapter;
mod exec;
mod expect;
mod init;
mod inspect;
mod judging;
mod manual;
mod matrix;
mod named;
mod report;
mod running;
mod transcript;

use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

use ampwire_vectors::{Level, Profile};
use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};

use crate::exit;
use crate::select::Patterns;
pub(crate) use amp::{Amp, Derive, Reconstruct, SchemeName, SecretText, Split, VerifyInvoices};
pub(crate) use amp_simulate::Simulate;
pub(crate) use check_adapter::CheckAdapter;
pub(crate) use exec::{ExecForm, ExecOptions};
pub(crate) use expect::Expect;
pub(crate) use init::{Init, LanguageName};
pub(crate) use inspect::{Inspect, KindName};
pub(crate) use judging::{Judging, Times};
pub(crate) use manual::{Completions, Man};
pub(crate) use matrix::{Matrix, MatrixFormat};
pub(crate) use named::Named;
pub(crate) use report::{Files, Format, Render, Report, ReportCommand};
pub(crate) use running::Running;
pub(crate) use transcript::{ExportRequests, Judge};

/// The Ampwire conformance suite for AMP on the Lightning Network: vectors, a runner, and a codec of its own.
#[derive(Debug, Parser)]
#[command(name = "ampwire", version, arg_required_else_help = true, propagate_version = true, after_help = exit::table())]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
    /// Never colour the output (`NO_COLOR` in the environment does the same)
    #[arg(long, global = true)]
    pub(crate) no_color: bool,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Run the suite against a testee, or against the built-in codec
    ///
    /// Asks every vector that a testee's profiles take, and says what was not as expected. A testee is any program that speaks the testee
    /// protocol: one JSON object a line on standard input and output. Without COMMAND the built-in codec is tested, in both profiles.
    Check(Box<Check>),
    /// Say whether an adapter is written rightly, with what to do where it is not
    CheckAdapter(Box<CheckAdapter>),
    /// Render a saved report in another format, or compare two
    ///
    /// All comes from the report that `ampwire check --report FILE` or `--json` has written: neither the testee nor the vectors are
    /// needed. The exit status says whether it could be rendered, not what the report says.
    Report(Box<Report>),
    /// Write the failures of a testee to a file, so that they are expected from now on
    ///
    /// `ampwire check` then stays green while the testee fails as the file says, and is red where it fails otherwise, or no longer. New
    /// entries have the kind "todo": look at each, then say what it is. A panic, a crash, a hang and garbage are never expected, and not
    /// written.
    Expect(Box<Expect>),
    /// Write the requests of a selection, to be answered elsewhere
    ///
    /// For a testee that can't be run here: on a phone, in another CI, in an emulator. The answers are judged by `ampwire judge`.
    Export(Box<ExportRequests>),
    /// Judge answers that were written elsewhere, to the requests of `ampwire export`
    Judge(Box<Judge>),
    /// Compare several testees: who says what, who differs from whom, and whether that is known
    ///
    /// The testees stand in ampwire.toml, each with its command. The same can be made from saved reports.
    Matrix(Box<Matrix>),
    /// Write an adapter to begin with, for an implementation in Go, Python, JavaScript, Kotlin, Rust or C
    ///
    /// What it writes answers a few operations and is green from the start. Its README.md leads from there to red, and to the implementation.
    Init(Box<Init>),
    /// Be a testee: the built-in codec, on standard input and output
    Testee(Testee),
    /// Look at the embedded vectors, copy them, and check a copy
    #[command(subcommand)]
    Vectors(Vectors),
    /// Say what a rule demands and which vectors show it, or what a vector is about
    Explain(Explain),
    /// Say what an invoice or bytes mean, field by field: an invoice, a hop payload, a TLV stream, an AMP record, features, a failure
    Inspect(Box<Inspect>),
    /// Make shares and put them together, check what a node keeps of its AMP payments, simulate payments
    #[command(subcommand)]
    Amp(Amp),
    /// Write what completes this command in a shell
    Completions(Completions),
    /// Write the manual pages
    Man(Man),
}

/// The time for one case, where none is given.
pub(crate) const DEFAULT_TIMEOUT: &str = "2s";
/// The time for one case of a scenario, where none is given.
pub(crate) const DEFAULT_SCENARIO_TIMEOUT: &str = "20s";
/// The time for the handshake, where none is given.
pub(crate) const DEFAULT_HELLO_TIMEOUT: &str = "30s";
/// The time to exit, where none is given.
pub(crate) const DEFAULT_EXIT_TIMEOUT: &str = "5s";

/// Runs the suite.
#[derive(Debug, Clone, Args)]
#[command(after_help = exit::table(), after_long_help = format!("{CHECK_EXAMPLES}\n\n{}", exit::table()))]
#[expect(clippy::struct_excessive_bools, reason = "each is an option of the command line")]
pub(crate) struct Check {
    /// The testee and its arguments. No shell reads them
    #[arg(last = true, value_name = "COMMAND")]
    pub(crate) command: Vec<OsString>,
    #[command(flatten)]
    pub(crate) named: Named,
    #[command(flatten)]
    pub(crate) selection: Selection,
    #[command(flatten)]
    pub(crate) suite: SuiteChoice,
    #[command(flatten)]
    pub(crate) judging: Judging,
    /// The failures that are expected, in a file. Without this, and where COMMAND is given: ampwire-expect.toml in the current folder, if it is there
    #[arg(long, value_name = "FILE", help_heading = "Judging")]
    pub(crate) expect: Option<PathBuf>,
    /// Expect no failures, also where ampwire-expect.toml is there
    #[arg(long, conflicts_with = "expect", help_heading = "Judging")]
    pub(crate) no_expect: bool,
    #[command(flatten)]
    pub(crate) times: Times,
    #[command(flatten)]
    pub(crate) exec: ExecOptions,
    #[command(flatten)]
    pub(crate) running: Running,
    /// Stop at the first red vector
    #[arg(short = 'x', long, help_heading = "Judging")]
    pub(crate) fail_fast: bool,
    /// Write the report as JSON to standard output, and all else to standard error
    #[arg(long, help_heading = "Output")]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) files: Files,
    /// Show only what is red, one line each, and the summary
    #[arg(short, long, conflicts_with = "verbose", help_heading = "Output")]
    pub(crate) quiet: bool,
    /// Show every vector, and every failure in full
    #[arg(short, long, action = ArgAction::SetTrue, help_heading = "Output")]
    pub(crate) verbose: bool,
}

const CHECK_EXAMPLES: &str = "\
Examples:
  ampwire check                              the built-in codec
  ampwire check -- ./adapter --flag          a program, with its arguments
  ampwire check --only 'payload/amp-*' -- ./adapter
  ampwire check --rule 'bolt1.tlv.**' --json -- python3 adapter.py
  ampwire check --report report.json --junit junit.xml -- ./adapter
  ampwire check --expect known.toml -- ./adapter
  ampwire check --exec --op tlv.decode --profile bystander -- ./decode-a-stream
  ampwire check --jobs 4 --shuffle -- ./adapter
  ampwire check --testee lnd                 as ampwire.toml has it";

/// Which vectors. In a pattern * and ? stay within one part of a name, ** crosses parts; a pattern that matches nothing is an error.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Selection")]
pub(crate) struct Selection {
    /// Only the vectors whose id matches (repeatable): 'payload/*', '**/*truncated*'
    #[arg(long, value_name = "GLOB")]
    pub(crate) only: Vec<String>,
    /// Leave out the vectors whose id matches (repeatable)
    #[arg(long, value_name = "GLOB")]
    pub(crate) skip: Vec<String>,
    /// Only the vectors that obey or break a rule that matches (repeatable): 'bolt1.tlv.*'
    #[arg(long = "rule", value_name = "GLOB")]
    pub(crate) rules: Vec<String>,
    /// Only the operations that match (repeatable): '*.decode'
    #[arg(long = "op", value_name = "GLOB")]
    pub(crate) ops: Vec<String>,
    /// Only the vectors of this profile
    #[arg(long, value_name = "PROFILE")]
    pub(crate) profile: Option<ProfileName>,
}

impl Selection {
    /// The patterns, for selecting.
    pub(crate) fn patterns(&self) -> Patterns {
        Patterns {
            only: self.only.clone(),
            skip: self.skip.clone(),
            rules: self.rules.clone(),
            ops: self.ops.clone(),
            levels: Vec::new(),
            profile: self.profile.map(Profile::from),
        }
    }
}

/// Which suite.
#[derive(Debug, Clone, Args)]
pub(crate) struct SuiteChoice {
    /// Use the vectors of this folder instead of the embedded ones
    #[arg(long = "vectors", value_name = "DIR", help_heading = "Selection")]
    pub(crate) folder: Option<PathBuf>,
}

/// Serves the built-in codec as a testee: one JSON object a line, until the input ends.
#[derive(Debug, Args)]
pub(crate) struct Testee {
    /// Which of the two it plays
    #[arg(long, value_name = "PROFILE", default_value = "amp")]
    pub(crate) profile: ProfileName,
}

/// What to do with the vectors.
#[derive(Debug, Subcommand)]
pub(crate) enum Vectors {
    /// List vectors, one a line
    List(List),
    /// Show one vector with its bytes and rules
    Show(Show),
    /// Check a vendored copy against the embedded files
    Verify(Verify),
    /// Write the embedded files to a folder
    Export(Export),
}

/// Lists the vectors, without the withdrawn ones.
#[derive(Debug, Args)]
pub(crate) struct List {
    /// Ids, as with --only
    #[arg(value_name = "GLOB")]
    pub(crate) globs: Vec<String>,
    #[command(flatten)]
    pub(crate) selection: Selection,
    /// Only vectors of this level (repeatable)
    #[arg(long = "level", value_name = "LEVEL", help_heading = "Selection")]
    pub(crate) levels: Vec<LevelName>,
    #[command(flatten)]
    pub(crate) suite: SuiteChoice,
    /// As one JSON list
    #[arg(long)]
    pub(crate) json: bool,
}

/// Shows one vector.
#[derive(Debug, Args)]
pub(crate) struct Show {
    /// The vector's id
    pub(crate) id: String,
    #[command(flatten)]
    pub(crate) suite: SuiteChoice,
    /// As JSON, as it stands in its file
    #[arg(long, conflicts_with = "request")]
    pub(crate) json: bool,
    /// The request line that a testee gets, and nothing else
    #[arg(long)]
    pub(crate) request: bool,
}

/// Compares a folder with the embedded files: what is missing, what is extra, what differs, and how.
///
/// Either form is recognised, also where both are there. Exit status: 0 equal, 1 something differs, 2 no copy is there.
#[derive(Debug, Args)]
pub(crate) struct Verify {
    /// The folder of the copy, or the one its files lie in
    #[arg(value_name = "DIR")]
    pub(crate) folder: PathBuf,
    /// Files that aren't there are fine: only those that are there are compared
    #[arg(long)]
    pub(crate) partial: bool,
}

/// Writes the embedded files, with their manifest, to a folder.
#[derive(Debug, Args)]
pub(crate) struct Export {
    /// The folder; it is made where it isn't there
    #[arg(value_name = "DIR")]
    pub(crate) folder: PathBuf,
    /// Write the flat form: plain arrays without the rest, smaller files, less than 1 MB in all
    #[arg(long)]
    pub(crate) flat: bool,
    /// Overwrite files that differ
    #[arg(long)]
    pub(crate) force: bool,
}

/// Explains a rule or a vector.
#[derive(Debug, Args)]
pub(crate) struct Explain {
    /// A rule's id or a vector's
    #[arg(value_name = "RULE|ID")]
    pub(crate) name: String,
    #[command(flatten)]
    pub(crate) suite: SuiteChoice,
}

/// A level by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum LevelName {
    Must,
    Should,
    May,
    Info,
}

impl From<LevelName> for Level {
    fn from(name: LevelName) -> Self {
        match name {
            LevelName::Must => Self::Must,
            LevelName::Should => Self::Should,
            LevelName::May => Self::May,
            LevelName::Info => Self::Info,
        }
    }
}

/// A profile by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ProfileName {
    /// It implements AMP
    Amp,
    /// It does not
    Bystander,
}

impl From<Profile> for ProfileName {
    fn from(profile: Profile) -> Self {
        match profile {
            Profile::Amp => Self::Amp,
            Profile::Bystander => Self::Bystander,
        }
    }
}

impl From<ProfileName> for Profile {
    fn from(name: ProfileName) -> Self {
        match name {
            ProfileName::Amp => Self::Amp,
            ProfileName::Bystander => Self::Bystander,
        }
    }
}

/// Reads a time: a whole number with `s` or `ms`, or with nothing, which is seconds.
pub(crate) fn duration(text: &str) -> Result<Duration, String> {
    let (number, unit): (&str, fn(u64) -> Duration) =
        match (text.strip_suffix("ms"), text.strip_suffix('s')) {
            (Some(number), _) => (number, Duration::from_millis),
            (None, Some(number)) => (number, Duration::from_secs),
            (None, None) => (text, Duration::from_secs),
        };
    match number.parse::<u64>() {
        // A day is more than anyone waits, and far from where clocks overflow.
        Ok(value) if value > 0 && unit(value) <= Duration::from_secs(86_400) => Ok(unit(value)),
        _ => {
            Err("a time is a whole number from 1 with s or ms, at most a day: 2s, 500ms".to_owned())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_definition_is_sound() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn times() {
        assert_eq!(duration("2"), Ok(Duration::from_secs(2)));
        assert_eq!(duration("2s"), Ok(Duration::from_secs(2)));
        assert_eq!(duration("500ms"), Ok(Duration::from_millis(500)));
        for text in ["", "s", "0", "0ms", "-1", "1.5s", "2m", "99999999999999999999", "86401"] {
            assert!(duration(text).is_err(), "{text}");
        }
    }
}
