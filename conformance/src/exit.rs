//! The exit statuses. Never a count: 256 failures would be a success.

/// All as expected.
pub(crate) const SUCCESS: u8 = 0;
/// Something was not as expected.
pub(crate) const UNEXPECTED: u8 = 1;
/// Usage, or a pattern that matches nothing.
pub(crate) const USAGE: u8 = 2;
/// The testee could not be run, or is broken.
pub(crate) const TESTEE: u8 = 3;
/// Nothing ran.
pub(crate) const NOTHING_RAN: u8 = 4;
/// A fault of the suite itself.
pub(crate) const SUITE: u8 = 5;
/// Interrupted.
pub(crate) const INTERRUPTED: u8 = 130;

/// All of them, as `--help` has them.
pub(crate) fn table() -> String {
    let rows = [
        (SUCCESS, "all as expected"),
        (UNEXPECTED, "something was not as expected"),
        (USAGE, "usage, or a pattern or an expected failure that matches nothing"),
        (TESTEE, "the testee could not be run, or is broken"),
        (NOTHING_RAN, "nothing ran"),
        (SUITE, "a fault of the suite itself"),
        (INTERRUPTED, "interrupted"),
    ];
    let rows = rows.map(|(status, words)| format!("\n  {status:<4} {words}"));
    format!("Exit status:{}", rows.concat())
}

/// The status of a run in words. A success needs none.
pub(crate) fn words(status: u8) -> Option<String> {
    let words = match status {
        SUCCESS => return None,
        // A report has it for this alone: other faults of usage make none.
        USAGE => "an expected failure matches nothing",
        TESTEE => "the testee could not be run, or is broken",
        NOTHING_RAN => "nothing ran",
        INTERRUPTED => "interrupted",
        _ => "something was not as expected",
    };
    Some(format!("exit status {status}: {words}"))
}
