use crate::canary::{Canary, planted};
use core::fmt;

/// The network an invoice is for: what stands behind `ln` in the human-readable part.
///
/// ```
/// use ampwire::bolt11::Network;
///
/// assert_eq!(Network::Signet.prefix(), "tbs");
/// assert_eq!(Network::Signet.name(), "signet");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Network {
    /// Bitcoin's main network.
    Bitcoin,
    /// Bitcoin's test network.
    Testnet,
    /// Bitcoin's signet.
    Signet,
    /// A network for regression tests.
    Regtest,
}

impl Network {
    /// All networks. Where one prefix starts another, the longer one comes first.
    pub const ALL: [Self; 4] = [Self::Regtest, Self::Signet, Self::Bitcoin, Self::Testnet];

    /// The prefix, in lower case, as it stands behind `ln`.
    pub const fn prefix(self) -> &'static str {
        match self {
            Self::Bitcoin => "bc",
            Self::Testnet => "tb",
            Self::Signet => "tbs",
            Self::Regtest => "bcrt",
        }
    }

    /// The name, in lower case.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Bitcoin => "bitcoin",
            Self::Testnet => "testnet",
            Self::Signet => "signet",
            Self::Regtest => "regtest",
        }
    }

    /// The network of this name, or `None` where there is none.
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|network| network.name() == name)
    }

    /// Splits a human-readable part, in either case, into the network and the amount's text.
    ///
    /// Where that fails, it says at which byte.
    // rule: bolt11.hrp.prefix
    pub(super) fn split_hrp(hrp: &str) -> Result<(Self, &str), usize> {
        let rest = after(hrp, "ln").ok_or(0_usize)?;
        if planted(Canary::InvoiceNetwork) {
            if let Some(amount) = after(rest, Self::Testnet.prefix()) {
                return Ok((Self::Testnet, amount));
            }
        }
        Self::ALL
            .into_iter()
            .find_map(|network| after(rest, network.prefix()).map(|amount| (network, amount)))
            // What names no network stands behind `ln`, if anything does.
            .ok_or(if rest.is_empty() { 0 } else { 2 })
    }
}

/// What follows a prefix of ASCII letters, in either case.
fn after<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let (start, rest) = text.split_at_checked(prefix.len())?;
    start.eq_ignore_ascii_case(prefix).then_some(rest)
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_prefix_counts() {
        for (hrp, network, amount) in [
            ("lnbc", Network::Bitcoin, ""),
            ("lnbc20m", Network::Bitcoin, "20m"),
            ("lnbcrt20m", Network::Regtest, "20m"),
            ("lnbcr", Network::Bitcoin, "r"),
            ("lntb20m", Network::Testnet, "20m"),
            ("lntbs20m", Network::Signet, "20m"),
            ("lntbs", Network::Signet, ""),
            ("LNTBS1", Network::Signet, "1"),
            ("LNBCRT", Network::Regtest, ""),
            ("lntb\u{e9}", Network::Testnet, "\u{e9}"),
        ] {
            assert_eq!(Network::split_hrp(hrp), Ok((network, amount)), "{hrp}");
        }
    }

    #[test]
    fn where_there_is_no_network() {
        for (hrp, offset) in [
            ("", 0),
            ("l", 0),
            ("xn", 0),
            ("bc", 0),
            ("ln", 0),
            ("lnb", 2),
            ("lnxx", 2),
            ("lnbd20m", 2),
            ("ln20m", 2),
            ("ln\u{e9}", 2),
            ("\u{e9}nbc", 0),
        ] {
            assert_eq!(Network::split_hrp(hrp), Err(offset), "{hrp}");
        }
    }

    #[test]
    fn names_both_ways() {
        for network in Network::ALL {
            assert_eq!(Network::of_name(network.name()), Some(network));
            let hrp = alloc::format!("ln{}", network.prefix());
            assert_eq!(Network::split_hrp(&hrp), Ok((network, "")));
        }
        assert_eq!(Network::of_name("Bitcoin"), None);
        assert_eq!(Network::of_name("bc"), None);
    }

    #[test]
    fn longer_prefixes_come_first() {
        for (place, network) in Network::ALL.iter().enumerate() {
            let later = &Network::ALL[place + 1..];
            assert!(later.iter().all(|other| !other.prefix().starts_with(network.prefix())));
        }
    }
}
