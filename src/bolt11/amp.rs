//! AMP in invoices.

use super::{InvoiceBuilder, Network};
use crate::feature::{Feature, Features};
use crate::secret::{PaymentHash, PaymentSecret};

/// The expiry that LND gives its AMP invoices: 30 days, in seconds.
pub const AMP_EXPIRY: u64 = 30 * 24 * 60 * 60;

/// What an invoice says about AMP.
///
/// Deployed receivers say [`None`](Self::None) or [`Required`](Self::Required); LND makes no invoice
/// that is [`Optional`](Self::Optional).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AmpSupport {
    /// Neither bit is set. The invoice is paid without AMP, and once: the payee settles no HTLC with an
    /// AMP record for it.
    None,
    /// Bit 31 alone is set. A payer that knows AMP may pay by AMP. One that does not ignores the bit and
    /// pays the payment hash, whose preimage the payee must have.
    ///
    /// LND from 0.18 does not pay such an invoice without AMP: with either bit it asks its caller to
    /// say that AMP is meant, and then pays by AMP.
    Optional,
    /// Bit 30 is set, whatever bit 31 is. The invoice is paid by AMP or not at all:
    ///
    /// - its payment hash is a name that the payee keeps the invoice under. No preimage belongs to it,
    ///   and no HTLC is locked to it;
    /// - it can be paid many times until it expires, each time with a new set and a new root;
    /// - who does not know AMP meets an unknown even bit and refuses to pay.
    // rule: amp.invoice.payer
    Required,
}

impl AmpSupport {
    /// What these features say.
    pub fn of(features: &Features) -> Self {
        Self::of_bits(|bit| features.contains(bit))
    }

    pub(super) fn of_bits(contains: impl Fn(u32) -> bool) -> Self {
        if contains(Feature::AMP.required_bit()) {
            Self::Required
        } else if contains(Feature::AMP.optional_bit()) {
            // rule: amp.invoice.optional
            Self::Optional
        } else {
            Self::None
        }
    }

    /// Whether the invoice may be paid by AMP, and so many times.
    pub const fn is_offered(self) -> bool {
        !matches!(self, Self::None)
    }

    /// Whether the invoice is paid by AMP or not at all, which makes its payment hash a mere name.
    pub const fn is_required(self) -> bool {
        matches!(self, Self::Required)
    }
}

impl InvoiceBuilder {
    /// An AMP invoice as LND makes it: `var_onion_optin`, `payment_secret` and AMP required (bits 8, 14
    /// and 30) and nothing else, and an expiry of 30 days, which is written.
    ///
    /// `payment_hash` is 32 random bytes: a name for the invoice, which no preimage belongs to. The
    /// payment secret is random too. Both come from the caller: this library draws nothing.
    ///
    /// A description is still to be set, and an amount if there is to be one. LND also writes a
    /// [`min_final_cltv_expiry_delta`](Self::min_final_cltv_expiry_delta), of 80 where its caller does
    /// not say.
    ///
    /// ```
    /// use ampwire::bolt11::{InvoiceBuilder, Network};
    /// use ampwire::secret::{PaymentHash, PaymentSecret};
    ///
    /// # let (name, secret) = ([0x44; 32], [0x11; 32]);
    /// InvoiceBuilder::amp(Network::Bitcoin, 1_700_000_000, PaymentHash(name), PaymentSecret::new(secret))
    ///     .description("tip jar")
    ///     .check()?;
    /// # Ok::<(), ampwire::bolt11::InvoiceError>(())
    /// ```
    pub fn amp(
        network: Network,
        timestamp: u64,
        payment_hash: PaymentHash,
        payment_secret: PaymentSecret,
    ) -> Self {
        let features = [Feature::VAR_ONION_OPTIN, Feature::PAYMENT_SECRET, Feature::AMP];
        Self::new(network, timestamp)
            .payment_hash(payment_hash)
            .payment_secret(payment_secret)
            .expiry(AMP_EXPIRY)
            .features(features.into_iter().map(Feature::required_bit).collect())
    }

    /// Offers AMP without demanding it: bit 31 in place of bit 30, and `payment_secret` with it where
    /// that is not set.
    ///
    /// No deployed receiver makes such invoices, and what their payers do is not what the bit promises:
    ///
    /// - LND, from 0.18, pays it by AMP alone, and only if its caller says so;
    /// - everyone else ignores the bit and pays the payment hash, once. So the payment hash has to be
    ///   that of a preimage the payee has, unlike in [`amp`](Self::amp);
    /// - a payee has to tell payments with and without an AMP record apart. LND's invoices are one or
    ///   the other: it fails an HTLC of the other kind.
    // rule: amp.invoice.optional
    pub fn offer_amp(mut self) -> Self {
        let mut bits = self.features;
        let with_secret = bits.has(Feature::PAYMENT_SECRET);
        bits = bits
            .iter()
            .filter(|bit| *bit != Feature::AMP.required_bit())
            .chain([Feature::AMP.optional_bit()])
            // rule: amp.invoice.payment-secret
            .chain((!with_secret).then_some(Feature::PAYMENT_SECRET.required_bit()))
            .collect();
        self.features = bits;
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bolt11::InvoiceErrorKind;
    use alloc::vec::Vec;

    fn bits(builder: &InvoiceBuilder) -> Vec<u32> {
        builder.features.iter().collect()
    }

    fn lnd() -> InvoiceBuilder {
        let secret = PaymentSecret::new([0x11; 32]);
        InvoiceBuilder::amp(Network::Signet, 1_700_000_000, PaymentHash([0x44; 32]), secret)
            .description("tip jar")
    }

    #[test]
    fn what_the_bits_say() {
        let of = |bits: &[u32]| AmpSupport::of(&bits.iter().copied().collect());
        for (bits, support) in [
            (&[][..], AmpSupport::None),
            (&[8, 14, 17], AmpSupport::None),
            (&[8, 14, 31], AmpSupport::Optional),
            (&[8, 14, 30], AmpSupport::Required),
            (&[8, 14, 30, 31], AmpSupport::Required),
        ] {
            assert_eq!(of(bits), support);
            assert_eq!(support.is_offered(), bits.iter().any(|bit| matches!(bit, 30 | 31)));
            assert_eq!(support.is_required(), bits.contains(&30));
        }
    }

    #[test]
    fn as_lnd_makes_it() {
        assert_eq!(bits(&lnd()), [8, 14, 30]);
        assert_eq!(AMP_EXPIRY, 2_592_000);
        assert_eq!(lnd().check(), Ok(()));
    }

    #[test]
    fn offered_only_where_that_is_asked_for() {
        assert_eq!(bits(&lnd().offer_amp()), [8, 14, 31]);
        let bare = InvoiceBuilder::new(Network::Bitcoin, 0).offer_amp();
        assert_eq!(bits(&bare), [14, 31]);
        let optional = lnd().features([9, 15].into_iter().collect()).offer_amp();
        assert_eq!(bits(&optional), [9, 15, 31]);
        assert_eq!(optional.check(), Ok(()));
    }

    #[test]
    fn never_without_payment_secret() {
        for amp in [30, 31] {
            let builder = lnd().features([8, amp].into_iter().collect());
            let error = builder.check().unwrap_err();
            assert_eq!(error.kind(), InvoiceErrorKind::AmpWithoutPaymentSecret);
        }
    }

    /// What LND made on signet: with the preset, the amount, an empty description and its own
    /// `min_final_cltv_expiry_delta`, the same characters come out.
    #[cfg(feature = "secp256k1")]
    const OF_LND: &str = "lntbs1020n1p4pjceapp5wfcnf64azjet33mjm93cs2rm4k9w4yj489ltts3k4ydw5n9v6n7sdqqcqzzsxq9z0rgqsp5qlrsul62tfyswx28jasggsryh0p99ykx5zevhc0spn0w9daau8wq9q8pqqqsgq47g7fuer48ust3s0yc4ndpz4jnmwd2krs2avlgrg7ps65xdx3f7qapp743hh2z6mn2pl2av62ult2wc8mz9uw3czzqa4rtua4aw4arsqud6q3t";
    /// And on regtest, with an expiry of a week.
    #[cfg(feature = "secp256k1")]
    const OF_LND_FOR_A_WEEK: &str = "lnbcrt1u1pnr0n3cpp5zy9t58wttquf8dwxm8dymt9xxe27r003nv4w4py5unu768gnhajqdq423jhxarfdenjqctdwqsrycqzzsxqyjw5qsp52zuqjsgrn0k4g7ka5zthszjcvydxcfgl6hvjqzvzkkfa20ff3djq9q8pqqqsgq4w8ye3jxl30v6ez8c9h2mwyn65flu2qgdsclxkkh2cm5umsq6vezqf34sjx8jz4yc3m3h7uuuzgy95r5xkvt9pawpalnyv6hg3lzszspxkxkmw";

    #[test]
    #[cfg(feature = "secp256k1")]
    fn what_lnd_made() {
        use crate::bolt11::VerifiedInvoice;
        use alloc::string::ToString;

        for (text, network, msat, expiry) in [
            (OF_LND, Network::Signet, 102_000, AMP_EXPIRY),
            (OF_LND_FOR_A_WEEK, Network::Regtest, 100_000, 604_800),
        ] {
            let read = VerifiedInvoice::parse(text).unwrap();
            assert_eq!(read.amp_support(), AmpSupport::Required);
            let (hash, secret) = (read.payment_hash(), read.payment_secret());
            let builder = InvoiceBuilder::amp(network, read.timestamp(), hash, secret)
                .amount_msat(msat)
                .description(read.description().unwrap().to_string())
                .min_final_cltv_expiry_delta(80)
                .expiry(expiry);
            let signature = (read.signature(), read.recovery_id());
            let written = builder.sign_with(read.payee(), |_| signature).unwrap();
            assert_eq!(written.as_str(), text);
        }
    }
}
