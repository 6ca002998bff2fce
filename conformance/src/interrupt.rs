//! Ctrl-C, and the polite kill: the run ends, the testee with it, and what was found so far is shown.

use std::sync::atomic::{AtomicBool, Ordering};

#[cfg(feature = "cli")]
use crate::exit;

static REQUESTED: AtomicBool = AtomicBool::new(false);

#[cfg(feature = "cli")]
/// From now on, the first interrupt asks the run to end, and the second ends the program at once.
pub(crate) fn install() {
    let handler = || {
        if REQUESTED.swap(true, Ordering::SeqCst) {
            std::process::exit(exit::INTERRUPTED.into());
        }
    };
    // Where no handler can be set, an interrupt ends the program, and the end of its input ends the testee.
    let _ = ctrlc::set_handler(handler);
}

/// Whether the run has been asked to end.
pub(crate) fn requested() -> bool {
    REQUESTED.load(Ordering::SeqCst)
}
