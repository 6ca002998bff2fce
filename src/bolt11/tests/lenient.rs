//! The lenient reader: it goes on.

use super::super::examples;
use super::super::{InvoiceErrorKind as Kind, InvoiceView, LenientInvoice, Network};
use super::{D, P, S, TIMESTAMP, field, symbols, unsigned, whole, with};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

fn kinds(invoice: &LenientInvoice<'_>) -> Vec<Kind> {
    invoice.findings().iter().map(super::super::InvoiceError::kind).collect()
}

#[test]
fn past_the_checksum() {
    let text = examples::PICO;
    let wrong = format!("{}q", text.strip_suffix('z').unwrap());
    let invoice = LenientInvoice::parse_unverified(&wrong);
    assert_eq!(kinds(&invoice), [Kind::Checksum]);
    let right = InvoiceView::parse_unverified(text).unwrap();
    assert_eq!(invoice.network(), Some(right.network()));
    assert_eq!(invoice.amount_msat(), right.amount_msat());
    assert_eq!(invoice.amount_text(), right.amount_text());
    assert_eq!(invoice.timestamp(), Some(right.timestamp()));
    assert_eq!(invoice.payment_hash(), Some(right.payment_hash()));
    assert_eq!(invoice.payment_secret(), Some(right.payment_secret()));
    assert_eq!(invoice.description_hash(), right.description_hash());
    assert_eq!(invoice.payee_field(), right.payee_field());
    assert_eq!(invoice.expiry(), right.expiry());
    assert_eq!(invoice.min_final_cltv_expiry_delta(), right.min_final_cltv_expiry_delta());
    assert_eq!(invoice.signature(), Some((right.signature(), right.recovery_id())));
    assert_eq!(invoice.signature_offset(), Some(right.signature_offset()));
    assert_eq!(invoice.signature_hash(), Some(right.signature_hash()));
    assert_eq!(format!("{:?}", invoice.fields()), format!("{:?}", right.fields()));
    let text =
        |description: Option<super::super::Description<'_>>| description.map(|d| d.to_string());
    assert_eq!(text(invoice.description()), text(right.description()));
    assert_eq!(format!("{:?}", invoice.features()), format!("{:?}", right.features()));
}

#[test]
fn several_faults_in_the_order_of_a_strict_reader() {
    let fields = format!("{}{}{}", field('x', "q"), field('d', "l"), field('r', ""));
    let data = format!("{TIMESTAMP}{P}{S}{fields}{}", "l".repeat(104));
    // The checksum is over lower case, and so still right.
    let text = whole("lnbc0", &data).replacen('c', "C", 1);
    let invoice = LenientInvoice::parse_unverified(&text);
    let found: Vec<_> = invoice.findings().iter().map(|f| (f.kind(), f.offset())).collect();
    let fields = "lnbc01".len() + TIMESTAMP.len() + P.len() + S.len();
    let expected = [
        (Kind::MixedCase, Some(3)),
        (Kind::AmountNotPositive, Some(4)),
        (Kind::NotMinimal, Some(fields + 3)),
        (Kind::Padding, Some(fields + 4 + 3)),
        (Kind::RouteHintLength { actual: 0 }, Some(fields + 8 + 3)),
    ];
    // A description that is there and wrong is not missing as well.
    assert_eq!(found, expected);
    // Every field is there, with what is wrong with it.
    let wrong = invoice.fields().filter(|field| field.value().is_err()).count();
    assert_eq!((invoice.fields().count(), wrong), (5, 3));
}

#[test]
fn a_value_after_a_wrong_one_counts() {
    let text = unsigned(&format!("{P}{S}{}{D}", field('d', "l")));
    let invoice = LenientInvoice::parse_unverified(&text);
    assert_eq!(kinds(&invoice), [Kind::Padding]);
    assert!(invoice.description().is_some());
}

#[test]
fn what_lacks() {
    let text = unsigned("");
    let invoice = LenientInvoice::parse_unverified(&text);
    let lacking = [Kind::PaymentHashMissing, Kind::PaymentSecretMissing, Kind::DescriptionMissing];
    assert_eq!(kinds(&invoice), lacking);
    // Where the fields could not be read to their end, nothing lacks for certain.
    let text = unsigned("2pp");
    let cut = Kind::FieldTruncated { declared: 33, available: 0 };
    assert_eq!(kinds(&LenientInvoice::parse_unverified(&text)), [cut]);
}

#[test]
fn a_stranger_ends_the_reading() {
    let mut text = with("");
    let place = 5 + TIMESTAMP.len() + P.len() + S.len() + 1;
    text.replace_range(place..=place, "b");
    let invoice = LenientInvoice::parse_unverified(&text);
    assert_eq!(kinds(&invoice), [Kind::NotInAlphabet]);
    assert_eq!(invoice.fields().count(), 2);
    assert!(invoice.payment_secret().is_some() && invoice.signature().is_none());
    assert!(invoice.signature_hash().is_none() && invoice.signature_offset().is_none());
}

#[test]
fn nothing_to_read() {
    for text in ["", "lnbc", "1", "-----", "\u{20ac}"] {
        let invoice = LenientInvoice::parse_unverified(text);
        assert_eq!(kinds(&invoice).last(), Some(&Kind::SeparatorMissing), "{text}");
        assert_eq!((invoice.fields().count(), invoice.network()), (0, None));
        assert_eq!((invoice.human_readable_part(), invoice.as_str()), (None, text));
    }
    let invoice = LenientInvoice::parse_unverified("lntb1qqq");
    let short = Kind::ChecksumTruncated { available: 3 };
    assert_eq!(kinds(&invoice), [short, Kind::DataTruncated { available: 0 }]);
    assert_eq!(invoice.network(), Some(Network::Testnet));
    assert_eq!(invoice.human_readable_part(), Some("lntb"));
}

#[test]
fn secrets_do_not_show() {
    let metadata = field('m', &symbols(&[0x5e; 40]));
    let secret = field('s', &symbols(&[0x5e; 32]));
    let text = unsigned(&format!("{P}{secret}{D}{metadata}"));
    let view = InvoiceView::parse_unverified(&text).unwrap();
    let payee = crate::onion::PublicKey::new([2; 33]).unwrap();
    let verified = view.assume_verified(payee);
    let shown: String = [
        format!("{view:?} {verified:?} {:?}", verified.to_invoice()),
        format!("{:?}", LenientInvoice::parse_unverified(&text)),
        format!("{:?}", view.fields().collect::<Vec<_>>()),
        format!("{:?} {:?}", view.payment_secret(), view.payment_metadata()),
    ]
    .concat();
    // Neither as bytes in hex or decimal, nor as symbols.
    for part in ["5e5e", "94, 94", &symbols(&[0x5e; 32])[..8]] {
        assert!(!shown.contains(part), "{part}: {shown}");
    }
    assert!(shown.contains("000102030405"));
}
