//! How likely what is.

use core::fmt;
use core::str::FromStr;

/// A probability, in millionths. Written in percent, with up to four decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Chance(u32);

impl Chance {
    /// What always happens.
    pub(super) const CERTAIN: u64 = 1_000_000;

    /// So many millionths.
    #[cfg(test)]
    pub(super) const fn millionths(millionths: u32) -> Self {
        Self(millionths)
    }

    pub(super) const fn is_possible(self) -> bool {
        self.0 > 0
    }

    pub(super) fn of_a_million(self) -> u64 {
        self.0.into()
    }
}

impl FromStr for Chance {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let number = text.strip_suffix('%').unwrap_or(text);
        let (whole, decimals) = number.split_once('.').unwrap_or((number, "0"));
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|c| c.is_ascii_digit());
        let read = || {
            if !digits(whole) || !digits(decimals) || decimals.len() > 4 {
                return None;
            }
            let whole: u32 = whole.parse().ok()?;
            let decimals: u32 = format!("{decimals:0<4}").parse().ok()?;
            let millionths = whole.checked_mul(10_000)?.checked_add(decimals)?;
            (u64::from(millionths) <= Self::CERTAIN).then_some(Self(millionths))
        };
        read().ok_or_else(|| "a chance is 0 to 100 percent: 5, 0.25, 12.5%".to_owned())
    }
}

impl fmt::Display for Chance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let decimals = format!("{:04}", self.0 % 10_000);
        let decimals = decimals.trim_end_matches('0');
        let point = if decimals.is_empty() { "" } else { "." };
        write!(f, "{}{point}{decimals}", self.0 / 10_000)
    }
}

/// What a simulated payment is like.
#[derive(Debug, Clone)]
pub(crate) struct Options {
    /// What is paid, in millisatoshi.
    pub(crate) total_msat: u64,
    /// In how many parts each attempt begins.
    pub(crate) parts: u32,
    /// How many parts may be outstanding at a time.
    pub(crate) max_parts: u32,
    /// How many HTLCs a part makes on its way: one more than there are routers.
    pub(crate) hops: u32,
    /// That a router fails a part.
    pub(crate) loss: Chance,
    /// That a failure comes back unreadable.
    pub(crate) unreadable: Chance,
    /// That a router holds a part back for up to four minutes.
    pub(crate) slow: Chance,
    /// That a router keeps a part until it has expired.
    pub(crate) dead: Chance,
    /// That the last router pays more than it was told to.
    pub(crate) overpay: Chance,
    /// That the last router pays less.
    pub(crate) underpay: Chance,
    /// That the last router's HTLC expires before it may.
    pub(crate) hasten: Chance,
    /// That an HTLC is presented again: its connection broke, before or after the answer went out.
    pub(crate) replays: Chance,
    /// That payer or payee crashes at an event, before or after its state is stored.
    pub(crate) crashes: Chance,
    /// The mean delay of a link, in milliseconds.
    pub(crate) delay_ms: u64,
    /// The mean time between blocks, in seconds.
    pub(crate) block_seconds: u64,
    /// The payee's timeout, in seconds.
    pub(crate) mpp_timeout: u64,
    /// Whether each HTLC has a timeout of its own, as LND does it.
    pub(crate) each_htlc: bool,
    /// Whether the payer takes a fresh root after each failure.
    pub(crate) fresh_roots: bool,
    /// When the payer gives up, in seconds.
    pub(crate) give_up_seconds: u64,
}

impl Options {
    /// The payee's own `min_final_cltv_expiry_delta`, in blocks.
    pub(super) const DELTA: u32 = 18;
    /// How many blocks the payer adds to it at most.
    pub(super) const PADDING: u32 = 6;
    /// How many blocks each router asks for.
    pub(super) const ROUTER_DELTA: u32 = 40;
    /// What each router takes.
    pub(super) const FEE_MSAT: u64 = 7;
    /// After so many parts the payer gives up.
    pub(super) const MOST_SENDS: usize = 1_000;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chances_in_percent() {
        for (text, millionths, shown) in [
            ("0", 0, "0"),
            ("100", 1_000_000, "100"),
            ("100%", 1_000_000, "100"),
            ("2.5", 25_000, "2.5"),
            ("0.0001", 1, "0.0001"),
            ("07.5000%", 75_000, "7.5"),
        ] {
            assert_eq!(text.parse(), Ok(Chance(millionths)), "{text}");
            assert_eq!(Chance(millionths).to_string(), shown);
        }
        for text in ["", "%", ".5", "5.", "-1", "101", "100.0001", "1e2", "0.00001", "1%%", "+1"] {
            assert!(text.parse::<Chance>().is_err(), "{text}");
        }
    }
}
