//! `ampwire matrix`: several testees, and who differs from whom.
//!
//! | file | concept |
//! |---|---|
//! | `fleet` | the testees of `ampwire.toml`, run side by side |
//! | `saved` | the same from saved reports |
//! | `written` | the matrix in its forms, to standard output and to files |

mod fleet;
mod saved;
mod written;

use self::written::Files;
use super::Failure;
use crate::args::Matrix as Arguments;
use crate::matrix::{Matrix, Party, Standing, Wanted, matrix};
use crate::process::quote;
use crate::report::{EMBEDDED, Options, SuiteReport};
use crate::select::{Patterns, select};
use crate::suite::Suite;
use crate::verdict::Verdict;
use crate::{exit, interrupt};

/// What was found out about the testees.
struct Gathered {
    parties: Vec<Party>,
    left_out: Vec<crate::matrix::LeftOut>,
    notes: Vec<String>,
    /// An expected failure matches nothing.
    stale: bool,
    options: Options,
}

/// Runs the command.
pub(crate) fn execute(arguments: &Arguments, no_color: bool) -> Result<u8, Failure> {
    let suite = Suite::load(arguments.trial.suite.folder.as_deref())?;
    let patterns = arguments.trial.selection.patterns();
    let cases = select(&suite, &patterns)?;
    // Before the runs: a file that can't be written must not cost one.
    let files = Files::create(arguments, no_color)?;
    interrupt::install();
    let mut gathered = if arguments.from.is_empty() {
        fleet::run_all(arguments, &suite, &cases, arguments.trial.reported(), no_color)?
    } else {
        saved::read_all(arguments, arguments.trial.reported())?
    };
    if gathered.parties.len() < 2 {
        gathered
            .notes
            .push("there is one testee alone, so that nobody is compared with it".to_owned());
    }
    let source = match &suite.folder {
        None => EMBEDDED.to_owned(),
        Some(_) if arguments.reproducible => "folder".to_owned(),
        Some(folder) => folder.to_string_lossy().into_owned(),
    };
    let version = suite.version.clone();
    let wanted = Wanted {
        suite: SuiteReport { version, source, vectors: suite.cases.len() },
        options: gathered.options,
        left_out: gathered.left_out,
        all: arguments.all,
        strangers: takes_all(&patterns),
        notes: gathered.notes,
        again: again(arguments),
    };
    let mut matrix = matrix(&suite, &cases, &gathered.parties, wanted);
    matrix.exit_status = status(arguments, &matrix, &gathered.parties, gathered.stale);
    files.write(&matrix)
}

/// How a testee is asked again, up to its name.
fn again(arguments: &Arguments) -> Option<String> {
    let config = arguments.file.config.as_ref().map(|path| path.to_string_lossy().into_owned());
    let mut words = vec!["ampwire", "check"];
    words.extend(config.iter().flat_map(|config| ["--config", config]));
    words.push("--testee");
    arguments.from.is_empty().then(|| quote(words))
}

/// Whether nothing was selected, so that a vector that the suite at hand doesn't have is wanted too.
fn takes_all(patterns: &Patterns) -> bool {
    patterns.only.is_empty()
        && patterns.skip.is_empty()
        && patterns.rules.is_empty()
        && patterns.ops.is_empty()
        && patterns.profile.is_none()
}

/// The exit status. What makes the rest doubtful comes first.
fn status(arguments: &Arguments, matrix: &Matrix, parties: &[Party], stale: bool) -> u8 {
    let passes = |party: &Party| party.run.summary.of(Verdict::UnexpectedPass) > 0;
    let new = matrix.clusters.iter().any(|cluster| cluster.standing == Standing::New)
        || parties.iter().any(passes);
    if parties.iter().any(|party| party.run.interrupted) {
        exit::INTERRUPTED
    } else if parties.iter().any(|party| party.run.fault.is_some()) {
        exit::TESTEE
    } else if matrix.summary.questions == 0 {
        exit::NOTHING_RAN
    } else if arguments.fail_on_new && stale {
        exit::USAGE
    } else if arguments.fail_on_new && new {
        exit::UNEXPECTED
    } else {
        exit::SUCCESS
    }
}
