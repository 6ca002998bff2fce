use crate::amp::Scheme;
use crate::secret::PaymentSecret;
use alloc::vec::Vec;
use core::fmt;

/// What is paid, and how: the same for all parts of a payment and for all its attempts.
///
/// ```
/// use ampwire::amp::payer::PayerConfig;
/// use ampwire::secret::PaymentSecret;
///
/// let config = PayerConfig::new(PaymentSecret::new([0x11; 32]), 1_000_000, 16)
///     .payment_metadata([0x01, 0x02])
///     .other_record(65_537, [0x09]);
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct PayerConfig {
    pub(super) payment_secret: PaymentSecret,
    pub(super) total_msat: u64,
    pub(super) max_parts: u32,
    pub(super) payment_metadata: Option<Vec<u8>>,
    pub(super) other_records: Vec<(u64, Vec<u8>)>,
    pub(super) scheme: Scheme,
    pub(super) fresh_root_after_each_failure: bool,
}

impl PayerConfig {
    /// A payment of this many millisatoshi to whom the secret is from, in so many parts at most that are
    /// out at once. `total_msat` is what all parts make together, and what each of them says.
    pub const fn new(payment_secret: PaymentSecret, total_msat: u64, max_parts: u32) -> Self {
        Self {
            payment_secret,
            total_msat,
            max_parts,
            payment_metadata: None,
            other_records: Vec::new(),
            scheme: Scheme::Sha256,
            fresh_root_after_each_failure: false,
        }
    }

    /// The invoice's `payment_metadata`, which goes into every part.
    pub fn payment_metadata(mut self, metadata: impl Into<Vec<u8>>) -> Self {
        self.payment_metadata = Some(metadata.into());
        self
    }

    /// A record of another type, which goes into every part.
    pub fn other_record(mut self, record_type: u64, value: impl Into<Vec<u8>>) -> Self {
        self.other_records.push((record_type, value.into()));
        self
    }

    /// Whether a router's failure is taken for one of the payee's: no share is used again, and what
    /// lacks is sent only once nothing is outstanding, under a new root and `set_id`.
    ///
    /// It closes what remains where a router and the payee collude, at the price of waiting.
    pub const fn fresh_root_after_each_failure(mut self, yes: bool) -> Self {
        self.fresh_root_after_each_failure = yes;
        self
    }

    /// Derives by a scheme that is not deployed.
    ///
    /// No known payee does so: to all of them the payment's hashes are wrong, and they fail it. By
    /// [`Bp2018`](Scheme::Bp2018) two parts with one index have one hash: such a part is refused, and
    /// asked for again gets another index. [`HmacXor`](Scheme::HmacXor) is broken and can't be paid by:
    /// its shares are all made at once, and none can be split anew. It is refused.
    pub const fn undeployed_scheme(mut self, scheme: Scheme) -> Self {
        self.scheme = scheme;
        self
    }
}

/// Shows the length of what goes to the payee alone.
impl fmt::Debug for PayerConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PayerConfig")
            .field("payment_secret", &self.payment_secret)
            .field("total_msat", &self.total_msat)
            .field("max_parts", &self.max_parts)
            .field("payment_metadata_len", &self.payment_metadata.as_ref().map(Vec::len))
            .field("other_records", &self.other_records.len())
            .field("scheme", &self.scheme)
            .field("fresh_root_after_each_failure", &self.fresh_root_after_each_failure)
            .finish()
    }
}

impl Drop for PayerConfig {
    fn drop(&mut self) {
        self.payment_secret.wipe();
    }
}
