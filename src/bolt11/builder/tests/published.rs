use super::*;

/// A channel by its funding output: block, transaction, output.
fn channel(block: u64, transaction: u64, output: u64) -> u64 {
    (block << 40) + (transaction << 16) + output
}

/// The published fields of each example, in the order in which it has them.
pub(super) fn published() -> [(&'static str, InvoiceBuilder); 15] {
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
            short_channel_id: channel(66_051, 263_430, 1_800),
            fee_base_msat: 1,
            fee_proportional_millionths: 20,
            cltv_expiry_delta: 3,
        },
        RouteHintEntry {
            node_id: node("03"),
            short_channel_id: channel(197_637, 395_016, 2_314),
            fee_base_msat: 2,
            fee_proportional_millionths: 30,
            cltv_expiry_delta: 4,
        },
    ];
    let store = bytes("03d06758583bb5154774a6eb221b1276c9e82d65bbaceca806d90e20c108f4b1c7");
    let store = RouteHintEntry {
        node_id: PublicKey::new(store.try_into().unwrap()).unwrap(),
        short_channel_id: channel(589_390, 3_312, 1),
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
