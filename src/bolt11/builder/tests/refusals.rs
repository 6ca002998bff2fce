use super::*;

#[test]
fn values_out_of_range() {
    use InvoiceErrorKind as Kind;
    let bare = || InvoiceBuilder::new(Network::Bitcoin, 0);
    let hashed = || bare().payment_hash(PaymentHash([0; 32]));
    let paid = || hashed().payment_secret(PaymentSecret::new([1; 32]));
    let cases = [
        (bare().amount_msat(0), Kind::AmountNotPositive, Class::BadAmount),
        (InvoiceBuilder::new(Network::Bitcoin, 1 << 35), Kind::TimestampRange, Class::BadValue),
        (bare(), Kind::PaymentHashMissing, Class::Missing),
        (hashed(), Kind::PaymentSecretMissing, Class::Missing),
        (paid(), Kind::DescriptionMissing, Class::Missing),
        (donation().description_hash([0; 32]), Kind::DescriptionTwice, Class::Conflict),
        (
            donation().description("x".repeat(640)),
            Kind::FieldTooLong { actual: 1024 },
            Class::BadLength,
        ),
        (
            donation().payment_metadata(vec![0; 640]),
            Kind::FieldTooLong { actual: 1024 },
            Class::BadLength,
        ),
        (donation().route_hint([]), Kind::RouteHintEntries { actual: 0 }, Class::BadLength),
        (
            donation().route_hint(vec![hop(key().public_key()); 13]),
            Kind::RouteHintEntries { actual: 13 },
            Class::BadLength,
        ),
        (donation().route_hint([hop(off_the_curve())]), Kind::RouteHintNotAPoint, Class::BadValue),
    ];
    for (builder, kind, class) in cases {
        assert_eq!(refused(&builder), (kind, class));
    }
    // What lies just inside.
    for builder in [
        donation().amount_msat(1),
        donation().amount_msat(u64::MAX),
        donation().description("x".repeat(639)),
        donation().description(""),
        donation().payment_metadata(vec![0; 639]),
        donation().payment_metadata([]),
        donation().route_hint(vec![hop(key().public_key()); 12]),
        donation().expiry(u64::MAX).min_final_cltv_expiry_delta(u64::MAX),
        donation().expiry(0).min_final_cltv_expiry_delta(0),
        donation().features(features(&[5114])),
        donation().features(Features::default()),
    ] {
        assert!(builder.sign(&key()).is_ok(), "{builder:?}");
    }
    let last = InvoiceBuilder { timestamp: (1 << 35) - 1, ..donation() };
    assert!(signed(&last).starts_with("lnbc1lllllllp"));
}

fn off_the_curve() -> PublicKey {
    let mut bytes = [0; 33];
    (bytes[0], bytes[32]) = (2, 5);
    PublicKey::new(bytes).unwrap()
}

#[test]
fn features_that_may_not_stand_together() {
    use InvoiceErrorKind as Kind;
    let with = |bits: &[u32]| donation().features(features(bits));
    let class = |bits: &[u32]| refused(&with(bits)).1;
    assert_eq!(class(&[8, 14, 5115]), Class::Limit);
    assert_eq!(
        refused(&with(&[14, 15])),
        (Kind::Features(FeatureErrorKind::BothBits), Class::Conflict)
    );
    // Of a pair that nobody knows, too.
    assert_eq!(class(&[8, 14, 100, 101]), Class::Conflict);
    assert_eq!(class(&[8, 17]), Class::Missing);
    for bits in [[8, 30], [8, 31]] {
        assert_eq!(refused(&with(&bits)), (Kind::AmpWithoutPaymentSecret, Class::Missing));
    }
    // No place in an invoice.
    assert_eq!(class(&[8, 14, 22]), Class::Forbidden);
    // Known to nobody, which a writer may mean.
    assert!(with(&[8, 14, 100]).check().is_ok());
    assert!(with(&[8, 15, 17]).check().is_ok());
    assert!(with(&[9, 14, 30]).check().is_ok());
    assert!(with(&[8, 14, 30, 17]).check().is_ok());
}

#[test]
fn no_blinded_paths_beside_amp() {
    let amp = |bit| donation().features(features(&[8, 14, bit])).raw_field(raw('5', "q"));
    for bit in [30, 31] {
        let expected = (InvoiceErrorKind::BlindedPathsWithAmp, Class::Forbidden);
        assert_eq!(refused(&amp(bit)), expected);
    }
    assert!(amp(17).check().is_ok());
}

#[test]
fn raw_fields_that_would_count() {
    let zeros = |length| "q".repeat(length);
    let would_count = (InvoiceErrorKind::FieldWouldCount, Class::Conflict);
    for field in [
        // Nothing of that tag counts before.
        raw('h', &zeros(52)),
        raw('n', &zeros(53)),
        raw('m', "q8a04uq"),
        raw('x', "pu"),
        raw('c', "p"),
        // Several count.
        raw('r', &zeros(82)),
        raw('f', &zeros(33)),
        raw('f', "j"),
        raw('f', ""),
    ] {
        assert_eq!(refused(&donation().raw_field(field.clone())), would_count, "{field:?}");
    }
    let without = donation().features(Features::default()).raw_field(raw('9', "sgq"));
    assert_eq!(refused(&without), would_count);
    let twice = donation().fallback(Fallback::new(17, &[0; 20]).unwrap());
    assert_eq!(refused(&twice.raw_field(raw('f', &zeros(33)))), would_count);

    // A reader skips these.
    for field in [
        raw('p', &zeros(52)),
        raw('s', &zeros(52)),
        raw('d', "p"),
        raw('9', "qqq"),
        raw('h', &zeros(51)),
        raw('n', &zeros(52)),
        raw('f', &("n".to_string() + &zeros(5))),
        raw('f', "l"),
        raw('2', ""),
        raw('5', &zeros(1023)),
    ] {
        assert!(donation().raw_field(field.clone()).check().is_ok(), "{field:?}");
    }
    let later = donation().expiry(1).min_final_cltv_expiry_delta(2).payment_metadata([]);
    let later = later.raw_field(raw('x', "")).raw_field(raw('c', "q")).raw_field(raw('m', "l"));
    assert!(later.check().is_ok());

    // But not before the one that counts, unless they are of another length.
    let before = donation().order(tags("ppsd9")).raw_field(raw('p', &zeros(52)).at(0));
    assert_eq!(refused(&before), would_count);
    let before = donation().order(tags("ppsd9")).raw_field(raw('p', &zeros(51)).at(0));
    assert!(before.check().is_ok());
    let after = donation().order(tags("ppsd9")).raw_field(raw('p', &zeros(52)).at(1));
    assert!(after.check().is_ok());
}

#[test]
fn raw_fields_out_of_form() {
    let tag = Tag::from_character('2').unwrap();
    let kind = |words: &str| RawField::new(tag, words).map_err(|error| error.kind());
    for words in ["b", "qq1", "\u{e9}"] {
        assert_eq!(kind(words), Err(InvoiceErrorKind::NotInAlphabet));
    }
    assert_eq!(kind(&"q".repeat(1024)), Err(InvoiceErrorKind::FieldTooLong { actual: 1024 }));
    let field = RawField::new(tag, "QPZ").unwrap();
    assert_eq!((field.words(), field.position()), ("qpz", None));
    // What others call the field b has the character 5: b is not of the alphabet.
    assert_eq!(Tag::from_character('5'), Some(Tag::BLINDED_PATH));
    assert!("b1io".chars().all(|character| Tag::from_character(character).is_none()));
}
