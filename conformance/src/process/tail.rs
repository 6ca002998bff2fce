//! The last bytes of a stream that may have no end.

/// How much of standard error is kept, in bytes.
const KEPT: usize = 64 * 1024;

/// The last bytes of a stream.
#[derive(Debug, Default)]
pub(crate) struct Tail {
    bytes: Vec<u8>,
    dropped: u64,
}

impl Tail {
    /// Appends bytes, and lets go of the oldest when there are too many.
    pub(crate) fn push(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
        // Cutting only at twice the size makes the cost of cutting linear.
        if self.bytes.len() > 2 * KEPT {
            self.cut();
        }
    }

    fn cut(&mut self) {
        let surplus = self.bytes.len().saturating_sub(KEPT);
        self.bytes.drain(..surplus);
        self.dropped += u64::try_from(surplus).unwrap_or(u64::MAX);
    }

    /// Takes what is kept as text, with a first line that says how much was dropped. Empty where there was nothing.
    pub(crate) fn take(&mut self) -> String {
        self.cut();
        let text = String::from_utf8_lossy(&self.bytes).into_owned();
        let text = if self.dropped == 0 {
            text
        } else {
            format!("({} bytes before this)\n{text}", self.dropped)
        };
        *self = Self::default();
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_the_end() {
        let mut tail = Tail::default();
        tail.push(b"short");
        assert_eq!(tail.take(), "short");
        assert_eq!(tail.take(), "");
        for _ in 0..1000 {
            tail.push(&[b'a'; 1000]);
        }
        tail.push(b"end");
        let text = tail.take();
        assert!(
            text.starts_with("(934467 bytes before this)\n"),
            "{}",
            text.lines().next().unwrap()
        );
        assert!(text.ends_with("aend"));
    }
}
