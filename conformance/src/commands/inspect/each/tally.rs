//! How many lines there were, and what became of them.

use core::fmt;

/// Lines, counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Tally {
    right: u64,
    faulty: u64,
    unreadable: u64,
    skipped: u64,
}

impl Tally {
    /// A line was inspected.
    pub(super) const fn inspected(&mut self, is_right: bool) {
        if is_right {
            self.right += 1;
        } else {
            self.faulty += 1;
        }
    }

    /// A line was blank or a comment, or an error.
    pub(super) const fn not_inspected(&mut self, is_error: bool) {
        if is_error {
            self.unreadable += 1;
        } else {
            self.skipped += 1;
        }
    }

    pub(super) const fn add(&mut self, other: Self) {
        self.right += other.right;
        self.faulty += other.faulty;
        self.unreadable += other.unreadable;
        self.skipped += other.skipped;
    }

    /// Whether there was nothing but blank lines and comments.
    pub(super) const fn is_empty(self) -> bool {
        self.right + self.faulty + self.unreadable == 0
    }

    /// Whether every line that was inspected is right, and none could not be.
    pub(super) const fn is_right(self) -> bool {
        self.faulty + self.unreadable == 0
    }

    /// All lines.
    pub(super) const fn lines(self) -> u64 {
        self.right + self.faulty + self.unreadable + self.skipped
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines = if self.lines() == 1 { "line" } else { "lines" };
        write!(f, "{} {lines}: {} right", self.lines(), self.right)?;
        let rest = [
            (self.faulty, "with a fault"),
            (self.unreadable, "that can't be read"),
            (self.skipped, "blank or comment"),
        ];
        for (count, what) in rest.into_iter().filter(|(count, _)| *count > 0) {
            write!(f, ", {count} {what}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said() {
        let mut tally = Tally::default();
        assert_eq!(tally.to_string(), "0 lines: 0 right");
        assert!(tally.is_empty() && tally.is_right());
        tally.not_inspected(false);
        assert!(tally.is_empty() && tally.is_right());
        tally.inspected(true);
        assert!(!tally.is_empty() && tally.is_right());
        assert_eq!(tally.to_string(), "2 lines: 1 right, 1 blank or comment");
        let mut other = Tally::default();
        other.inspected(false);
        assert!(!other.is_right());
        other.not_inspected(true);
        tally.add(other);
        let text = "4 lines: 1 right, 1 with a fault, 1 that can't be read, 1 blank or comment";
        assert_eq!(tally.to_string(), text);
    }
}
