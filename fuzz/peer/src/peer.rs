use crate::{Answer, Check, Differences, Known, Question};
use ampwire::onion::Layouts;

/// An implementation to compare with.
pub trait Peer: Sized + 'static {
    /// What it is called.
    const NAME: &'static str;

    /// The AMP records that Ampwire accepts when it is compared with this implementation.
    const LAYOUTS: Layouts;

    /// Whether every rejection has a class. Where not, one without is not compared.
    const CLASSES: bool;

    /// The lowest type of the records without a member of their own that its answers show.
    const OTHER_FROM: u64 = 0;

    /// The checks of its divergences, by name.
    const CHECKS: &'static [(&'static str, Check)];

    /// What it is known to do otherwise.
    fn known() -> &'static Known;

    /// The members that its answer to this question doesn't show.
    fn hidden(_question: Question<'_>) -> Differences {
        Differences::default()
    }

    /// Asks it, and gives its answer to `look`.
    fn ask<T>(question: Question<'_>, look: impl FnOnce(&Answer<'_>) -> T) -> T;

    /// Its answer in its own words. Slow.
    fn in_words(question: Question<'_>) -> String;
}
