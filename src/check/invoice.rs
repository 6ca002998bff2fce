use super::checksum::checksum_of;
use crate::bolt11::{InvoiceBuilder, InvoiceView, Tag};
use crate::onion::PublicKey;
use crate::secret::PaymentHash;
use alloc::format;
use alloc::string::ToString;
use alloc::vec::Vec;

/// The first byte of a point, and an x coordinate that is on the curve: the generator's.
const PAYEE: [u8; 33] = [
    0x03, 0x79, 0xbe, 0x66, 0x7e, 0xf9, 0xdc, 0xbb, 0xac, 0x55, 0xa0, 0x62, 0x95, 0xce, 0x87, 0x0b,
    0x07, 0x02, 0x9b, 0xfc, 0xdb, 0x2d, 0xce, 0x28, 0xd9, 0x59, 0xf2, 0x81, 0x5b, 0x16, 0xf8, 0x17,
    0x98,
];

/// An invoice that can be signed: what is written reads back, field for field in its place, and what was
/// read is written again character for character. Its checksum is right by BIP 173's own words, and its
/// secrets do not show.
pub fn invoice_value(builder: &InvoiceBuilder) {
    let payee = PublicKey::new(PAYEE).unwrap();
    let unsigned = builder.unsigned(payee).unwrap();
    let text = unsigned.with_unchecked_signature(&[0x5a; 64], 3);
    let (hrp, data) = text.rsplit_once('1').unwrap();
    checksum_of(hrp, data);
    let view = InvoiceView::parse_unverified(&text).unwrap();
    assert_eq!(view.as_str(), text);
    assert_eq!(view.signature_hash(), unsigned.hash());
    assert_eq!((view.signature(), view.recovery_id()), ([0x5a; 64], 3));

    // From behind the timestamp to the signature there is nothing but fields.
    let mut end = view.as_str().len() - 6 - 104;
    assert_eq!(view.signature_offset(), end);
    let fields: Vec<_> = view.fields().collect();
    for field in fields.iter().rev() {
        assert_eq!(field.end(), end);
        end = field.offset();
    }
    let separator = text.rfind('1').unwrap();
    assert_eq!(end, separator + 1 + 7);

    let again = InvoiceBuilder::from(&view);
    assert_eq!(again.unsigned(payee).unwrap(), unsigned);
    // Every field has its place: taken away the order is wrong.
    let fewer = again.clone().order(fields.iter().skip(1).map(crate::bolt11::Field::tag));
    assert!(fewer.check().is_err());

    for shown in [format!("{view:?}"), format!("{again:?}"), format!("{unsigned:?}")] {
        let secret = view.payment_secret();
        let bytes = secret.reveal();
        // Bytes that are all alike stand in other fields too.
        if bytes.windows(2).any(|pair| pair[0] != pair[1]) {
            let hex = PaymentHash(*bytes).to_string();
            // A fuzzer copies: a field that is shown, or the payee, may have the same bytes.
            let others = fields.iter().filter(|field| field.tag() != Tag::PAYMENT_SECRET);
            let mut others = others.map(|field| format!("{field:?}")).chain([payee.to_string()]);
            assert!(!shown.contains(&hex) || others.any(|other| other.contains(&hex)), "{shown}");
        }
    }

    #[cfg(feature = "secp256k1")]
    signed(builder);
}

/// Signed with a key, it is that key's.
#[cfg(feature = "secp256k1")]
fn signed(builder: &InvoiceBuilder) {
    use crate::bolt11::{SecretKey, VerifiedInvoice};

    let key = SecretKey::new([0x77; 32]).unwrap();
    let invoice = builder.sign(&key).unwrap();
    let view = VerifiedInvoice::parse(invoice.as_str()).unwrap();
    assert_eq!(view.payee(), key.public_key());
    assert_eq!(invoice.view(), view);
    // The same key gives the same signature.
    assert_eq!(InvoiceBuilder::from(&view).sign(&key).unwrap(), invoice);
}
