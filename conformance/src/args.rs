//! The command line, as clap reads it. Its words are the `--help`.

mod amp;
mod amp_simulate;
mod check;
mod check_adapter;
mod exec;
mod expect;
mod expected;
mod init;
mod inspect;
mod judging;
mod level;
mod manual;
mod matrix;
mod output;
mod part;
mod profile;
mod report;
mod running;
mod selection;
mod target;
mod times;
mod transcript;
mod trial;
mod vectors;

use clap::{Args, Parser, Subcommand};

use crate::exit;
pub(crate) use amp::{Amp, Derive, Reconstruct, SchemeName, SecretText, Split, VerifyInvoices};
pub(crate) use amp_simulate::Simulate;
pub(crate) use check::Check;
pub(crate) use check_adapter::CheckAdapter;
pub(crate) use exec::{ExecForm, ExecOptions};
pub(crate) use expect::Expect;
pub(crate) use expected::ExpectedFailures;
pub(crate) use init::{Init, LanguageName};
pub(crate) use inspect::{Inspect, KindName};
pub(crate) use judging::{Judging, WithheldVectors};
pub(crate) use level::LevelName;
pub(crate) use manual::{Completions, Man};
pub(crate) use matrix::{Matrix, MatrixFormat};
pub(crate) use output::{Files, OutputFile, Shown};
pub(crate) use part::Part;
pub(crate) use profile::ProfileName;
pub(crate) use report::{Format, Render, Report, ReportCommand};
pub(crate) use running::Running;
pub(crate) use selection::{Selection, SuiteChoice};
pub(crate) use target::{Target, TesteesFile};
pub(crate) use times::{
    DEFAULT_HELLO_TIMEOUT, DEFAULT_SCENARIO_TIMEOUT, DEFAULT_TIMEOUT, Times, duration,
};
pub(crate) use transcript::{ExportRequests, Judge};
pub(crate) use trial::Trial;
pub(crate) use vectors::{Export, List, Show, Vectors, Verify};

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

/// Serves the built-in codec as a testee: one JSON object a line, until the input ends.
#[derive(Debug, Args)]
pub(crate) struct Testee {
    /// Which of the two it plays
    #[arg(long, value_name = "PROFILE", default_value = "amp")]
    pub(crate) profile: ProfileName,
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

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_definition_is_sound() {
        Arguments::command().debug_assert();
    }
}
