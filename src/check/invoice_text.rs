use super::naive::invoice::{Fault, Read, decode};
use super::{errors, secrecy};
use crate::arbitrary::InvoiceWire;
use crate::bolt11::{
    Field, InvoiceBuilder, InvoiceError, InvoiceErrorKind, InvoiceRules, InvoiceView,
    LenientInvoice, RouteHintEntry,
};
use crate::onion::PublicKey;
use crate::symbols::{Checksum, character_of};
use crate::wire::Encode;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// The text of an invoice with faults put in: as [`invoice_text`].
pub fn invoice_fields(wire: &InvoiceWire) {
    invoice_text(wire.0.as_bytes());
}

/// A timestamp, and the fields that every invoice has.
const NEEDED: &str = "pvjluezpp5qqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqypqsp5zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zygsdqq";

/// Any bytes as the data of an invoice with a right checksum: as [`invoice_text`]. The first byte says
/// whether fields that every invoice has stand in front, and a signature behind.
pub fn invoice_data(data: &[u8]) {
    let Some((form, data)) = data.split_first() else { return };
    let mut text = String::from(if form & 1 == 0 { NEEDED } else { "" });
    text.extend(data.iter().copied().map(character_of));
    if form & 2 == 0 {
        text.extend(core::iter::repeat_n('q', 104));
    }
    let checksum = Checksum::of_hrp("lnbc").text(&text).unwrap().0.finish();
    invoice_text(format!("lnbc1{text}{checksum}").as_bytes());
}

/// Any bytes as an invoice. The strict reader, the lenient one and a second decoder agree on what is
/// wrong and where, or on every value; what is read is written again character for character; the text
/// in upper case says the same; no secret is shown.
pub fn invoice_text(data: &[u8]) {
    let Ok(text) = core::str::from_utf8(data) else { return };
    let second = decode(text);
    let strict = InvoiceView::parse_unverified(text);
    let lenient = LenientInvoice::parse_unverified(text);
    assert_eq!(lenient.findings().first(), strict.as_ref().err(), "{text}");
    findings(&lenient);
    let rules = InvoiceRules::new().refuse_wrong_lengths();
    let by_rules = LenientInvoice::parse_unverified_with(text, rules);
    let strict_by_rules = InvoiceView::parse_unverified_with(text, rules);
    assert_eq!(by_rules.findings().first(), strict_by_rules.as_ref().err(), "{text}");
    match (strict, second) {
        (Ok(view), Ok(read)) => {
            same_values(&view, &read);
            assert_eq!(format!("{:?}", view.fields()), format!("{:?}", lenient.fields()));
            assert_eq!(lenient.signature(), Some((view.signature(), view.recovery_id())));
            assert_eq!(lenient.signature_hash(), Some(view.signature_hash()));
            assert_eq!(lenient.payment_hash(), Some(view.payment_hash()));
            written_again(&view);
            secrets(&view, &lenient, &read);
            #[cfg(feature = "secp256k1")]
            signature(text, &read);
        }
        (Err(error), Err(fault)) => same_fault(&error, &fault, text),
        (strict, second) => panic!("{text}: {strict:?}, the second decoder: {second:?}"),
    }
    other_case(text);
}

fn findings(lenient: &LenientInvoice<'_>) {
    let text = lenient.as_str();
    for finding in lenient.findings() {
        assert!(finding.offset().is_none_or(|offset| offset <= text.len()), "{text}");
        errors::named(finding.rule(), finding);
    }
    assert!(!format!("{lenient:?}").is_empty());
}

fn same_fault(error: &InvoiceError, fault: &Fault, text: &str) {
    errors::named(error.rule(), error);
    let found = Fault { class: error.class().as_str(), offset: error.offset() };
    assert_eq!(&found, fault, "{text}: {error}");
    if let Some(offset) = error.offset() {
        assert!(offset < text.len() || text.is_empty(), "{text}: {error}");
        assert!(text.is_char_boundary(offset));
    }
}

fn same_values(view: &InvoiceView<'_>, read: &Read) {
    assert_eq!(view.network().name(), read.network);
    assert_eq!(view.amount_msat(), read.amount_msat);
    assert_eq!(view.timestamp(), read.timestamp);
    assert_eq!(Some(&view.payment_hash().as_bytes()[..]), read.payment_hash.as_deref());
    assert_eq!(Some(&view.payment_secret().reveal()[..]), read.payment_secret.as_deref());
    let description = view.description().map(|description| description.to_string().into_bytes());
    assert_eq!(description, read.description);
    assert_eq!(view.description_hash().map(|hash| hash.to_vec()), read.description_hash);
    assert_eq!(view.payee_field().map(|key| key.as_bytes().to_vec()), read.payee);
    assert_eq!(view.expiry(), read.expiry);
    assert_eq!(view.min_final_cltv_expiry_delta(), read.min_final_cltv_expiry_delta);
    let fallbacks: Vec<_> =
        view.fallbacks().map(|one| (one.version(), one.program().to_vec())).collect();
    assert_eq!(fallbacks, read.fallbacks);
    let bytes = |entry: RouteHintEntry| entry.to_bytes();
    let route_hints: Vec<Vec<u8>> =
        view.route_hints().map(|hint| hint.entries().flat_map(bytes).collect()).collect();
    assert_eq!(route_hints, read.route_hints);
    let features = view.features().map(|features| features.iter().collect::<Vec<u32>>());
    assert_eq!(features, read.features);
    assert_eq!(view.payment_metadata().map(|bytes| bytes.to_vec()), read.payment_metadata);
    let as_second = |field: Field<'_>| super::naive::invoice::Field {
        tag: field.tag().character(),
        offset: field.offset(),
        words: field.symbols().to_string().to_ascii_lowercase(),
        counts: field.counts(),
    };
    assert_eq!(view.fields().map(as_second).collect::<Vec<_>>(), read.fields);
    let skipped =
        (0..).zip(&read.fields).filter(|(_, field)| !field.counts).map(|(place, _)| place);
    assert!(view.unknown_fields().map(|(place, _)| place).eq(skipped));
    assert_eq!(view.signature()[..], read.signature[..64]);
    assert_eq!(view.recovery_id(), read.signature[64]);
    assert_eq!(view.signature_offset(), read.signature_offset);
    assert_eq!(view.signature_hash(), super::naive::sha256::sha256(&read.preimage));
}

/// What a builder takes over it writes as it was. What a writer must not write it refuses.
fn written_again(view: &InvoiceView<'_>) {
    let builder = InvoiceBuilder::from(view);
    let payee = view.payee_field().or_else(|| PublicKey::new([2; 33])).unwrap();
    match builder.unsigned(payee) {
        Ok(unsigned) => {
            let again = unsigned.with_unchecked_signature(&view.signature(), view.recovery_id());
            assert_eq!(again, view.as_str(), "read, but written otherwise");
        }
        // Whether points are on the curve is a question that a writer asks too.
        #[cfg(feature = "secp256k1")]
        Err(error) if view.check_points().is_err() => errors::named(error.rule(), &error),
        Err(error) => {
            let kind = error.kind();
            let of_features = matches!(
                kind,
                InvoiceErrorKind::Features(_)
                    | InvoiceErrorKind::FeatureDependency(_)
                    | InvoiceErrorKind::AmpWithoutPaymentSecret
                    | InvoiceErrorKind::BlindedPathsWithAmp
            );
            let has_features = view.features().is_some_and(|features| features.iter().count() > 0);
            assert!(of_features && has_features, "{view}: read, but not written: {error}");
        }
    }
}

fn secrets(view: &InvoiceView<'_>, lenient: &LenientInvoice<'_>, read: &Read) {
    let secret = view.payment_secret();
    let mut distinct = secret.reveal()[..16].to_vec();
    distinct.sort_unstable();
    distinct.dedup();
    // Bytes that are nearly all alike stand in other fields too.
    if distinct.len() < 8 {
        return;
    }
    // A fuzzer copies: what is shown may have the same bytes.
    let fallbacks = read.fallbacks.iter().map(|(_, program)| program);
    let mut shown = fallbacks
        .chain(&read.route_hints)
        .chain(read.payment_hash.iter().chain(&read.description_hash))
        .chain(read.payee.iter().chain(&read.description));
    if shown.any(|value| value.windows(16).any(|bytes| bytes == &secret.reveal()[..16])) {
        return;
    }
    let builder = InvoiceBuilder::from(view);
    secrecy::debug_hides(view, &[secret.reveal()], &[]);
    secrecy::debug_hides(lenient, &[secret.reveal()], &[]);
    secrecy::debug_hides(&builder, &[secret.reveal()], &[]);
}

/// Who signed, or what is wrong with points and signature.
#[cfg(feature = "secp256k1")]
fn signature(text: &str, read: &Read) {
    use crate::bolt11::VerifiedInvoice;

    let strict = VerifiedInvoice::parse(text);
    let lenient = LenientInvoice::parse(text);
    assert_eq!(lenient.findings().first(), strict.as_ref().err(), "{text}");
    match (strict, super::naive::invoice::payee(read)) {
        (Ok(invoice), Ok(payee)) => {
            assert_eq!(invoice.payee().as_bytes()[..], payee[..], "{text}");
            assert_eq!(lenient.payee(), Some(invoice.payee()));
            let own = invoice.to_invoice();
            assert_eq!((own.as_str(), own.view()), (text, invoice));
        }
        (Err(error), Err(fault)) => same_fault(&error, &fault, text),
        (strict, second) => panic!("{text}: {strict:?}, the second decoder: {second:?}"),
    }
}

/// In the other case a text says the same, and is wrong in the same place.
fn other_case(text: &str) {
    let letters = || text.bytes().filter(u8::is_ascii_alphabetic);
    let other = if letters().all(|letter| letter.is_ascii_lowercase()) {
        text.to_ascii_uppercase()
    } else if letters().all(|letter| letter.is_ascii_uppercase()) {
        text.to_ascii_lowercase()
    } else {
        return;
    };
    match (InvoiceView::parse_unverified(text), InvoiceView::parse_unverified(&other)) {
        (Ok(one), Ok(two)) => {
            assert_eq!(one.signature_hash(), two.signature_hash());
            assert_eq!((one.amount_msat(), one.network()), (two.amount_msat(), two.network()));
        }
        (one, two) => assert_eq!(one.err(), two.err(), "{text}"),
    }
}
