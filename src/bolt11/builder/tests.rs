use super::*;
use crate::bolt11::{SecretKey, examples};
use crate::rule::Class;
use crate::symbols::Symbols;
use alloc::string::ToString;
use alloc::vec;

fn key() -> SecretKey {
    SecretKey::new(examples::PRIVATE_KEY).unwrap()
}

fn signed(builder: &InvoiceBuilder) -> String {
    builder.sign(&key()).unwrap().into_string()
}

fn bytes(hex: &str) -> Vec<u8> {
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect()
}

fn bytes32(hex: &str) -> [u8; 32] {
    bytes(hex).try_into().unwrap()
}

fn tags(order: &str) -> Vec<Tag> {
    order.chars().map(|character| Tag::from_character(character).unwrap()).collect()
}

fn raw(tag: char, words: &str) -> RawField {
    RawField::new(Tag::from_character(tag).unwrap(), words).unwrap()
}

fn features(bits: &[u32]) -> Features {
    bits.iter().copied().collect()
}

/// What all examples have.
fn example(network: Network) -> InvoiceBuilder {
    let hash = "0001020304050607080900010203040506070809000102030405060708090102";
    InvoiceBuilder::new(network, 1_496_314_658)
        .payment_hash(PaymentHash(bytes32(hash)))
        .payment_secret(PaymentSecret::new([0x11; 32]))
        .features(features(&[8, 14]))
}

/// The published fields of each example, in the order in which it has them.
fn published() -> [(&'static str, InvoiceBuilder); 15] {
    let bitcoin = || example(Network::Bitcoin);
    let donation = || bitcoin().description("Please consider supporting this project");
    let coffee = || bitcoin().amount_msat(250_000_000).expiry(60);
    let list = "3925b6f67e2c340036ed12093dd44e0368df1b6ea26c53dbe4811f58fd5db8c1";
    let listed = |builder: InvoiceBuilder| {
        builder.amount_msat(2_000_000_000).description_hash(bytes32(list))
    };
    let with = |version, program| {
        let fallback = Fallback::new(version, &bytes(program)).unwrap();
        listed(bitcoin()).fallback(fallback)
    };
    let beans = || {
        bitcoin()
            .amount_msat(2_500_000_000)
            .description("coffee beans")
            .features(features(&[8, 14, 99]))
    };
    let node = |prefix: &str| {
        let x = "9e03a901b85534ff1e92c43c74431f7ce72046060fcf7a95c37e148f78c77255";
        PublicKey::new(bytes(&(prefix.to_string() + x)).try_into().unwrap()).unwrap()
    };
    let hops = vec![
        RouteHintEntry {
            node_id: node("02"),
            short_channel_id: 66_051 << 40 | 263_430 << 16 | 1_800,
            fee_base_msat: 1,
            fee_proportional_millionths: 20,
            cltv_expiry_delta: 3,
        },
        RouteHintEntry {
            node_id: node("03"),
            short_channel_id: 197_637 << 40 | 395_016 << 16 | 2_314,
            fee_base_msat: 2,
            fee_proportional_millionths: 30,
            cltv_expiry_delta: 4,
        },
    ];
    let store = bytes("03d06758583bb5154774a6eb221b1276c9e82d65bbaceca806d90e20c108f4b1c7");
    let store = RouteHintEntry {
        node_id: PublicKey::new(store.try_into().unwrap()).unwrap(),
        short_channel_id: 589_390 << 40 | 3_312 << 16 | 1,
        fee_base_msat: 1_000,
        fee_proportional_millionths: 2_500,
        cltv_expiry_delta: 40,
    };
    let store_hash = "462264ede7e14047e9b249da94fefc47f41f7d02ee9b091815a5506bc8abf75f";
    let zeros = |length| "q".repeat(length);
    [
        (examples::DONATION, donation().order(tags("spd9"))),
        (examples::COFFEE, coffee().description("1 cup coffee").order(tags("spdx9"))),
        (
            examples::NONSENSE,
            coffee()
                .description("\u{30ca}\u{30f3}\u{30bb}\u{30f3}\u{30b9} 1\u{676f}")
                .order(tags("spdx9")),
        ),
        (examples::HASHED, listed(bitcoin()).order(tags("sph9"))),
        (
            examples::TESTNET_P2PKH,
            listed(example(Network::Testnet))
                .fallback(
                    Fallback::new(17, &bytes("3172b5654f6683c8fb146959d347ce303cae4ca7")).unwrap(),
                )
                .order(tags("shpf9")),
        ),
        (
            examples::ROUTE_HINT,
            with(17, "04b61f7dc1ea0dc99424464cc4064dc564d91e89")
                .route_hint(hops)
                .order(tags("sphfr9")),
        ),
        (examples::P2SH, with(18, "8f55563b9a19f321c211e9b9f38cdf686ea07845").order(tags("shpf9"))),
        (
            examples::P2WPKH,
            with(0, "751e76e8199196d454941c45d1b3a323f1433bd6").order(tags("shpf9")),
        ),
        (
            examples::P2WSH,
            with(0, "1863143c14c5166804bd19203356da136c985678cd4d27a1b8c6329604903262")
                .order(tags("shpf9")),
        ),
        (
            examples::P2TR,
            with(1, "0adac43daa9c8a5a68e09ea10692b82226ee190e572db9b90e17a410484ab405")
                .order(tags("sphf9")),
        ),
        (
            examples::PICO,
            InvoiceBuilder::new(Network::Bitcoin, 1_572_468_703)
                .amount_msat(967_878_534)
                .payment_hash(PaymentHash(bytes32(store_hash)))
                .payment_secret(PaymentSecret::new([0x11; 32]))
                .description(
                    "Blockstream Store: 88.85 USD for Blockstream Ledger Nano S x 1, \"Back In My \
                     Day\" Sticker x 2, \"I Got Lightning Working\" Sticker x 2 and 1 more items",
                )
                .expiry(604_800)
                .min_final_cltv_expiry_delta(10)
                .route_hint([store])
                .features(features(&[8, 14]))
                .order(tags("pdsxcr9")),
        ),
        // From here on the order is the one that is written where none is asked for.
        (examples::FEATURE_99, beans()),
        (examples::UPPER_CASE, beans().upper_case(true)),
        (
            examples::IGNORED_FIELDS,
            beans()
                .raw_field(raw('2', "qqq"))
                .raw_field(raw('f', &("n".to_string() + &zeros(32))))
                .raw_field(raw('p', &zeros(51)))
                .raw_field(raw('p', &zeros(53)))
                .raw_field(raw('h', &zeros(51)))
                .raw_field(raw('h', &zeros(53)))
                .raw_field(raw('s', &zeros(51)))
                .raw_field(raw('s', &zeros(53)))
                .raw_field(raw('n', &zeros(52)))
                .raw_field(raw('n', &zeros(54))),
        ),
        (
            examples::METADATA,
            bitcoin()
                .amount_msat(1_000_000_000)
                .description("payment metadata inside")
                .payment_metadata([0x01, 0xfa, 0xfa, 0xf0])
                .features(features(&[8, 14, 48])),
        ),
    ]
}

#[test]
fn the_examples_from_their_published_fields() {
    for (text, builder) in published() {
        assert_eq!(signed(&builder), text);
    }
}

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

fn donation() -> InvoiceBuilder {
    example(Network::Bitcoin).description("Please consider supporting this project")
}

/// The kind of the first rule that is broken, and its class.
fn refused(builder: &InvoiceBuilder) -> (InvoiceErrorKind, Class) {
    let error = builder.check().unwrap_err();
    assert_eq!(error.offset(), None);
    assert_eq!(builder.sign(&key()), Err(error));
    (error.kind(), error.class())
}

fn hop(node_id: PublicKey) -> RouteHintEntry {
    RouteHintEntry {
        node_id,
        short_channel_id: 1,
        fee_base_msat: 2,
        fee_proportional_millionths: 3,
        cltv_expiry_delta: 4,
    }
}

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

#[test]
fn orders() {
    let mismatch = (InvoiceErrorKind::OrderMismatch, Class::BadValue);
    let two = || donation().raw_field(raw('2', "p")).raw_field(raw('2', "z"));
    for (builder, order) in [
        (donation(), "psd"),
        (donation(), "psd99"),
        (donation(), "psdx"),
        (donation(), ""),
        (two(), "pds92"),
        (two(), "pds9222"),
        (donation().raw_field(raw('2', "p").at(0)), "pds92"),
        (donation().raw_field(raw('2', "p").at(5)), "pds92"),
        (donation().raw_field(raw('2', "p").at(4)).raw_field(raw('2', "p").at(4)), "pds922"),
    ] {
        assert_eq!(refused(&builder.order(tags(order))), mismatch, "{order}");
    }
    // A place takes an order.
    assert_eq!(refused(&donation().raw_field(raw('2', "p").at(4))), mismatch);

    let sequence = |builder: InvoiceBuilder| -> String {
        let unsigned = builder.unsigned(key().public_key()).unwrap();
        let fields = builder.arranged().unwrap();
        let mut data = SymbolsBuf::new();
        data.push_fixed(builder.timestamp, 7);
        let mut text = String::new();
        for field in fields {
            field.put(&mut data, &key().public_key());
            text.push(field.tag.character());
            if let Content::Raw(raw) = field.content {
                text.push_str(raw.words());
            }
        }
        assert_eq!(data.as_str(), unsigned.data.as_str());
        text
    };
    assert_eq!(sequence(two()), "pds92p2z");
    assert_eq!(sequence(two().order(tags("2dp2s9"))), "2pdp2zs9");
    let placed = donation().raw_field(raw('2', "p").at(3)).raw_field(raw('2', "z"));
    assert_eq!(sequence(placed.order(tags("2dp2s9"))), "2zdp2ps9");
    // Those that count come first, unless a place says otherwise.
    let short = raw('p', "q");
    assert_eq!(sequence(donation().raw_field(short.clone()).order(tags("psd9p"))), "psd9pq");
    assert_eq!(sequence(donation().raw_field(short.at(0)).order(tags("psd9p"))), "pqsd9p");
}

#[test]
fn the_order_without_one_asked_for() {
    let full = donation()
        .payment_metadata([1])
        .min_final_cltv_expiry_delta(18)
        .expiry(1)
        .fallback(Fallback::new(17, &[1; 20]).unwrap())
        .fallback(Fallback::new(18, &[2; 20]).unwrap())
        .route_hint([hop(key().public_key())])
        .route_hint([hop(key().public_key())])
        .payee_in_field(true)
        .raw_field(raw('2', "q"))
        .raw_field(raw('x', "q"));
    let order: String =
        full.arranged().unwrap().iter().map(|field| field.tag.character()).collect();
    assert_eq!(order, "pdmcxffrrns92x");
    let hashed = InvoiceBuilder { description: None, ..full }.description_hash([0; 32]);
    let order: String =
        hashed.arranged().unwrap().iter().map(|field| field.tag.character()).collect();
    assert_eq!(order, "phmcxffrrns92x");
}

/// Many fields take as long as they are long.
#[test]
fn many_fields() {
    let mut builder = donation();
    for _ in 0..20_000 {
        builder = builder.raw_field(raw('2', ""));
    }
    let order = tags(&("pds9".to_string() + &"2".repeat(20_000)));
    assert!(signed(&builder.order(order)).len() > 60_000);
}
