//! Numbers, bits and codes in words.

use crate::feature::Feature;
use alloc::string::{String, ToString};
use core::fmt;

/// A number with its thousands apart: 1,000,000.
pub(super) struct Grouped(pub(super) u64);

impl fmt::Display for Grouped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.0.to_string();
        for (index, digit) in digits.chars().enumerate() {
            let left = digits.len().saturating_sub(index);
            if index > 0 && left % 3 == 0 {
                f.write_str(",")?;
            }
            write!(f, "{digit}")?;
        }
        Ok(())
    }
}

/// The bits of one byte of a feature vector, the highest first.
pub(super) struct Bits {
    pub(super) lowest: u32,
    pub(super) set: u8,
}

impl fmt::Display for Bits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.set == 0 {
            return f.write_str("no bit");
        }
        let set = (0..8).rev().filter(|place| self.set >> place & 1 == 1);
        for (index, place) in set.enumerate() {
            if index > 0 {
                f.write_str(", ")?;
            }
            write!(f, "{}", Bit(self.lowest.saturating_add(place)))?;
        }
        Ok(())
    }
}

/// One bit of a feature vector.
pub(super) struct Bit(pub(super) u32);

impl fmt::Display for Bit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = Feature::of_bit(self.0).map_or("unknown", Feature::name);
        let weight = if self.0 % 2 == 0 { "required" } else { "optional" };
        write!(f, "{} {name} ({weight})", self.0)
    }
}

/// The code of a failure message: its name and its flags.
pub(super) struct FailureCode {
    pub(super) code: u16,
    pub(super) name: Option<&'static str>,
}

impl fmt::Display for FailureCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (", self.name.unwrap_or("unknown"))?;
        let flags = [(0x8000, "BADONION"), (0x4000, "PERM"), (0x2000, "NODE"), (0x1000, "UPDATE")];
        for (flag, name) in flags {
            if self.code & flag != 0 {
                write!(f, "{name}|")?;
            }
        }
        write!(f, "{})", self.code & 0x0fff)
    }
}

/// The first few of several things, and how many more there are.
pub(super) fn listed<T: fmt::Display>(
    items: impl Iterator<Item = T>,
    count: usize,
    most: usize,
) -> String {
    let mut words = String::new();
    for (index, item) in items.take(most).enumerate() {
        if index > 0 {
            words.push_str(", ");
        }
        words.push_str(&item.to_string());
    }
    let more = count.saturating_sub(most);
    if more > 0 {
        words.push_str(" and ");
        words.push_str(&more.to_string());
        words.push_str(" more");
    }
    words
}

/// A number of things: `1 byte`, `2 bytes`.
pub(super) fn counted(count: usize, one: &str, several: &str) -> String {
    let number = u64::try_from(count).unwrap_or(u64::MAX);
    alloc::format!("{} {}", Grouped(number), if count == 1 { one } else { several })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands() {
        let cases = [(0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567")];
        for (number, text) in cases {
            assert_eq!(Grouped(number).to_string(), text);
        }
        assert_eq!(Grouped(u64::MAX).to_string(), "18,446,744,073,709,551,615");
    }

    #[test]
    fn bits_and_codes() {
        let bits = Bits { lowest: 8, set: 0x41 }.to_string();
        assert_eq!(bits, "14 payment_secret (required), 8 var_onion_optin (required)");
        assert_eq!(Bit(101).to_string(), "101 unknown (optional)");
        assert_eq!(Bits { lowest: 0, set: 0 }.to_string(), "no bit");
        let code = FailureCode { code: 0xc018, name: Some("invalid_onion_blinding") };
        assert_eq!(code.to_string(), "invalid_onion_blinding (BADONION|PERM|24)");
        assert_eq!(FailureCode { code: 0x0fff, name: None }.to_string(), "unknown (4095)");
    }

    #[test]
    fn lists() {
        assert_eq!(listed([1, 2, 3].iter(), 3, 3), "1, 2, 3");
        assert_eq!(listed([1, 2, 3].iter(), 9, 2), "1, 2 and 7 more");
        assert_eq!(counted(1, "byte", "bytes"), "1 byte");
    }
}
