//! The features that have a name.

use core::fmt;
use core::hash::{Hash, Hasher};

/// Where a feature vector stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Context {
    /// The `init` message (BOLT 9: I).
    Init,
    /// `node_announcement` (BOLT 9: N).
    Node,
    /// An invoice's `9` field (BOLT 9: 9).
    Invoice,
    /// `channel_type` (BOLT 9: T).
    ChannelType,
}

impl Context {
    const fn mask(self) -> u8 {
        match self {
            Self::Init => I,
            Self::Node => N,
            Self::Invoice => B11,
            Self::ChannelType => T,
        }
    }
}

const I: u8 = 1;
const N: u8 = 2;
const B11: u8 = 4;
const T: u8 = 8;
/// The table gives no context for features that everyone is assumed to have: they stand anywhere.
const ANY: u8 = I | N | B11 | T;

struct Known {
    bit: u32,
    name: &'static str,
    contexts: u8,
    depends_on: &'static [Feature],
    assumed: bool,
}

/// A feature with a name: BOLT 9's, and AMP.
#[derive(Clone, Copy)]
pub struct Feature(&'static Known);

macro_rules! features {
    ($($constant:ident, $bit:literal, $name:literal, $contexts:expr, [$($dependency:ident),*], $assumed:literal;)*) => {
        impl Feature {
            $(
                #[doc = concat!("`", $name, "`, bits ", $bit, " and the next.")]
                pub const $constant: Self = Self(&Known {
                    bit: $bit,
                    name: $name,
                    contexts: $contexts,
                    depends_on: &[$(Self::$dependency),*],
                    assumed: $assumed,
                });
            )*

            /// Every feature with a name, by its bits.
            pub const ALL: &'static [Self] = &[$(Self::$constant),*];
        }
    };
}

// lightning/bolts a3772650, 09-features.md; AMP's row is this project's, after LND.
features! {
    DATA_LOSS_PROTECT, 0, "option_data_loss_protect", ANY, [], true;
    UPFRONT_SHUTDOWN_SCRIPT, 4, "option_upfront_shutdown_script", I | N, [], false;
    GOSSIP_QUERIES, 6, "gossip_queries", ANY, [], false;
    VAR_ONION_OPTIN, 8, "var_onion_optin", ANY, [], true;
    GOSSIP_QUERIES_EX, 10, "gossip_queries_ex", I | N, [], false;
    STATIC_REMOTEKEY, 12, "option_static_remotekey", ANY, [], true;
    PAYMENT_SECRET, 14, "payment_secret", ANY, [], true;
    BASIC_MPP, 16, "basic_mpp", I | N | B11, [PAYMENT_SECRET], false;
    SUPPORT_LARGE_CHANNEL, 18, "option_support_large_channel", I | N, [], false;
    ANCHORS, 22, "option_anchors", I | N | T, [], false;
    ROUTE_BLINDING, 24, "option_route_blinding", I | N | B11, [], false;
    SHUTDOWN_ANYSEGWIT, 26, "option_shutdown_anysegwit", I | N, [], false;
    DUAL_FUND, 28, "option_dual_fund", I | N, [], false;
    AMP, 30, "option_amp", I | N | B11, [PAYMENT_SECRET], false;
    QUIESCE, 34, "option_quiesce", I | N, [], false;
    ATTRIBUTION_DATA, 36, "option_attribution_data", I | N | B11, [], false;
    ONION_MESSAGES, 38, "option_onion_messages", I | N, [], false;
    PROVIDE_STORAGE, 42, "option_provide_storage", I | N, [], false;
    CHANNEL_TYPE, 44, "option_channel_type", ANY, [], true;
    SCID_ALIAS, 46, "option_scid_alias", I | N | T, [], false;
    PAYMENT_METADATA, 48, "option_payment_metadata", B11, [], false;
    ZEROCONF, 50, "option_zeroconf", I | N | T, [SCID_ALIAS], false;
    SIMPLE_CLOSE, 60, "option_simple_close", I | N, [SHUTDOWN_ANYSEGWIT], false;
    SPLICE, 62, "option_splice", I | N, [], false;
}

impl Feature {
    /// The name, BOLT 9's.
    pub const fn name(self) -> &'static str {
        self.0.name
    }

    /// The even bit: the feature is required.
    pub const fn required_bit(self) -> u32 {
        self.0.bit
    }

    /// The odd bit: the feature is optional.
    pub const fn optional_bit(self) -> u32 {
        self.0.bit + 1
    }

    /// The features this one needs.
    pub const fn depends_on(self) -> &'static [Self] {
        self.0.depends_on
    }

    /// Whether BOLT 9 says that everyone has it.
    pub const fn is_assumed(self) -> bool {
        self.0.assumed
    }

    /// Whether it may stand there.
    pub const fn stands_in(self, context: Context) -> bool {
        self.0.contexts & context.mask() != 0
    }

    /// The feature that a bit belongs to.
    pub fn of_bit(bit: u32) -> Option<Self> {
        Self::ALL.iter().copied().find(|feature| feature.0.bit == (bit & !1))
    }
}

impl PartialEq for Feature {
    fn eq(&self, other: &Self) -> bool {
        self.0.bit == other.0.bit
    }
}

impl Eq for Feature {}

impl Hash for Feature {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.bit.hash(state);
    }
}

impl fmt::Debug for Feature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Feature({})", self.0.name)
    }
}

impl fmt::Display for Feature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_are_even_ascending_and_found() {
        for pair in Feature::ALL.windows(2) {
            assert!(pair[0].required_bit() < pair[1].required_bit());
        }
        for feature in Feature::ALL {
            assert_eq!(feature.required_bit() % 2, 0);
            assert_eq!(Feature::of_bit(feature.required_bit()), Some(*feature));
            assert_eq!(Feature::of_bit(feature.optional_bit()), Some(*feature));
        }
        assert_eq!(Feature::of_bit(2), None);
        assert_eq!(Feature::of_bit(5114), None);
    }

    #[test]
    fn amp_needs_the_payment_secret_and_not_basic_mpp() {
        assert_eq!(Feature::AMP.depends_on(), [Feature::PAYMENT_SECRET]);
        assert!(Feature::AMP.stands_in(Context::Invoice));
        assert!(!Feature::PAYMENT_METADATA.stands_in(Context::Init));
    }
}
