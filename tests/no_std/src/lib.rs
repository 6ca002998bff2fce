//! A static library without std that calls every layer of `ampwire`.
//!
//! It has a panic handler of its own. If any crate in the graph brought std in, there would be two, and
//! this would not build.

#![no_std]

extern crate alloc;

use alloc::vec::Vec;
use ampwire::amp::payee::{Event, Htlc, HtlcId, Payee, PayeeConfig, PayeeInvoice};
use ampwire::amp::{Part, ShareTree, bp2018, hmac_xor, sha256};
use ampwire::bolt11::{InvoiceBuilder, InvoiceView, LenientInvoice};
use ampwire::feature::FeaturesView;
use ampwire::onion::{Layouts, PayloadRules, PayloadView, Role, frame};
use ampwire::secret::{PaymentHash, PaymentSecret, Root, Share};
use ampwire::tlv::{TlvReader, TlvStream, TlvWriter};
use ampwire::wire::{BigSize, Encode, Tu64};
use core::alloc::{GlobalAlloc, Layout};

#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    loop {
        core::hint::spin_loop();
    }
}

/// Has no memory to give. It is here so that `alloc` links.
struct Nothing;

// SAFETY: giving null says that there is no memory, and nothing else is promised.
unsafe impl GlobalAlloc for Nothing {
    unsafe fn alloc(&self, _: Layout) -> *mut u8 {
        core::ptr::null_mut()
    }

    unsafe fn dealloc(&self, _: *mut u8, _: Layout) {}
}

#[global_allocator]
static ALLOCATOR: Nothing = Nothing;

/// Goes through every layer once.
///
/// # Safety
///
/// `bytes` has to point at `length` readable bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ampwire_every_layer(bytes: *const u8, length: usize) -> u64 {
    // SAFETY: as promised by the caller.
    let bytes = unsafe { core::slice::from_raw_parts(bytes, length) };
    let mut sum = BigSize::parse_prefix(bytes).map_or(0, |(value, _)| value.0);
    sum ^= Tu64::parse(bytes).map_or(0, |value| value.0);
    sum ^= TlvReader::new(bytes).flatten().fold(0, |sum, record| sum ^ record.record_type());
    sum ^= TlvStream::parse(bytes).map_or(1, |stream| stream.iter().count() as u64);
    let rules = PayloadRules::new(Role::Final, Layouts::BOTH);
    if let Ok(payload) = PayloadView::parse(bytes, rules) {
        let mut out = Vec::new();
        let _ = frame(&payload.to_payload(), &mut out);
        sum ^= out.len() as u64;
        #[cfg(feature = "secp256k1")]
        if payload.check_points().is_err() {
            sum ^= 1;
        }
    }
    sum ^= FeaturesView::from_bytes(bytes).map_or(1, |features| features.iter().count() as u64);
    sum ^= core::str::from_utf8(bytes).map_or(1, invoice);
    sum ^= payee(bytes);
    let mut out = [0; 16];
    let mut rest = &mut out[..];
    sum ^= u64::from(TlvWriter::new(&mut rest).record(1, &[2]).is_ok());
    sum ^= BigSize(sum).wire_len() as u64;
    let part =
        |byte, child_index| Part { share: Share::new([byte; 32]), child_index, payment_hash: None };
    let parts = [part(1, 1), part(2, 2)];
    for set in
        [sha256::reconstruct(&parts), bp2018::reconstruct(&parts), hmac_xor::reconstruct(&parts)]
    {
        sum ^= set.map_or(1, |set| set.children.len() as u64);
    }
    sum ^ u64::from(sha256::derive(&Root::new([0; 32]), &Share::new([0; 32]), 0).payment_hash.0[0])
}

/// Shares that go out, and an HTLC that comes in.
fn payee(bytes: &[u8]) -> u64 {
    let mut random = |out: &mut [u8; 32]| out.fill(1);
    let tree = ShareTree::of_root(Root::new([2; 32]));
    let shard = tree.and_then(|mut tree| tree.last_shard(1, &mut random));
    let mut payee = Payee::new(PayeeConfig::new(Layouts::BOTH, 18), 0, 0);
    let invoice = PayeeInvoice::amp(&PaymentSecret::new([3; 32]));
    let taken = payee.add_invoice(invoice).is_ok();
    let htlc = Htlc {
        id: HtlcId { channel: 1, id: 1 },
        amount_msat: 1,
        payment_hash: shard.map_or(PaymentHash([0; 32]), |shard| shard.payment_hash),
        cltv_expiry: 18,
        payload: bytes,
    };
    payee.handle(0, Event::Htlc(htlc)).len() as u64 ^ u64::from(taken)
}

/// Reads an invoice, and writes and signs it again.
fn invoice(text: &str) -> u64 {
    let Ok(view) = InvoiceView::parse_unverified(text) else {
        return LenientInvoice::parse_unverified(text).findings().len() as u64;
    };
    #[cfg(feature = "secp256k1")]
    if let Ok(verified) = view.verify() {
        return verified.to_invoice().as_str().len() as u64;
    }
    let builder = InvoiceBuilder::from(&view);
    let Some(payee) = view.payee_field() else { return 2 };
    let Ok(unsigned) = builder.unsigned(payee) else { return 3 };
    let length = unsigned.with_unchecked_signature(&view.signature(), view.recovery_id()).len();
    #[cfg(feature = "secp256k1")]
    if let Some(key) = ampwire::bolt11::SecretKey::new(unsigned.hash()) {
        let signed = builder.sign(&key);
        return signed.map_or(4, |invoice| invoice.as_str().len() as u64);
    }
    length as u64
}
