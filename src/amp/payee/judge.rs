//! The steps that an HTLC goes through before it is recorded, in their order. Nothing is changed here.

use super::key::{SecretHash, SetKey};
use super::machine::{InvoiceEntry, Load, Payee};
use super::names::Name;
use super::{FailReason, Htlc};
use crate::amp::parts::payment_hash;
use crate::canary::{Canary, planted};
use crate::onion::{Layout, PayloadRules, PayloadView, Role, types};
use crate::secret::{Preimage, Share};

/// An HTLC that may be recorded.
pub(super) struct Newcomer {
    pub(super) amt_to_forward: u64,
    pub(super) total_msat: u64,
    pub(super) payment: Payment,
}

/// What is paid.
pub(super) enum Payment {
    Keysend(Preimage),
    Set {
        key: SetKey,
        /// The number of the set, where it has begun.
        begun: Option<usize>,
        spontaneous: bool,
        share: Option<(Share, u32)>,
    },
}

/// The payment as the payload names it.
struct Named {
    total_msat: u64,
    /// An all-zero `payment_secret` names no invoice.
    zero_secret: bool,
    what: What,
}

#[derive(Clone, Copy)]
enum What {
    Keysend(Preimage),
    Set { key: SetKey, share: Option<(Share, u32)> },
}

/// Judges an HTLC that is not recorded.
pub(super) fn judge(payee: &Payee, htlc: &Htlc<'_>) -> Result<Newcomer, FailReason> {
    let rules = PayloadRules::new(Role::Final, payee.config.layouts);
    let payload = PayloadView::parse(htlc.payload, rules).map_err(FailReason::Payload)?;
    if payload.is_blinded() {
        return Err(FailReason::Blinded);
    }
    custom_records(payee, &payload)?;
    let amt_to_forward = against_payload(htlc, &payload)?;
    let named = name(&payload, amt_to_forward)?;
    let invoice = invoice(payee, htlc, &named)?;
    let begun = set(payee, &named.what)?;
    if let Some(invoice) = invoice {
        before_the_total(payee, invoice, &payload, begun.is_some())?;
    }
    total(payee, invoice, &named, begun, amt_to_forward)?;
    // rule: amp.payee.cltv
    let delta = invoice.map_or(0, |invoice| invoice.terms.min_final_cltv_expiry_delta);
    if payee.is_too_near(htlc.cltv_expiry, delta.max(payee.config.min_final_cltv_expiry_delta)) {
        return Err(FailReason::ExpiryTooSoon);
    }
    limits(payee, invoice, &named.what, begun.is_some())?;
    let payment = match named.what {
        What::Keysend(preimage) => Payment::Keysend(preimage),
        What::Set { key, share } => {
            Payment::Set { key, begun, spontaneous: invoice.is_none(), share }
        }
    };
    Ok(Newcomer { amt_to_forward, total_msat: named.total_msat, payment })
}

/// The lowest even custom record that is not known. Those below 65536 were refused in reading.
fn custom_records(payee: &Payee, payload: &PayloadView<'_>) -> Result<(), FailReason> {
    let unknown = payload.other_records().find(|record| {
        types::is_even(record.record_type())
            && !payee.config.known_custom_types.contains(&record.record_type())
    });
    // rule: amp.payee.custom-even
    unknown.map_or(Ok(()), |record| {
        let (record_type, offset) = (record.record_type(), record.offset());
        Err(FailReason::CustomEven { record_type, offset })
    })
}

/// Compares the HTLC with what the payer told it to be. Gives `amt_to_forward`.
fn against_payload(htlc: &Htlc<'_>, payload: &PayloadView<'_>) -> Result<u64, FailReason> {
    // A payload without them would not have been read.
    let amt_to_forward = payload.amt_to_forward().unwrap_or(0);
    let outgoing_cltv_value = payload.outgoing_cltv_value().unwrap_or(0);
    // rule: amp.payee.htlc-amount
    if htlc.amount_msat < amt_to_forward {
        return Err(FailReason::HtlcAmount);
    }
    // rule: amp.payee.htlc-expiry
    if htlc.cltv_expiry < outgoing_cltv_value {
        return Err(FailReason::HtlcExpiry);
    }
    Ok(amt_to_forward)
}

/// Which payment it is.
fn name(payload: &PayloadView<'_>, amt_to_forward: u64) -> Result<Named, FailReason> {
    let payment_data = payload.payment_data();
    let secret = payment_data.map(|data| SecretHash::of(&data.payment_secret));
    let zero_secret = payment_data.is_some_and(|data| data.payment_secret.is_zero());
    let total_msat = payment_data.map(|data| data.total_msat);
    let named = |total_msat, what| Named { total_msat, zero_secret, what };
    if let Some(record) = payload.amp_record() {
        let key = SetKey::Amp { set_id: record.set_id, secret };
        let what = What::Set { key, share: Some((record.root_share, record.child_index)) };
        let total_msat = match record.layout {
            Layout::Type14 => total_msat,
            Layout::Type8 => payload.total_amount_msat(),
        };
        // rule: amp.payee.payment-data
        return Ok(named(total_msat.ok_or(FailReason::PaymentDataMissing)?, what));
    }
    if let (Some(secret), Some(total_msat)) = (secret, total_msat) {
        return Ok(named(total_msat, What::Set { key: SetKey::Mpp { secret }, share: None }));
    }
    let preimage = payload.keysend_preimage().ok_or(FailReason::PaymentDataMissing)?;
    Ok(named(amt_to_forward, What::Keysend(preimage)))
}

/// The invoice that is paid, or none where the payment is spontaneous.
fn invoice<'a>(
    payee: &'a Payee,
    htlc: &Htlc<'_>,
    named: &Named,
) -> Result<Option<&'a InvoiceEntry>, FailReason> {
    let key = match &named.what {
        What::Keysend(preimage) => {
            // rule: amp.payee.keysend
            if payment_hash(preimage) != htlc.payment_hash {
                return Err(FailReason::KeysendHash);
            }
            return spontaneous(payee);
        }
        What::Set { key, .. } => key,
    };
    // rule: amp.payee.invoice
    if named.zero_secret {
        return Err(FailReason::InvoiceUnknown);
    }
    let Some(invoice) = key.secret().and_then(|secret| payee.invoices.get(&secret)) else {
        return if key.is_amp() { spontaneous(payee) } else { Err(FailReason::InvoiceUnknown) };
    };
    match (&invoice.terms.mpp, key.is_amp()) {
        (_, true) if !invoice.terms.amp => Err(FailReason::InvoiceKind),
        (None, false) => Err(FailReason::InvoiceKind),
        (Some((hash, _)), false) if *hash != htlc.payment_hash => Err(FailReason::InvoiceHash),
        _ if invoice.cancelled => Err(FailReason::InvoiceCancelled),
        _ => Ok(Some(invoice)),
    }
}

fn spontaneous(payee: &Payee) -> Result<Option<&InvoiceEntry>, FailReason> {
    // rule: amp.payee.spontaneous
    if payee.config.accept_spontaneous { Ok(None) } else { Err(FailReason::SpontaneousOff) }
}

/// The number of the set, where it has begun.
fn set(payee: &Payee, what: &What) -> Result<Option<usize>, FailReason> {
    let What::Set { key, .. } = what else { return Ok(None) };
    // rule: amp.payee.set-id-zero
    if matches!(key, SetKey::Amp { set_id, .. } if set_id.is_zero()) {
        return Err(FailReason::SetIdZero);
    }
    match payee.names.get(key, &payee.sets) {
        None => Ok(None),
        Some(Name::Held(number)) => Ok(Some(number)),
        // rule: amp.payee.set-settled
        Some(Name::Settled) => Err(FailReason::SetSettled),
    }
}

fn before_the_total(
    payee: &Payee,
    invoice: &InvoiceEntry,
    payload: &PayloadView<'_>,
    begun: bool,
) -> Result<(), FailReason> {
    // rule: amp.payee.invoice-expiry
    if !begun && invoice.terms.expires_at.is_some_and(|at| payee.at > at) {
        return Err(FailReason::InvoiceExpired);
    }
    // rule: amp.payee.metadata
    let asked = invoice.terms.payment_metadata.as_deref();
    if asked.is_some() && asked != payload.payment_metadata() {
        return Err(FailReason::Metadata);
    }
    Ok(())
}

fn total(
    payee: &Payee,
    invoice: Option<&InvoiceEntry>,
    named: &Named,
    begun: Option<usize>,
    amt_to_forward: u64,
) -> Result<(), FailReason> {
    let total_msat = named.total_msat;
    let amount_msat = invoice.and_then(|invoice| invoice.terms.amount_msat);
    // rule: amp.payee.total-least
    if total_msat == 0 || amount_msat.is_some_and(|amount| total_msat < amount) {
        return Err(FailReason::TotalTooLow);
    }
    // rule: amp.payee.total-most
    if amount_msat.is_some_and(|amount| total_msat > amount.saturating_mul(2)) {
        return Err(FailReason::TotalTooHigh);
    }
    let Some(set) = begun.and_then(|number| payee.sets.get(number)) else { return Ok(()) };
    // rule: amp.payee.total-equal
    if set.total_msat != total_msat && !planted(Canary::PayeeTotal) {
        return Err(FailReason::TotalDiffers);
    }
    // rule: amp.payee.sum
    if set.sum_msat.checked_add(amt_to_forward).is_none() {
        return Err(FailReason::SumTooLarge);
    }
    Ok(())
}

// rule: amp.payee.limits
fn limits(
    payee: &Payee,
    invoice: Option<&InvoiceEntry>,
    what: &What,
    begun: bool,
) -> Result<(), FailReason> {
    let limits = &payee.config.limits;
    let full_in_all = payee.htlcs.len() >= limits.htlcs;
    let full = match what {
        What::Keysend(_) => full_in_all,
        What::Set { .. } => {
            let load: &Load = invoice.map_or(&payee.spontaneous, |invoice| &invoice.load);
            let no_set = payee.sets.len() >= limits.sets || load.sets >= limits.sets_per_invoice;
            full_in_all || load.htlcs >= limits.htlcs_per_invoice || (!begun && no_set)
        }
    };
    if full { Err(FailReason::LimitReached) } else { Ok(()) }
}
