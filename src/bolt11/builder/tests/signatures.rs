use super::published::published;
use super::*;

#[test]
fn signing_is_deterministic() {
    let [(text, builder), ..] = published();
    assert_eq!(signed(&builder), text);
    assert_eq!(builder.sign(&key()), builder.sign(&key()));
    // And so it is through a signer that signs alike.
    let signature = bytes(
        "8d3ce9e28357337f62da0162d9454df827f83cfe499aeb1c1db349d4d81127425e434ca29929406c23bba1ae8a\
         c6ca32880b38d4bf6ff874024cac34ba9625f1",
    );
    let signed = builder.sign_with(key().public_key(), |hash| {
        let published = "6daf4d488be41ce7cbb487cab1ef2975e5efcea879b20d421f0ef86b07cbb987";
        assert_eq!(hash, bytes32(published));
        (signature.try_into().unwrap(), 1)
    });
    assert_eq!(signed.unwrap().as_str(), text);
}

/// The published signature with a high S.
fn high_s() -> [u8; 64] {
    bytes(
        "8d3ce9e28357337f62da0162d9454df827f83cfe499aeb1c1db349d4d8112742a1bcb35d66d6bf93dc445e5175\
         3935cc32a3a411efd8a7c7bd85b25815a01b50",
    )
    .try_into()
    .unwrap()
}

#[test]
fn the_example_with_a_high_s() {
    let [(_, builder), ..] = published();
    // The key that the signature gives, which is not the documented one.
    let payee = "02d0139ce7427d6dfffd26a326c18be754ef1e64672b42694ba5b23ef6e6e7803d";
    let payee = PublicKey::new(bytes(payee).try_into().unwrap()).unwrap();
    let signed = builder.sign_with(payee, |_| (high_s(), 1));
    assert_eq!(signed.unwrap().as_str(), examples::HIGH_S);

    // With the other recovery id it is the documented payee's, and may not stand beside its key.
    let documented = key().public_key();
    assert!(builder.sign_with(documented, |_| (high_s(), 0)).is_ok());
    let refused = |builder: &InvoiceBuilder, payee, signature, id| {
        builder.sign_with(payee, |_| (signature, id)).unwrap_err().kind()
    };
    assert_eq!(refused(&builder, documented, high_s(), 1), InvoiceErrorKind::SignatureNotThePayees);
    let named = donation().payee_in_field(true);
    let unsigned = named.unsigned(documented).unwrap();
    let low = unsigned.sign(&key()).unwrap();
    assert_eq!(named.sign(&key()).as_ref(), Ok(&low));
    let (signature, id) = signature_of(low.as_str());
    assert_eq!(unsigned.with_signature(&signature, id).as_ref(), Ok(&low));
    let error = unsigned.with_signature(&negated(&signature), id ^ 1).unwrap_err();
    assert_eq!(error.kind(), InvoiceErrorKind::SignatureHighS);
    // Without the field the same is taken.
    let unsigned = donation().unsigned(documented).unwrap();
    let (signature, id) = signature_of(unsigned.sign(&key()).unwrap().as_str());
    assert!(unsigned.with_signature(&negated(&signature), id ^ 1).is_ok());
}

/// The signature of an invoice and its recovery id.
fn signature_of(invoice: &str) -> ([u8; 64], u8) {
    let end = invoice.len() - 6;
    let symbols: Vec<u8> = Symbols::parse(&invoice[end - 104..end]).unwrap().iter().collect();
    let bits: Vec<u8> =
        symbols.iter().flat_map(|symbol| (0..5).rev().map(move |bit| symbol >> bit & 1)).collect();
    let bytes: Vec<u8> =
        bits.chunks(8).map(|eight| eight.iter().fold(0, |all, bit| all << 1 | bit)).collect();
    (bytes[..64].try_into().unwrap(), bytes[64])
}

/// The same signature with its S replaced by the order of the group less S.
fn negated(signature: &[u8; 64]) -> [u8; 64] {
    let order = secp256k1::constants::CURVE_ORDER;
    let mut out = *signature;
    let mut borrow = 0_i16;
    for place in (0..32).rev() {
        let digit = i16::from(order[place]) - i16::from(signature[32 + place]) - borrow;
        borrow = i16::from(digit < 0);
        out[32 + place] = u8::try_from(digit.rem_euclid(256)).unwrap();
    }
    out
}

#[test]
fn what_a_signer_gives_is_checked() {
    let unsigned = donation().unsigned(key().public_key()).unwrap();
    let (good, id) = signature_of(unsigned.sign(&key()).unwrap().as_str());
    let kind = |signature: [u8; 64], id| {
        unsigned.with_signature(&signature, id).map_err(|error| error.kind())
    };
    assert!(kind(good, id).is_ok());
    for id in [4, 27, 252, 255] {
        assert_eq!(kind(good, id), Err(InvoiceErrorKind::RecoveryId { actual: id }));
    }
    assert_eq!(kind([0; 64], 0), Err(InvoiceErrorKind::SignatureInvalid));
    assert_eq!(kind([0xff; 64], 0), Err(InvoiceErrorKind::SignatureInvalid));
    assert_eq!(kind(good, id ^ 1), Err(InvoiceErrorKind::SignatureNotThePayees));
    let mut changed = good;
    changed[63] ^= 1;
    assert_eq!(kind(changed, id), Err(InvoiceErrorKind::SignatureNotThePayees));
    // Another key than the one that was asked for.
    let other = SecretKey::new([1; 32]).unwrap();
    assert_eq!(unsigned.sign(&other).unwrap_err().kind(), InvoiceErrorKind::PayeeMismatch);
    let expecting = donation().payee(key().public_key());
    assert!(expecting.sign(&key()).is_ok());
    assert_eq!(expecting.sign(&other).unwrap_err().kind(), InvoiceErrorKind::PayeeMismatch);
    // Nothing is looked at where that is asked for, and the same text comes out.
    assert_eq!(unsigned.with_unchecked_signature(&good, id), signed(&donation()));
}

#[test]
fn keys() {
    let public = "03e7156ae33b0a208d0744199163177e909e80176e55d97a2f221ede0f934dd9ad";
    assert_eq!(key().public_key().to_string(), public);
    assert!(SecretKey::new([0; 32]).is_none());
    assert!(SecretKey::new(secp256k1::constants::CURVE_ORDER).is_none());
    assert_eq!(format!("{:?}", key()), "SecretKey([32 bytes])");
}

#[test]
fn secrets_do_not_show() {
    let unsigned = donation().unsigned(key().public_key()).unwrap();
    let text = format!("{:?} {unsigned:?}", donation().raw_field(raw('s', &"z".repeat(51))));
    assert!(!text.contains("1111") && !text.contains("17, 17"), "{text}");
    assert!(!text.contains("zyg3") && !text.contains("zzz"), "{text}");
}
