use super::secrecy::debug_hides;
use crate::bolt11::{InvoiceView, Tag};
use crate::explain::{Explanation, Kind, MAX_SPANS, Reading, Refusal, Span, Value, invoice_in};
use crate::onion::Layouts;
use crate::secret::PaymentHash;
use crate::symbols::{Case, Checksum, character_of, symbol_of};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// The most that is said in one sentence, in bytes: a description has 639, each with an escape.
const WORDS: usize = 10_000;

/// Any bytes, explained as an invoice: every character stands in one span, the fault is the parser's error,
/// the payment secret is marked, and nothing that is said moves a cursor. The same with a checksum that is
/// right, as any change breaks it and text at random never gets past it; and as data with a signature and
/// a checksum behind it.
pub fn invoice_explanation(data: &[u8]) {
    explained(data);
    if let Some(text) = with_right_checksum(data) {
        explained(text.as_bytes());
    }
    explained(as_data(data).as_bytes());
}

/// The bytes as symbols, which those that stand for one already stay, between the rest of an invoice.
fn as_data(data: &[u8]) -> String {
    let symbols = data.iter().map(|byte| character_of(symbol_of(*byte).unwrap_or(*byte)));
    let data: String = symbols.chain(core::iter::repeat_n('q', 104)).collect();
    let (checksum, _) = Checksum::of_hrp("lnbc").text(&data).unwrap();
    format!("lnbc1{data}{}", checksum.finish())
}

/// The invoice with its last six symbols made its checksum; `None` where no checksum is right for it.
fn with_right_checksum(data: &[u8]) -> Option<String> {
    let explanation = Reading::new(Layouts::BOTH).explain(Kind::Invoice, data);
    let (hrp, data) = explanation.invoice()?.rsplit_once('1')?;
    let data = data.get(..data.len().checked_sub(6)?)?;
    let (checksum, case) = Checksum::of_hrp(hrp).text(data)?;
    let mut checksum = checksum.finish();
    if case == Some(Case::Upper) {
        checksum.make_ascii_uppercase();
    }
    Some(format!("{hrp}1{data}{checksum}"))
}

fn explained(data: &[u8]) {
    let reading = Reading::new(Layouts::BOTH);
    let explanation = reading.explain(Kind::Invoice, data);
    covered(&explanation);
    faults_agree(&explanation);
    words_are_harmless(&explanation);
    marked(&explanation);
    hidden(&explanation);
    around(&explanation, reading);
    let guess = reading.guess(data);
    if guess.kind() == Kind::Invoice {
        assert_eq!(guess.fits(), explanation.fault().is_none(), "{guess:?}");
    }
    #[cfg(feature = "secp256k1")]
    checked(&explanation);
}

/// Every character stands in one span, in order.
fn covered(explanation: &Explanation<'_>) {
    let mut end = 0;
    for span in explanation.spans() {
        assert_eq!(span.offset(), end, "a gap or an overlap");
        assert_eq!(span.bytes(), &explanation.input()[end..end + span.length()]);
        end += span.length();
    }
    assert_eq!(end, explanation.input().len(), "not to the end");
    assert!(explanation.spans().len() <= MAX_SPANS + 16);
}

/// The fault is the error of the strict reader, moved by what stands before the invoice, and is there.
fn faults_agree(explanation: &Explanation<'_>) {
    let fault = explanation.fault();
    let Some(text) = explanation.invoice() else {
        // A text that is not even UTF-8 has a character that may not be there.
        assert!(fault.is_some());
        return;
    };
    let error = InvoiceView::parse_unverified(text).err();
    assert_eq!(fault.map(|fault| *fault.refusal()), error.map(Refusal::Invoice));
    let start = text.as_ptr().addr() - explanation.input().as_ptr().addr();
    if let (Some(fault), Some(error)) = (fault, error) {
        assert_eq!(fault.offset(), error.offset().map(|offset| offset + start));
        assert_eq!((fault.tag(), fault.rule()), (error.tag(), error.rule()));
        let end = fault.offset().map_or(0, |offset| offset + fault.length());
        assert!(end <= explanation.input().len(), "{fault:?}");
    }
}

/// Nothing that a terminal obeys, and not too much.
fn words_are_harmless(explanation: &Explanation<'_>) {
    let says = explanation.spans().iter().take(200).map(|span| span.value().to_string());
    let words = explanation.notes().iter().cloned().chain(says);
    for text in words.chain([explanation.summary().to_string()]) {
        let moves = |it: char| {
            it.is_control() || matches!(it, '\u{200e}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        };
        assert!(!text.contains(moves), "{text:?}");
        assert!(text.len() <= WORDS, "{} bytes of words", text.len());
    }
}

/// Right or wrong, and whatever length it has: what is called a payment secret is marked.
fn marked(explanation: &Explanation<'_>) {
    let is_one = |span: &&Span<'_>| span.tag() == Some(Tag::PAYMENT_SECRET) && span.depth() > 0;
    for span in explanation.spans().iter().filter(is_one) {
        assert!(span.is_secret(), "a payment secret is shown: {span:?}");
    }
}

/// Where the invoice is right, all characters of the payment secret are marked, also of one that is not
/// the first or has another length, and nothing shows it.
fn hidden(explanation: &Explanation<'_>) {
    let Some(text) = explanation.invoice() else { return };
    let Ok(view) = InvoiceView::parse_unverified(text) else { return };
    let start = text.as_ptr().addr() - explanation.input().as_ptr().addr();
    let is_listed = |span: &Span<'_>| !matches!(span.value(), Value::NotListed { .. });
    if !explanation.spans().iter().all(is_listed) {
        return;
    }
    for field in view.fields().filter(|field| field.tag() == Tag::PAYMENT_SECRET) {
        let (from, to) = (start + field.value_offset(), start + field.end());
        let inside = |span: &&Span<'_>| span.offset() < to && from < span.offset() + span.length();
        assert!(explanation.spans().iter().filter(inside).all(Span::is_secret));
    }
    let secret = *view.payment_secret().reveal();
    // A fuzzer copies: what the notes quote may have the same bytes.
    let quoted = [
        view.description().map(|text| text.to_string().to_lowercase()),
        view.description_hash().map(|hash| PaymentHash(hash).to_string()),
        view.payee_field().map(|key| key.to_string()),
    ];
    let hex = PaymentHash(secret).to_string();
    if !quoted.iter().flatten().any(|quoted| quoted.contains(&hex[..32])) {
        let notes = explanation.notes().join(" ");
        debug_hides(&(explanation, notes), &[&secret], &[]);
    }
}

/// Space and a scheme around the invoice change nothing but places.
fn around(explanation: &Explanation<'_>, reading: Reading) {
    let Some(text) = explanation.invoice() else { return };
    // What is in the scheme already would be another's invoice.
    if text.len() >= 10 && text.as_bytes()[..10].eq_ignore_ascii_case(b"lightning:")
        || text.starts_with("//")
        || text.trim_ascii() != text
    {
        return;
    }
    let more: Vec<u8> = [b" LightNing:", text.as_bytes(), b"\r\n"].concat();
    let wrapped = reading.explain(Kind::Invoice, &more);
    assert_eq!(invoice_in(&more), Some(text));
    assert_eq!(
        wrapped.fault().map(|fault| *fault.refusal()),
        explanation.fault().map(|fault| *fault.refusal())
    );
    assert_eq!(wrapped.summary(), explanation.summary());
}

/// With the curve: what the strict reader says with the signature, and nothing else is different.
#[cfg(feature = "secp256k1")]
fn checked(explanation: &Explanation<'_>) {
    use crate::explain::SignatureCheck;
    let checked = explanation.clone().check_points();
    covered(&checked);
    words_are_harmless(&checked);
    let Some(text) = checked.invoice() else { return };
    let verified = crate::bolt11::VerifiedInvoice::parse(text);
    assert_eq!(checked.fault().map(|fault| *fault.refusal()), verified.err().map(Refusal::Invoice));
    assert_eq!(checked.spans(), explanation.spans());
    if verified.is_ok() {
        assert_eq!(checked.signature(), Some(SignatureCheck::Right));
    }
    assert_eq!(explanation.signature(), Some(SignatureCheck::NotChecked));
}
