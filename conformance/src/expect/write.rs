//! A file written from a run, or brought up to date by one.

mod entries;
mod update;

use super::apply::in_words;
use super::exceptions::Exceptions;
use crate::protocol::Hello;
use crate::report::VectorReport;
use crate::verdict::Verdict;

/// What a file should be after a run, and why.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Written {
    /// The whole file.
    pub(crate) text: String,
    /// Vectors that have an entry now, and had none that was right.
    pub(crate) added: Vec<String>,
    /// Vectors of which the entry stays as it was.
    pub(crate) kept: Vec<String>,
    /// Entries of which no vector was judged.
    pub(crate) not_run: usize,
    /// What was taken out, with the reason.
    pub(crate) removed: Vec<(String, String)>,
    /// What stays red, with the reason: no entry covers it.
    pub(crate) left: Vec<(String, String)>,
}

impl Written {
    /// Whether the file is another than before.
    pub(crate) fn changes(&self) -> bool {
        !self.added.is_empty() || !self.removed.is_empty()
    }
}

/// A new file with every failure of this run.
pub(crate) fn new(hello: &Hello, vectors: &[VectorReport]) -> Written {
    let mut written = Written::default();
    let failures: Vec<&VectorReport> =
        vectors.iter().filter(|vector| newly_failed(vector, &mut written)).collect();
    let entries = entries::entries(hello, None, &failures, &mut written);
    written.text = format!("{}{entries}", entries::header(hello));
    written
}

/// The file as it has to be after this run: what passes now is taken out, new failures are added, and all else stays as it stands.
///
/// # Errors
/// Where the text isn't written in a form that can be changed.
pub(crate) fn update(
    text: &str,
    exceptions: &Exceptions,
    hello: &Hello,
    vectors: &[VectorReport],
) -> Result<Written, String> {
    let mut written = Written::default();
    let without = update::without_what_passes(text, exceptions, vectors, &mut written)?;
    let failures: Vec<&VectorReport> =
        vectors.iter().filter(|vector| newly_failed(vector, &mut written)).collect();
    written.not_run = super::exceptions_not_run(exceptions, vectors);
    let added = entries::entries(hello, Some(exceptions), &failures, &mut written);
    written.text = format!("{without}{added}");
    Ok(written)
}

/// Whether this vector needs a new entry. What is red and can have none is noted.
fn newly_failed(vector: &VectorReport, written: &mut Written) -> bool {
    let left = match vector.verdict {
        _ if !vector.red => return false,
        Verdict::UnexpectedPass => return false,
        Verdict::Panic | Verdict::Crash | Verdict::Hang | Verdict::Garbage | Verdict::Missing => {
            format!("{} is never expected", in_words(vector.verdict))
        }
        // Its entry foresaw this, and is over: whether it may go on is for people to say.
        _ if foreseen(vector) => vector.reasons.first().cloned().unwrap_or_default(),
        _ => return true,
    };
    written.left.push((vector.id.clone(), left));
    false
}

/// Whether there is an entry that foresees exactly this failure.
fn foreseen(vector: &VectorReport) -> bool {
    vector.exception.as_ref().is_some_and(|exception| exception.foreseen)
}
