use crate::bolt11::{InvoiceBuilder, InvoiceView};
use crate::onion::PublicKey;
use crate::secret::PaymentHash;
use crate::symbols::{Symbols, character_of};
use alloc::format;
use alloc::string::ToString;
use alloc::vec::Vec;

/// An invoice that can be signed, and one of secp256k1's points as its payee: what is written reads
/// back, field for field in its place, and what was read is written again character for character. Its
/// checksum is right by BIP 173's own words, and its secrets do not show.
pub fn invoice_value(builder: &InvoiceBuilder, payee: PublicKey) {
    let unsigned = builder.unsigned(payee).unwrap();
    let text = unsigned.with_unchecked_signature(&[0x5a; 64], 3);
    assert!(checksum_is_right(&text), "{text}");
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
            let hidden = view.payment_hash().to_string() == hex || !shown.contains(&hex);
            assert!(hidden, "{shown}");
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

/// BIP 173's division, symbol by symbol.
fn checksum_is_right(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let (hrp, data) = lower.rsplit_once('1').unwrap();
    let symbols = Symbols::parse(data).unwrap();
    assert!(symbols.iter().map(character_of).eq(data.chars()));
    let high = hrp.bytes().map(|byte| byte >> 5);
    let low = hrp.bytes().map(|byte| byte & 31);
    let generators = [0x3b6a_57b2, 0x2650_8e6d, 0x1ea1_19fa, 0x3d42_33dd, 0x2a14_62b3_u32];
    let rest = high.chain([0]).chain(low).chain(symbols.iter()).fold(1_u32, |state, symbol| {
        let out = state >> 25;
        let shifted = (state & 0x1ff_ffff) << 5 ^ u32::from(symbol);
        let carries = (0..5).filter(|bit| out >> bit & 1 == 1);
        carries.fold(shifted, |state, bit| state ^ generators[bit])
    });
    rest == 1
}
