use super::*;
use crate::bolt11::{Invoice, InvoiceBuilder, Network, SecretKey, examples};
use crate::onion::{Layout, Layouts, Payload, PayloadRules, PayloadView, Role};
use crate::rule::Class;
use crate::secret::{PaymentHash, PaymentSecret, SetId, Share};
use alloc::vec::Vec;

/// An invoice without an amount, made at second 1000.
fn builder(bits: &[u32]) -> InvoiceBuilder {
    InvoiceBuilder::new(Network::Bitcoin, 1000)
        .payment_hash(PaymentHash([0x44; 32]))
        .payment_secret(PaymentSecret::new([0x11; 32]))
        .description("")
        .features(bits.iter().copied().collect())
}

fn signed(builder: &InvoiceBuilder) -> Invoice {
    builder.sign(&SecretKey::new(examples::PRIVATE_KEY).unwrap()).unwrap()
}

/// An invoice with features that no writer may set together: other features with as many symbols take
/// their place before it is signed.
fn with_bits(builder: &InvoiceBuilder, bits: &[u32]) -> Invoice {
    use crate::symbols::Symbols;
    let features: Features = bits.iter().copied().collect();
    let key = SecretKey::new(examples::PRIVATE_KEY).unwrap();
    let mut unsigned =
        builder.clone().features(Features::default()).unsigned(key.public_key()).unwrap();
    let symbols = features.to_symbols();
    unsigned.data.push(Tag::FEATURES.symbol());
    unsigned.data.push_fixed(u64::try_from(symbols.len()).unwrap(), 2);
    unsigned.data.push_symbols(Symbols::parse(&symbols).unwrap());
    unsigned.sign(&key).unwrap()
}

const WHOLE: Part = Part { amount_msat: 1000, total_msat: 1000, outgoing_cltv_value: 500_000 };

fn refused(payer: &Payer, invoice: &Invoice, part: Part) -> (InvoiceErrorKind, Class) {
    let error = payer.final_payload(&invoice.view(), part).unwrap_err();
    assert_eq!(error.offset(), None);
    (error.kind(), error.class())
}

fn paid(payer: &Payer, invoice: &Invoice, part: Part) -> Vec<u8> {
    payer.final_payload(&invoice.view(), part).unwrap().build().unwrap().to_vec()
}

#[test]
fn the_payload_byte_by_byte() {
    let plain = signed(&builder(&[8, 14]));
    let mut expected = alloc::vec![2, 2, 0x03, 0xe8, 4, 3, 0x07, 0xa1, 0x20, 8, 34];
    expected.extend([0x11; 32]);
    expected.extend([0x03, 0xe8]);
    for payer in [Payer::with_amp(), Payer::without_amp()] {
        assert_eq!(paid(&payer, &plain, WHOLE), expected);
    }
    // Metadata goes into every part, also where it is empty.
    for metadata in [&[][..], &[0x01, 0xfa, 0xfa, 0xf0]] {
        let invoice = signed(&builder(&[8, 14, 17]).payment_metadata(metadata));
        let mut expected = expected.clone();
        expected.extend([16, u8::try_from(metadata.len()).unwrap()]);
        expected.extend(metadata);
        assert_eq!(paid(&Payer::without_amp(), &invoice, WHOLE), expected);
        let half = Part { amount_msat: 500, ..WHOLE };
        let half = paid(&Payer::without_amp(), &invoice, half);
        assert_eq!(half[2..4], [0x01, 0xf4]);
        assert_eq!(half[4..], expected[4..]);
    }
}

#[test]
fn features_are_judged() {
    use InvoiceErrorKind as Kind;
    let (amp, bystander) = (Payer::with_amp(), Payer::without_amp());
    let base = builder(&[8, 14]);
    let required = with_bits(&base, &[8, 14, 30]);
    assert_eq!(refused(&amp, &required, WHOLE), (Kind::AmpRequired, Class::Forbidden));
    assert_eq!(
        refused(&bystander, &required, WHOLE),
        (Kind::UnknownEvenFeature { bit: 30 }, Class::UnknownEven)
    );
    let unknown = with_bits(&base, &[8, 14, 30, 100, 102]);
    assert_eq!(refused(&amp, &unknown, WHOLE).0, Kind::UnknownEvenFeature { bit: 100 });
    assert_eq!(refused(&bystander, &unknown, WHOLE).0, Kind::UnknownEvenFeature { bit: 30 });
    // The unknown bit comes before what is missing.
    let both = with_bits(&base, &[17, 100]);
    assert_eq!(refused(&amp, &both, WHOLE).0, Kind::UnknownEvenFeature { bit: 100 });

    let lacking = with_bits(&base, &[8, 17]);
    for payer in [&amp, &bystander] {
        let (kind, class) = refused(payer, &lacking, WHOLE);
        assert!(matches!(kind, Kind::FeatureDependency(_)) && class == Class::Missing);
    }
    for bit in [30, 31] {
        let lacking = with_bits(&base, &[8, bit]);
        let expected = (Kind::AmpWithoutPaymentSecret, Class::Missing);
        assert_eq!(refused(&amp, &lacking, WHOLE), expected);
    }
    // Who does not know bit 31 does not know that it needs anything.
    paid(&bystander, &with_bits(&base, &[8, 31]), WHOLE);
    for bits in [&[8, 14, 31][..], &[8, 14, 99], &[], &[15, 49], &[14, 15, 16, 17]] {
        paid(&amp, &with_bits(&base, bits), WHOLE);
        paid(&bystander, &with_bits(&base, bits), WHOLE);
    }
    // A feature that has no place in an invoice is no reason not to pay.
    paid(&amp, &with_bits(&base, &[8, 14, 22]), WHOLE);
    // Who knows less pays less.
    let narrow = Payer::knowing(FeatureRules::knowing(Context::Invoice, [14]));
    assert_eq!(
        refused(&narrow, &with_bits(&base, &[8, 14]), WHOLE).0,
        Kind::UnknownEvenFeature { bit: 8 }
    );
    // Without the field there is nothing to refuse.
    paid(&amp, &signed(&base.features(Features::default())), WHOLE);
}

#[test]
fn expiry() {
    let payer = |now| Payer::without_amp().at(now);
    let default = signed(&builder(&[8, 14]));
    paid(&payer(4600), &default, WHOLE);
    paid(&payer(0), &default, WHOLE);
    let expired = (InvoiceErrorKind::Expired { at: 4600 }, Class::Forbidden);
    assert_eq!(refused(&payer(4601), &default, WHOLE), expired);
    let short = signed(&builder(&[8, 14]).expiry(0));
    paid(&payer(1000), &short, WHOLE);
    assert_eq!(refused(&payer(1001), &short, WHOLE).0, InvoiceErrorKind::Expired { at: 1000 });
    let long = signed(&builder(&[8, 14]).expiry(u64::MAX));
    paid(&payer(u64::MAX), &long, WHOLE);
    // The features come first, the amounts after.
    let required = with_bits(&builder(&[]), &[8, 14, 30]);
    let none = Part { amount_msat: 0, ..WHOLE };
    let amp = Payer::with_amp().at(u64::MAX);
    assert_eq!(refused(&amp, &required, WHOLE).0, InvoiceErrorKind::AmpRequired);
    assert_eq!(refused(&payer(4601), &default, none), expired);
}

#[test]
fn amounts() {
    use InvoiceErrorKind as Kind;
    let payer = Payer::without_amp();
    let part = |amount_msat, total_msat| Part { amount_msat, total_msat, outgoing_cltv_value: 1 };
    let any = signed(&builder(&[8, 14, 17]));
    for wrong in [part(0, 0), part(0, 1), part(2, 1)] {
        assert_eq!(refused(&payer, &any, wrong), (Kind::PartAmount, Class::BadAmount));
    }
    paid(&payer, &any, part(1, u64::MAX));
    paid(&payer, &any, part(u64::MAX, u64::MAX));
    let thousand = signed(&builder(&[8, 14, 17]).amount_msat(1000));
    for wrong in [999, 2001, u64::MAX] {
        let expected = (Kind::TotalAmount, Class::BadAmount);
        assert_eq!(refused(&payer, &thousand, part(1, wrong)), expected);
    }
    for right in [1000, 1001, 2000] {
        paid(&payer, &thousand, part(1, right));
    }
    // Twice the amount is over what an amount can be.
    let huge = signed(&builder(&[8, 14]).amount_msat(u64::MAX - 1));
    paid(&payer, &huge, part(u64::MAX, u64::MAX));
    assert_eq!(refused(&payer, &huge, part(1, u64::MAX - 2)).0, Kind::TotalAmount);

    let one = signed(&builder(&[8, 14]).amount_msat(1000));
    let several = (Kind::SeveralParts, Class::Forbidden);
    assert_eq!(refused(&payer, &one, part(999, 1000)), several);
    // The amounts come first.
    assert_eq!(refused(&payer, &one, part(1, 2001)).0, Kind::TotalAmount);
    paid(&payer, &signed(&builder(&[8, 14, 16])), part(999, 1000));
}

fn record(layout: Layout) -> AmpRecord {
    let (root_share, set_id) = (Share::new([0x22; 32]), SetId([0x33; 32]));
    AmpRecord { layout, root_share, set_id, child_index: 7 }
}

#[test]
fn by_amp() {
    let secret = PaymentSecret::new([0x11; 32]);
    let tips = InvoiceBuilder::amp(Network::Bitcoin, 1000, PaymentHash([0x44; 32]), secret)
        .description("")
        .payment_metadata([9]);
    let (required, payer) = (signed(&tips), Payer::with_amp().at(1000));
    assert_eq!(required.view().amp_support(), AmpSupport::Required);
    let invoice = AmpInvoice::new(&required.view()).unwrap();
    // In parts, although the invoice does not offer basic_mpp.
    let part = Part { amount_msat: 300, ..WHOLE };
    let payload = payer.final_amp_payload(&invoice, part, record(Layout::Type14)).unwrap();
    let bytes = payload.build().unwrap().to_vec();
    let rules = PayloadRules::new(Role::Final, Layouts::DEPLOYED);
    let read = PayloadView::parse(&bytes, rules).unwrap();
    assert_eq!(read.amt_to_forward(), Some(300));
    assert_eq!(read.outgoing_cltv_value(), Some(500_000));
    let data = PaymentData { payment_secret: secret, total_msat: 1000 };
    assert_eq!(read.payment_data(), Some(data));
    assert_eq!(read.amp_record(), Some(record(Layout::Type14)));
    assert_eq!(read.payment_metadata(), Some(&[9][..]));

    // Only the deployed layout goes with an invoice.
    let payload = payer.final_amp_payload(&invoice, part, record(Layout::Type8)).unwrap();
    assert!(payload.build().is_err());

    let refused = |payer: &Payer, part| -> Result<Payload, InvoiceErrorKind> {
        let payload = payer.final_amp_payload(&invoice, part, record(Layout::Type14));
        payload.map(|payload| payload.build().unwrap()).map_err(|error| error.kind())
    };
    assert_eq!(
        refused(&Payer::without_amp(), part),
        Err(InvoiceErrorKind::UnknownEvenFeature { bit: 30 })
    );
    let expires = 1000 + 2_592_000;
    assert!(refused(&payer.clone().at(expires), part).is_ok());
    assert_eq!(
        refused(&payer.clone().at(expires + 1), part),
        Err(InvoiceErrorKind::Expired { at: expires })
    );
    let none = Part { amount_msat: 0, ..part };
    assert_eq!(refused(&payer, none), Err(InvoiceErrorKind::PartAmount));

    // Bit 31 alone leaves the payer both ways; without either bit there is one.
    let optional = signed(&tips.clone().offer_amp());
    let invoice = AmpInvoice::new(&optional.view()).unwrap();
    assert!(payer.check_amp(&invoice).is_ok() && payer.check(&invoice.invoice()).is_ok());
    let plain = signed(&builder(&[8, 14]));
    assert!(AmpInvoice::new(&plain.view()).is_none());
    let lacking = with_bits(&builder(&[]), &[8, 31]);
    let invoice = AmpInvoice::new(&lacking.view()).unwrap();
    assert_eq!(
        payer.check_amp(&invoice).unwrap_err().kind(),
        InvoiceErrorKind::AmpWithoutPaymentSecret
    );
}
