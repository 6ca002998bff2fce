use crate::{Answer, Differences, Peer, Question, differences};
use std::fmt::Write as _;
use std::io::Write as _;

/// Any bytes: the first says for which hop, the others are the payload.
///
/// # Panics
///
/// Where Ampwire and the other differ and no known divergence covers it, with both answers in words.
pub fn payload<P: Peer>(data: &[u8]) {
    let Some(question) = Question::read(data) else { return };
    P::ask(question, |theirs| {
        let ours = question.ours::<P>();
        let differences = differences::<P>(question, &ours, theirs);
        if differences.is_empty() {
            return;
        }
        match P::known().covering(question, &ours, theirs, differences) {
            Some(entry) => entry.count(),
            None => panic!("{}", in_words::<P>(question, &ours, theirs, differences)),
        }
    });
}

/// A difference for people.
pub fn in_words<P: Peer>(
    question: Question<'_>,
    ours: &Answer<'_>,
    theirs: &Answer<'_>,
    differences: Differences,
) -> String {
    let mut text = String::new();
    // Writing to a string can't fail.
    let _ = write!(
        text,
        "Ampwire and {name} differ in {differences}, and no known divergence covers it\n\
         hop     {question}\n\
         payload {}\n\
         ours    {ours}\n\
         theirs  {theirs}\n\
         {name:<7} {}",
        hex::encode(question.bytes()),
        P::in_words(question),
        name = P::NAME,
    );
    text
}

/// Prints the known divergences that were met, for the process's end.
pub fn print_counts<P: Peer>() {
    let mut out = std::io::stderr().lock();
    for entry in P::known().met() {
        // Nobody is left to tell that nobody reads it.
        let _ = writeln!(out, "known {}: {}", entry.id(), entry.hits());
    }
}
