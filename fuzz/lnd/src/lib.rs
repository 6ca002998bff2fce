//! Ampwire and LND on the same hop payloads, in one process: what LND has of its own. All else is in
//! `fuzz/peer`.

mod answer;
mod border;
mod checks;
mod invoice;

pub use border::start;

use ampwire::onion::Layouts;
use ampwire_fuzz_peer::{Answer, Check, Known, Peer, Question};
use std::sync::LazyLock;

const DIVERGENCES: &str = include_str!("../../divergences/lnd.toml");
const WITNESSES: &str = include_str!("../witnesses.toml");

/// LND, as a C archive.
pub struct Lnd;

impl Peer for Lnd {
    const NAME: &'static str = "LND";
    const LAYOUTS: Layouts = Layouts::DEPLOYED;
    const CLASSES: bool = true;
    const CHECKS: &'static [(&'static str, Check)] = checks::CHECKS;

    /// # Panics
    ///
    /// Where a file can't be read, or the two don't fit together.
    fn known() -> &'static Known {
        static LISTED: LazyLock<Known> = LazyLock::new(|| {
            Known::read::<Lnd>(DIVERGENCES, WITNESSES).unwrap_or_else(|error| panic!("{error}"))
        });
        &LISTED
    }

    fn ask<T>(question: Question<'_>, look: impl FnOnce(&Answer<'_>) -> T) -> T {
        border::ask(question, look)
    }

    fn in_words(question: Question<'_>) -> String {
        border::in_words(question)
    }
}
