//! Names that come near one that nobody has: what may have been meant.

use strsim::levenshtein;

/// How many are told.
const TOLD: usize = 5;
/// How long a part of a name has to be, to look for it in others.
const PART: usize = 3;

/// The names that may have been meant, in words that go on a sentence; empty where there are none.
pub(crate) fn hint<'a>(name: &str, names: impl Iterator<Item = &'a str>) -> String {
    let wanted = name.to_lowercase();
    let length = wanted.chars().count();
    let last = wanted.rsplit(['/', '.']).next().unwrap_or_default();
    let (mut alike, mut akin) = (Vec::new(), Vec::new());
    for candidate in names {
        let distance = levenshtein(&wanted, candidate);
        if distance <= (length / 5).max(1) && length >= PART {
            alike.push((distance, candidate));
        } else if last.len() >= PART && candidate.contains(last) {
            akin.push((distance, candidate));
        }
    }
    // Those that have the word somewhere are told where no name is alike.
    let mut near = if alike.is_empty() { akin } else { alike };
    near.sort_by_key(|(distance, _)| *distance);
    let near: Vec<&str> = near.into_iter().map(|(_, name)| name).take(TOLD).collect();
    if near.is_empty() { String::new() } else { format!("; there is {}", near.join(", ")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: [&str; 6] = [
        "bigsize/0",
        "bigsize/252",
        "bigsize/253",
        "payload/final",
        "payload/final-without-amount",
        "bolt1.bigsize.minimal",
    ];

    fn hinted(name: &str) -> String {
        hint(name, NAMES.into_iter())
    }

    #[test]
    fn a_slip_of_a_finger_is_recognised() {
        assert_eq!(hinted("bolt1.bigsize.minmal"), "; there is bolt1.bigsize.minimal");
        assert_eq!(hinted("BOLT1.bigsize.minimal"), "; there is bolt1.bigsize.minimal");
        assert_eq!(hinted("payload/finall"), "; there is payload/final");
        assert_eq!(hinted("bigsize/25"), "; there is bigsize/252, bigsize/253, bigsize/0");
        assert_eq!(hinted("final-without-amount"), "; there is payload/final-without-amount");
        for nothing in ["", "x", "a-thing-of-another-kind"] {
            assert_eq!(hinted(nothing), "", "{nothing}");
        }
    }

    #[test]
    fn how_far_two_names_are_apart() {
        for (one, other, expected) in [
            ("", "", 0),
            ("", "abc", 3),
            ("abc", "", 3),
            ("abc", "abc", 0),
            ("abc", "acb", 2),
            ("kitten", "sitting", 3),
            ("flaw", "lawn", 2),
        ] {
            assert_eq!(levenshtein(one, other), expected, "{one} {other}");
        }
    }
}
