//! Stray lines: log lines that went to standard output. They do no harm, are counted, and the first ones are shown.

/// How many lines are kept to be shown.
const SHOWN: usize = 20;

/// How many characters of a line are kept.
const WIDTH: usize = 200;

/// Stray lines of a testee.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Stray {
    /// How many there were.
    pub(crate) count: usize,
    /// The first of them, shortened.
    pub(crate) first: Vec<String>,
    since: usize,
    bytes: usize,
}

impl Stray {
    /// How many lines one question may bring.
    pub(crate) const FLOOD: usize = 1000;

    /// How many bytes of such lines one question may bring.
    const FLOOD_BYTES: usize = 16 * 1024 * 1024;

    /// A new question begins: what counts as a flood is counted from here.
    pub(crate) fn new_exchange(&mut self) {
        self.since = 0;
        self.bytes = 0;
    }

    /// Adds a line, and says whether they are too many by now.
    pub(crate) fn push(&mut self, line: &str) -> bool {
        self.count += 1;
        self.since += 1;
        self.bytes = self.bytes.saturating_add(line.len());
        if self.first.len() < SHOWN {
            self.first.push(shorten(line));
        }
        self.since > Self::FLOOD || self.bytes > Self::FLOOD_BYTES
    }

    /// Adds those of another count.
    pub(crate) fn add(&mut self, other: &Self) {
        self.count += other.count;
        let room = SHOWN.saturating_sub(self.first.len());
        self.first.extend(other.first.iter().take(room).cloned());
    }
}

/// The beginning of a line, without what a terminal would obey.
pub(crate) fn shorten(line: &str) -> String {
    let mut characters =
        line.trim_end().chars().map(|c| if c.is_control() { '\u{fffd}' } else { c });
    let mut text: String = characters.by_ref().take(WIDTH).collect();
    if characters.next().is_some() {
        text.push('…');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_lines_are_kept_and_all_are_counted() {
        let mut stray = Stray::default();
        for number in 0..1000 {
            assert!(!stray.push(&format!("line {number}")));
        }
        assert!(stray.push("one too many"));
        assert_eq!((stray.count, stray.first.len()), (1001, 20));
        stray.new_exchange();
        assert!(!stray.push("fine again"));
        assert!(stray.push(&"x".repeat(17 << 20)));
    }

    #[test]
    fn a_line_is_shortened_and_made_harmless() {
        assert_eq!(shorten("a\u{1b}[31mb\r"), "a\u{fffd}[31mb");
        assert_eq!(shorten(&"é".repeat(300)).chars().count(), 201);
    }
}
