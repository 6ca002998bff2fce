use crate::secret::{PaymentSecret, SetId};

/// The SHA-256 of a `payment_secret`. Looking up takes a time that depends on the bytes looked for; of a
/// hash that tells nothing about the secret.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct SecretHash(pub(super) [u8; 32]);

impl SecretHash {
    pub(super) fn of(secret: &PaymentSecret) -> Self {
        Self(bitcoin_hashes::sha256::hash(secret.reveal()).to_byte_array())
    }
}

/// The name of a set.
// rule: amp.payee.set-key
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum SetKey {
    /// By AMP. The set's id comes first, so that the sets that share one are neighbours.
    Amp {
        set_id: SetId,
        /// `None` in the type 8 layout, which has no `payment_secret`.
        secret: Option<SecretHash>,
    },
    /// Without AMP an invoice is one set.
    Mpp { secret: SecretHash },
}

impl SetKey {
    pub(super) const fn secret(&self) -> Option<SecretHash> {
        match self {
            Self::Amp { secret, .. } => *secret,
            Self::Mpp { secret } => Some(*secret),
        }
    }

    /// The first eight bytes of the `set_id`, or, without AMP, of the hash.
    pub(super) fn beginning(&self) -> u64 {
        let (Self::Amp { set_id: SetId(bytes), .. } | Self::Mpp { secret: SecretHash(bytes) }) =
            self;
        bytes.first_chunk().map_or(0, |first| u64::from_be_bytes(*first))
    }

    pub(super) const fn is_amp(&self) -> bool {
        matches!(self, Self::Amp { .. })
    }
}
