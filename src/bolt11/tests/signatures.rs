//! K and L: points and the signature.

use super::super::{
    InvoiceError, InvoiceErrorKind as Kind, InvoiceView, LenientInvoice, VerifiedInvoice, examples,
};
use super::{D, P, S, TIMESTAMP, field, start, symbols, whole};
use crate::onion::PublicKey;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use secp256k1::ecdsa::RecoverableSignature;
use secp256k1::{Message, SecretKey};

/// The order of the group.
const ORDER: [u8; 32] = [
    0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xfe,
    0xba, 0xae, 0xdc, 0xe6, 0xaf, 0x48, 0xa0, 0x3b, 0xbf, 0xd2, 0x5e, 0x8c, 0xd0, 0x36, 0x41, 0x41,
];

fn key() -> SecretKey {
    SecretKey::from_secret_bytes(examples::PRIVATE_KEY).unwrap()
}

fn payee() -> PublicKey {
    PublicKey::new(key().public_key().serialize()).unwrap()
}

/// The `n` field with the payee's key.
fn n() -> String {
    field('n', &symbols(payee().as_bytes()))
}

/// Signed by the key, and then the signature changed.
fn signed(hrp: &str, fields: &str, change: impl FnOnce([u8; 64], u8) -> ([u8; 64], u8)) -> String {
    let data = format!("{TIMESTAMP}{P}{S}{D}{fields}");
    let unsigned = whole(hrp, &format!("{data}{}", "q".repeat(104)));
    let hash = InvoiceView::parse_unverified(&unsigned).unwrap().signature_hash();
    let signature =
        RecoverableSignature::sign_ecdsa_recoverable(Message::from_digest(hash), &key());
    let (id, signature) = signature.serialize_compact();
    let (signature, id) = change(signature, id.to_u8());
    let bytes: Vec<u8> = signature.into_iter().chain([id]).collect();
    whole(hrp, &format!("{data}{}", symbols(&bytes)))
}

/// The other signature that is as good: S becomes its negative, and the recovery id changes its parity.
fn negated(signature: [u8; 64], id: u8) -> ([u8; 64], u8) {
    let (r, s) = signature.split_at(32);
    let mut out = [0; 64];
    out[..32].copy_from_slice(r);
    let mut borrow = 0_i16;
    for place in (0..32).rev() {
        let difference = i16::from(ORDER[place]) - i16::from(s[place]) - borrow;
        borrow = i16::from(difference < 0);
        out[32 + place] = u8::try_from(difference.rem_euclid(256)).unwrap();
    }
    (out, id ^ 1)
}

#[track_caller]
fn refused(text: &str, kind: Kind, offset: usize) {
    let error = VerifiedInvoice::parse(text).unwrap_err();
    assert_eq!((error.kind(), error.offset()), (kind, Some(offset)), "{text}");
    assert_eq!(LenientInvoice::parse(text).findings().first(), Some(&error));
    // Without the look at the signature there is nothing wrong with it.
    assert!(InvoiceView::parse_unverified(text).is_ok());
    assert!(LenientInvoice::parse_unverified(text).findings().is_empty());
}

#[track_caller]
fn bad_signature(text: &str, kind: Kind) {
    refused(text, kind, text.len() - 6 - 104);
}

#[track_caller]
fn taken(text: &str) -> PublicKey {
    let invoice = VerifiedInvoice::parse(text).unwrap();
    let lenient = LenientInvoice::parse(text);
    assert_eq!((lenient.findings(), lenient.payee()), (&[][..], Some(invoice.payee())));
    invoice.payee()
}

#[test]
fn right() {
    for hrp in ["lnbc", "lnbcrt2500u"] {
        for fields in [String::new(), n(), field('2', "lll")] {
            let text = signed(hrp, &fields, |signature, id| (signature, id));
            assert_eq!(taken(&text), payee());
            assert_eq!(taken(&text.to_uppercase()), payee());
        }
    }
    let text = signed("lnbc", &n(), |signature, id| (signature, id));
    assert_eq!(VerifiedInvoice::parse(&text).unwrap().payee_field(), Some(payee()));
}

#[test]
fn of_another_text() {
    let other = |text: &str| {
        let data = &text[5..text.len() - 6];
        whole("lntb", data)
    };
    // Without the payee's key it is another's signature.
    let text = other(&signed("lnbc", "", |signature, id| (signature, id)));
    assert_ne!(taken(&text), payee());
    let text = other(&signed("lnbc", &n(), |signature, id| (signature, id)));
    bad_signature(&text, Kind::SignatureNotThePayees);
}

#[test]
fn recovery_ids() {
    let signed = |fields: &str, id| signed("lnbc", fields, |signature, _| (signature, id));
    for actual in [4, 5, 27, 31, 252, 255] {
        bad_signature(&signed("", actual), Kind::RecoveryId { actual });
        bad_signature(&signed(&n(), actual), Kind::RecoveryId { actual });
    }
    // With the key given it is not used.
    let keys: Vec<bool> = (0..4).map(|id| taken(&signed(&n(), id)) == payee()).collect();
    assert_eq!(keys, [true; 4]);
    // Without, it says which key it is; with 2 and 3 there is none.
    let keys: Vec<bool> = (0..2).map(|id| taken(&signed("", id)) == payee()).collect();
    assert_eq!(keys.iter().filter(|same| **same).count(), 1);
    for id in [2, 3] {
        bad_signature(&signed("", id), Kind::SignatureInvalid);
    }
}

#[test]
fn numbers_out_of_range() {
    for number in [[0; 32], ORDER, [0xff; 32]] {
        for place in [0, 32] {
            for fields in [String::new(), n()] {
                let text = signed("lnbc", &fields, |mut signature, id| {
                    signature[place..place + 32].copy_from_slice(&number);
                    (signature, id)
                });
                bad_signature(&text, Kind::SignatureInvalid);
            }
        }
    }
}

#[test]
fn high_s() {
    assert_eq!(taken(&signed("lnbc", "", negated)), payee());
    bad_signature(&signed("lnbc", &n(), negated), Kind::SignatureHighS);
    // Just over and just at half the order: the former is high, the latter is low and wrong.
    let mut half = [0xff; 32];
    let mut carry = 0;
    for (half, byte) in half.iter_mut().zip(ORDER) {
        *half = carry << 7 | byte >> 1;
        carry = byte & 1;
    }
    for (add, kind) in [(0, Kind::SignatureNotThePayees), (1, Kind::SignatureHighS)] {
        let text = signed("lnbc", &n(), |mut signature, id| {
            signature[32..].copy_from_slice(&half);
            signature[63] += add;
            (signature, id)
        });
        bad_signature(&text, kind);
    }
}

/// No point of the curve has the x coordinate 5.
fn no_point() -> [u8; 33] {
    let mut key = [0; 33];
    key[0] = 2;
    key[32] = 5;
    key
}

#[test]
fn points() {
    let same = |signature, id| (signature, id);
    let bad_n = field('n', &symbols(&no_point()));
    let text = signed("lnbc", &bad_n, same);
    refused(&text, Kind::PayeeNotAPoint, start() + 3);
    // Whose signature it is can't be said then.
    assert_eq!(LenientInvoice::parse(&text).findings().len(), 1);
    assert_eq!(LenientInvoice::parse(&text).payee(), None);

    let entry = |key: &[u8; 33]| [&key[..], &[0; 18]].concat();
    for wrong in 0..3 {
        let mut keys = [*payee().as_bytes(); 3];
        keys[wrong] = no_point();
        let bytes: Vec<u8> = keys.iter().flat_map(entry).collect();
        let text = signed("lnbc", &field('r', &symbols(&bytes)), same);
        refused(&text, Kind::RouteHintNotAPoint, start() + 3 + wrong * 408 / 5);
    }
    // In the order of the text.
    let bad_r = field('r', &symbols(&entry(&no_point())));
    let text = signed("lnbc", &format!("{bad_r}{bad_n}"), same);
    refused(&text, Kind::RouteHintNotAPoint, start() + 3);
    assert_eq!(LenientInvoice::parse(&text).findings().len(), 2);
    let text = signed("lnbc", &format!("{bad_n}{bad_r}"), same);
    refused(&text, Kind::PayeeNotAPoint, start() + 3);
    // One that comes again is not looked at; a point comes before the signature.
    let text = signed("lnbc", &format!("{}{bad_n}", n()), same);
    assert_eq!(taken(&text), payee());
    let text = signed("lnbc", &bad_r, |signature, _| (signature, 7));
    refused(&text, Kind::RouteHintNotAPoint, start() + 3);
    let lenient = LenientInvoice::parse(&text);
    let kinds: Vec<Kind> = lenient.findings().iter().map(InvoiceError::kind).collect();
    assert_eq!(kinds, [Kind::RouteHintNotAPoint, Kind::RecoveryId { actual: 7 }]);
}

/// What is signed is what was received: every form that a writer would not choose keeps its key.
#[test]
fn the_hash_is_over_what_was_received() {
    let same = |signature, id| (signature, id);
    for (hrp, fields) in [
        ("lnbc1000n", String::new()),
        ("lnbc", field('9', "")),
        ("lnbc", field('p', "")),
        ("lnbc", field('d', "qq")),
        ("lnbc", field('z', &"l".repeat(1023))),
    ] {
        assert_eq!(taken(&signed(hrp, &fields, same)), payee());
    }
    // Data of every remainder of a byte.
    for length in 0..9 {
        assert_eq!(taken(&signed("lnbc", &field('2', &"l".repeat(length)), same)), payee());
    }
}
