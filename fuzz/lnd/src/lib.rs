//! Ampwire and LND on the same hop payloads, in one process.
//!
//! [`payload`] is the fuzz target's body. It asks both the same [`Question`], and compares verdict,
//! every member of what was read, and of a rejection the class and, where LND names one, the record.
//! What LND does otherwise and is known for stands in `fuzz/divergences/lnd.toml`; `witnesses.toml`
//! adds to each entry an input that shows it, and a check by which the difference is understood and
//! not just waved through. Such differences are counted. Any other is a crash.

mod answer;
mod border;
mod checks;
mod compare;
mod known;
mod question;
mod word;

pub use answer::{Accepted, Answer, Compact, Other, Rejected};
pub use border::{ask, lnd_in_words, start};
pub use compare::differences;
pub use known::{Divergence, Known, Witness};
pub use question::Question;
pub use word::{Differences, Word};

use std::fmt::Write;

/// Any bytes: the first says for which hop, the others are the payload.
///
/// # Panics
///
/// Where Ampwire and LND differ and no known divergence covers it, with both answers in words.
pub fn payload(data: &[u8]) {
    let Some(question) = Question::read(data) else { return };
    ask(question, |theirs| {
        let ours = question.ours();
        let differences = differences(&ours, theirs);
        if differences.is_empty() {
            return;
        }
        match Known::listed().covering(question, &ours, theirs, differences) {
            Some(entry) => entry.count(),
            None => panic!("{}", in_words(question, &ours, theirs, differences)),
        }
    });
}

/// A difference for people.
pub fn in_words(
    question: Question<'_>,
    ours: &Answer<'_>,
    theirs: &Answer<'_>,
    differences: Differences,
) -> String {
    let mut text = String::new();
    // Writing to a string can't fail.
    let _ = write!(
        text,
        "Ampwire and LND differ in {differences}, and no known divergence covers it\n\
         hop     {question}\n\
         payload {}\n\
         ours    {ours}\n\
         theirs  {theirs}\n\
         LND     {}",
        hex::encode(question.bytes()),
        lnd_in_words(question),
    );
    text
}
