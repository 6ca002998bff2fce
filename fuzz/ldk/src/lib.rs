//! Ampwire and LDK on the same hop payloads and invoices, in one process: what LDK has of its own. All
//! else is in `fuzz/peer`, and how LDK is asked in `adapters/ldk`.

mod answer;
mod checks;
mod invoice;
mod start;

pub use start::start;

use ampwire::onion::{Layouts, Role};
use ampwire_fuzz_peer::{Answer, Check, Differences, Known, Peer, Question};
use ampwire_testee_ldk::answer::Failure;
use ampwire_testee_ldk::payload::{Payload, Role as TheirRole};
use ampwire_testee_ldk::stable::Testee;
use std::sync::LazyLock;

const DIVERGENCES: &str = include_str!("../../divergences/ldk.toml");
const WITNESSES: &str = include_str!("../witnesses.toml");

/// LDK's stable release.
pub struct Ldk;

impl Peer for Ldk {
    const NAME: &'static str = "LDK";
    /// It does not implement AMP.
    const LAYOUTS: Layouts = Layouts::NONE;
    const CLASSES: bool = false;
    /// It drops what it ignores, and hands on custom records.
    const OTHER_FROM: u64 = 65_536;
    const CHECKS: &'static [(&'static str, Check)] = checks::CHECKS;

    /// # Panics
    ///
    /// Where a file can't be read, or the two don't fit together.
    fn known() -> &'static Known {
        static LISTED: LazyLock<Known> = LazyLock::new(|| {
            Known::read::<Ldk>(DIVERGENCES, WITNESSES).unwrap_or_else(|error| panic!("{error}"))
        });
        &LISTED
    }

    /// The two that the adapter has to replace, and at a hop that forwards the custom records.
    fn hidden(question: Question<'_>) -> Differences {
        let replaced = Differences::ENCRYPTED_RECIPIENT_DATA.and(Differences::CURRENT_PATH_KEY);
        match question.role() {
            Role::Final => replaced,
            Role::Intermediate => replaced.and(Differences::OTHER),
        }
    }

    fn ask<T>(question: Question<'_>, look: impl FnOnce(&Answer<'_>) -> T) -> T {
        let said = said(question);
        look(&answer::read(&said))
    }

    fn in_words(question: Question<'_>) -> String {
        format!("{:?}", said(question))
    }
}

fn said(question: Question<'_>) -> Result<Payload, Failure> {
    thread_local!(static LDK: Testee = Testee::new());
    let role = match question.role() {
        Role::Final => TheirRole::Final,
        Role::Intermediate => TheirRole::Intermediate,
    };
    LDK.with(|ldk| ldk.decode_payload(question.bytes(), role, question.path_key_in_htlc()))
}
