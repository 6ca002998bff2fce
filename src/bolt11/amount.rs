//! The amount in an invoice's human-readable part.
//!
//! ```text
//! 2500u      digits, and at most one multiplier behind them
//! none 1 bitcoin    m 1/1000    u 1/1000^2    n 1/1000^3    p 1/1000^4, a tenth of a millisatoshi
//! ```

use crate::canary::{Canary, planted};
use core::fmt;

/// What each multiplier is worth, in tenths of a millisatoshi, largest first.
const MULTIPLIERS: [(&str, u128); 5] =
    [("", 1_000_000_000_000), ("m", 1_000_000_000), ("u", 1_000_000), ("n", 1_000), ("p", 1)];

/// What can be wrong with an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum AmountFault {
    /// It is not digits with at most one multiplier behind them.
    Syntax,
    /// It is zero or starts with a zero.
    NotPositive,
    /// It is no whole number of millisatoshi.
    SubMillisatoshi,
    /// It is over 2^64-1 millisatoshi.
    Range,
}

/// Reads an amount, in either case, as millisatoshi. No text is no amount.
///
/// Where that fails, it says what is wrong and at which byte.
pub(super) fn parse(text: &str) -> Result<Option<u64>, (AmountFault, usize)> {
    if text.is_empty() {
        return Ok(None);
    }
    let end = text.bytes().position(|byte| !byte.is_ascii_digit()).unwrap_or(text.len());
    let (digits, multiplier) = text.split_at_checked(end).unwrap_or((text, ""));
    // rule: bolt11.amount.syntax
    let unit = unit(digits, multiplier).map_err(|offset| (AmountFault::Syntax, offset))?;
    // rule: bolt11.amount.positive
    if digits.starts_with('0') {
        return Err((AmountFault::NotPositive, 0));
    }
    // A number of more digits than fit stays at the end of the range, which is too much all the same.
    let number = digits.bytes().fold(0_u128, |number, digit| {
        number.saturating_mul(10).saturating_add(u128::from(digit.wrapping_sub(b'0')))
    });
    // rule: bolt11.amount.sub-millisatoshi
    if unit == 1 && !digits.ends_with('0') {
        return Err((AmountFault::SubMillisatoshi, 0));
    }
    // rule: bolt11.amount.multiplier, then rule: bolt11.amount.range
    let mut msat = number.saturating_mul(unit) / 10;
    if planted(Canary::InvoiceAmount) {
        msat &= u128::from(u64::MAX);
    }
    match u64::try_from(msat) {
        Ok(msat) => Ok(Some(msat)),
        Err(_) => Err((AmountFault::Range, 0)),
    }
}

/// The worth of the multiplier, or the first byte that does not fit.
fn unit(digits: &str, multiplier: &str) -> Result<u128, usize> {
    if digits.is_empty() {
        return Err(0);
    }
    let is = |name: &str| multiplier.eq_ignore_ascii_case(name);
    if let Some((_, unit)) = MULTIPLIERS.iter().find(|(name, _)| is(name)) {
        return Ok(*unit);
    }
    // Behind a multiplier nothing else stands.
    let first = multiplier.get(..1).unwrap_or("");
    let known = |name: &str| !name.is_empty() && first.eq_ignore_ascii_case(name);
    let starts = MULTIPLIERS.iter().any(|(name, _)| known(name));
    Err(digits.len().saturating_add(usize::from(starts)))
}

/// An amount in millisatoshi, written as an invoice does: with the largest multiplier that leaves a
/// whole number.
#[derive(Clone, Copy)]
pub(super) struct AmountText(pub(super) u64);

impl fmt::Display for AmountText {
    // rule: bolt11.amount.shortest
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tenths = u128::from(self.0).saturating_mul(10);
        // The last of them divides everything.
        let fitting = MULTIPLIERS.iter().find(|(_, unit)| tenths % unit == 0);
        fitting.map_or(Ok(()), |(name, unit)| write!(f, "{}{name}", tenths / unit))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;

    #[test]
    fn official_and_edge_amounts() {
        for (text, msat) in [
            ("2500u", 250_000_000),
            ("20m", 2_000_000_000),
            ("9678785340p", 967_878_534),
            ("25m", 2_500_000_000),
            ("10m", 1_000_000_000),
            ("1", 100_000_000_000),
            ("1n", 100),
            ("10p", 1),
            ("1000n", 100_000),
            ("20M", 2_000_000_000),
            ("20000000", 2_000_000_000_000_000_000),
            ("21000001", 2_100_000_100_000_000_000),
            // 2^64-1 is a whole number with p alone.
            ("184467440737095516150p", u64::MAX),
            ("184467440737095516n", 18_446_744_073_709_551_600),
            ("184467440737m", 18_446_744_073_700_000_000),
            ("184467440", 18_446_744_000_000_000_000),
        ] {
            assert_eq!(parse(text), Ok(Some(msat)), "{text}");
        }
        assert_eq!(parse(""), Ok(None));
    }

    #[test]
    fn what_is_refused_and_where() {
        use AmountFault::{NotPositive, Range, SubMillisatoshi, Syntax};
        for (text, fault, offset) in [
            ("2500x", Syntax, 4),
            ("25mm", Syntax, 3),
            ("25mx", Syntax, 3),
            ("25xm", Syntax, 2),
            ("2.5m", Syntax, 1),
            ("-1", Syntax, 0),
            ("+20m", Syntax, 0),
            ("m", Syntax, 0),
            (" 20m", Syntax, 0),
            ("20m1", Syntax, 3),
            ("20 ", Syntax, 2),
            ("2\u{e9}", Syntax, 1),
            ("0m0", Syntax, 2),
            ("0", NotPositive, 0),
            ("0m", NotPositive, 0),
            ("0p", NotPositive, 0),
            ("0020m", NotPositive, 0),
            ("01p", NotPositive, 0),
            ("1p", SubMillisatoshi, 0),
            ("15p", SubMillisatoshi, 0),
            ("2500000001p", SubMillisatoshi, 0),
            ("1844674407370955161501p", SubMillisatoshi, 0),
            ("184467440737095516160p", Range, 0),
            ("184467440737095517n", Range, 0),
            ("184467440738m", Range, 0),
            ("184467441", Range, 0),
            ("18446744073709551616", Range, 0),
            // 2^128 of what a multiplier may be: nothing wraps round.
            ("340282366920938463463374607431768211456", Range, 0),
            ("3402823669209384634633746074317682114560p", Range, 0),
            ("340282366920938463463374607431768211466m", Range, 0),
        ] {
            assert_eq!(parse(text), Err((fault, offset)), "{text}");
        }
        assert_eq!(parse(&"9".repeat(10_000)), Err((Range, 0)));
        assert_eq!(parse(&("1".to_string() + &"0".repeat(60_000) + "p")), Err((Range, 0)));
    }

    #[test]
    fn the_shortest_text() {
        for (msat, text) in [
            (1, "10p"),
            (99, "990p"),
            (100, "1n"),
            (100_000, "1u"),
            (100_000_000, "1m"),
            (100_000_000_000, "1"),
            (100_000_000_001, "1000000000010p"),
            (250_000_000, "2500u"),
            (967_878_534, "9678785340p"),
            (u64::MAX, "184467440737095516150p"),
        ] {
            assert_eq!(AmountText(msat).to_string(), text);
        }
    }

    #[test]
    fn both_ways() {
        let powers = (0..64).flat_map(|bit| [1_u64 << bit, (1 << bit) - 1, u64::MAX >> bit]);
        let tens = (0..20).map(|power| 10_u64.pow(power));
        for msat in powers.chain(tens).filter(|msat| *msat > 0) {
            let text = AmountText(msat).to_string();
            assert_eq!(parse(&text), Ok(Some(msat)), "{text}");
            assert_eq!(parse(&text.to_uppercase()), Ok(Some(msat)), "{text}");
        }
    }
}
