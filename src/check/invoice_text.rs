use super::naive::invoice;
use crate::bolt11::{InvoiceRules, InvoiceView, LenientInvoice};
use crate::rule;
use crate::symbols::{Checksum, character_of};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// A timestamp, and the fields that every invoice has.
const NEEDED: &str = "pvjluezpp5qqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqypqsp5zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zygsdqq";

/// Any text: nothing panics, the strict reader's error is the lenient one's first finding, and every
/// error points into the text and names a rule of the table. What is taken means the same in upper case,
/// and its fields fill it.
pub fn invoice_text(text: &str) {
    for rules in [InvoiceRules::new(), InvoiceRules::new().refuse_wrong_lengths()] {
        let strict = InvoiceView::parse_unverified_with(text, rules);
        let lenient = LenientInvoice::parse_unverified_with(text, rules);
        assert_eq!(strict.as_ref().err(), lenient.findings().first(), "{text}");
        findings(&lenient);
        if let Ok(view) = strict {
            taken(&view, &lenient);
        }
    }
    #[cfg(feature = "secp256k1")]
    {
        let strict = crate::bolt11::VerifiedInvoice::parse(text);
        let lenient = LenientInvoice::parse(text);
        assert_eq!(strict.as_ref().err(), lenient.findings().first(), "{text}");
        assert_eq!(
            strict.ok().map(|invoice| invoice.payee()).is_some(),
            lenient.findings().is_empty()
        );
        findings(&lenient);
    }
}

fn findings(lenient: &LenientInvoice<'_>) {
    let text = lenient.as_str();
    for finding in lenient.findings() {
        assert!(finding.offset().is_none_or(|offset| offset <= text.len()), "{text}");
        assert_eq!(rule::find(finding.rule().id()), Some(finding.rule()));
        assert!(!finding.to_string().is_empty());
    }
    assert!(!format!("{lenient:?}").is_empty());
}

fn taken(view: &InvoiceView<'_>, lenient: &LenientInvoice<'_>) {
    let text = view.as_str();
    assert_eq!(format!("{:?}", view.fields()), format!("{:?}", lenient.fields()));
    assert_eq!(lenient.signature(), Some((view.signature(), view.recovery_id())));
    assert_eq!(lenient.signature_hash(), Some(view.signature_hash()));
    assert_eq!(lenient.payment_hash(), Some(view.payment_hash()));
    assert!(view.fields().all(|field| field.value().is_ok()));
    let mut end = text.rfind('1').unwrap() + 1 + 7;
    for field in view.fields() {
        assert_eq!(field.offset(), end);
        end = field.end();
    }
    assert_eq!((view.signature_offset(), end + 104 + 6), (end, text.len()));

    for other in [text.to_ascii_uppercase(), text.to_ascii_lowercase()] {
        let other = InvoiceView::parse_unverified(&other).unwrap();
        assert_eq!(other.signature_hash(), view.signature_hash());
        assert_eq!(other.amount_msat(), view.amount_msat());
        assert_eq!(format!("{other:?}"), format!("{view:?}"));
    }
}

/// Any bytes as the data of an invoice with a right checksum: a second, slow reader agrees on the fields
/// and on the first fault. The first byte says whether fields that every invoice has stand in front, and
/// a signature behind.
pub fn invoice_data(data: &[u8]) {
    let Some((form, data)) = data.split_first() else { return };
    let mut text = String::from(if form & 1 == 0 { NEEDED } else { "" });
    text.extend(data.iter().copied().map(character_of));
    if form & 2 == 0 {
        text.extend(core::iter::repeat_n('q', 104));
    }
    let checksum = Checksum::of_hrp("lnbc").text(&text).unwrap().0.finish();
    let whole = format!("lnbc1{text}{checksum}");
    invoice_text(&whole);

    let symbols: Vec<u8> = text.bytes().filter_map(crate::symbols::symbol_of).collect();
    let expected = invoice::fields(&symbols);
    let found = InvoiceView::parse_unverified(&whole);
    let found = found.map(|view| -> Vec<invoice::Seen> {
        view.fields().map(|f| (f.tag().symbol(), f.offset() - 5, f.counts())).collect()
    });
    let found = found.map_err(|error| (error.kind(), error.offset().map(|offset| offset - 5)));
    assert_eq!(found, expected, "{whole}");
}
