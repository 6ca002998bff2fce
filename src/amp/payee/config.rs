use super::{PayeeError, PayeeErrorKind};
use crate::amp::Scheme;
use crate::onion::Layouts;
use alloc::collections::BTreeSet;

/// How a payee is set up. What it has held and answered does not depend on it: it may be another one
/// after a restart.
///
/// ```
/// use ampwire::amp::payee::{MppTimeout, PayeeConfig};
/// use ampwire::onion::Layouts;
///
/// let config = PayeeConfig::new(Layouts::DEPLOYED, 19)
///     .accept_spontaneous(true)
///     .mpp_timeout(MppTimeout::of_set(90)?)
///     .known_custom_type(7_629_168);
/// # Ok::<(), ampwire::amp::payee::PayeeError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PayeeConfig {
    pub(super) layouts: Layouts,
    pub(super) min_final_cltv_expiry_delta: u32,
    pub(super) scheme: Scheme,
    pub(super) accept_spontaneous: bool,
    pub(super) mpp_timeout: MppTimeout,
    pub(super) known_custom_types: BTreeSet<u64>,
    pub(super) limits: Limits,
}

impl PayeeConfig {
    /// A payee that accepts the AMP record in these layouts, and needs this many blocks at least to
    /// claim an HTLC: its own `min_final_cltv_expiry_delta`. LND's is 19; BOLT 11's default is 18.
    ///
    /// Without further calls it takes no payment without an invoice, derives as deployed, holds a set
    /// for 120 seconds, knows no custom record, and has the default limits.
    pub const fn new(layouts: Layouts, min_final_cltv_expiry_delta: u32) -> Self {
        Self {
            layouts,
            min_final_cltv_expiry_delta,
            scheme: Scheme::Sha256,
            accept_spontaneous: false,
            mpp_timeout: MppTimeout::DEFAULT,
            known_custom_types: BTreeSet::new(),
            limits: Limits::DEFAULT,
        }
    }

    /// Whether payments without an invoice are taken: by AMP and by keysend.
    pub fn accept_spontaneous(mut self, yes: bool) -> Self {
        self.accept_spontaneous = yes;
        self
    }

    /// For how long an incomplete set is held.
    pub fn mpp_timeout(mut self, timeout: MppTimeout) -> Self {
        self.mpp_timeout = timeout;
        self
    }

    /// Declares that the caller understands custom records of this type. An HTLC with one of an even
    /// type that was not declared is failed.
    pub fn known_custom_type(mut self, record_type: u64) -> Self {
        self.known_custom_types.insert(record_type);
        self
    }

    /// How much is held at most.
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Derives by a scheme that is not deployed.
    ///
    /// No known payer does so. [`HmacXor`](Scheme::HmacXor) is broken: whoever has all shares but one,
    /// for instance a router together with this payee, computes the preimage of the part that lacks.
    /// It is here so that such material can be tested.
    pub fn undeployed_scheme(mut self, scheme: Scheme) -> Self {
        self.scheme = scheme;
        self
    }
}

/// For how long HTLCs of an incomplete set are held, in seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MppTimeout {
    pub(super) seconds: u64,
    pub(super) each_htlc: bool,
}

impl MppTimeout {
    /// 120 seconds after the set's first HTLC: BOLT 4's way, and LND's time.
    pub const DEFAULT: Self = Self { seconds: 120, each_htlc: false };
    /// The shortest time.
    pub const LEAST_SECONDS: u64 = 60;

    /// The whole set fails that many seconds after its first HTLC arrived (BOLT 4).
    ///
    /// # Errors
    ///
    /// [`TimeoutTooShort`](PayeeErrorKind::TimeoutTooShort) below 60.
    pub fn of_set(seconds: u64) -> Result<Self, PayeeError> {
        Self::checked(Self { seconds, each_htlc: false })
    }

    /// Each HTLC fails alone, that many seconds after it arrived (LND).
    ///
    /// # Errors
    ///
    /// [`TimeoutTooShort`](PayeeErrorKind::TimeoutTooShort) below 60.
    pub fn of_each_htlc(seconds: u64) -> Result<Self, PayeeError> {
        Self::checked(Self { seconds, each_htlc: true })
    }

    fn checked(self) -> Result<Self, PayeeError> {
        // rule: amp.payee.timeout-length
        if self.seconds < Self::LEAST_SECONDS {
            return Err(PayeeErrorKind::TimeoutTooShort.into());
        }
        Ok(self)
    }
}

/// How much is held at most. What would be more is refused; nothing that is held makes place for it.
///
/// All that is spontaneous counts as one invoice. A held HTLC takes about 220 bytes on a machine of 64
/// bits: with the default limits all of them together take some 22 MB.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Held sets of one invoice.
    pub sets_per_invoice: usize,
    /// Held HTLCs of one invoice.
    pub htlcs_per_invoice: usize,
    /// Held sets in all.
    pub sets: usize,
    /// HTLCs in all: held, and answered but not yet [resolved](super::Event::Resolved).
    pub htlcs: usize,
}

impl Limits {
    /// 1,000 sets and 10,000 HTLCs of an invoice, 10,000 sets and 100,000 HTLCs in all.
    pub const DEFAULT: Self =
        Self { sets_per_invoice: 1_000, htlcs_per_invoice: 10_000, sets: 10_000, htlcs: 100_000 };
}

impl Default for Limits {
    fn default() -> Self {
        Self::DEFAULT
    }
}
