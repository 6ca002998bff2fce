//! The official examples, right and wrong.

use super::super::InvoiceErrorKind as Kind;
use super::super::examples;
use super::super::{InvoiceView, Network};
use super::{missing, refused_at, taken};
use crate::feature::FeaturesView;
use crate::wire::Encode;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt::Write as _;

/// The wrong ones. The texts are BOLT 11's; most have more than one thing wrong with them.
const WRONG_CHECKSUM: &str = "lnbc2500u1pvjluezpp5qqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqypqdpquwpc4curk03c9wlrswe78q4eyqc7d8d0xqzpuyk0sg5g70me25alkluzd2x62aysf2pyy8edtjeevuv4p2d5p76r4zkmneet7uvyakky2zr4cusd45tftc9c5fh0nnqpnl2jfll544esqchsrnt";
const NO_SEPARATOR: &str = "pvjluezpp5qqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqypqdpquwpc4curk03c9wlrswe78q4eyqc7d8d0xqzpuyk0sg5g70me25alkluzd2x62aysf2pyy8edtjeevuv4p2d5p76r4zkmneet7uvyakky2zr4cusd45tftc9c5fh0nnqpnl2jfll544esqchsrny";
const MIXED_CASE: &str = "LNBC2500u1pvjluezpp5qqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqypqdpquwpc4curk03c9wlrswe78q4eyqc7d8d0xqzpuyk0sg5g70me25alkluzd2x62aysf2pyy8edtjeevuv4p2d5p76r4zkmneet7uvyakky2zr4cusd45tftc9c5fh0nnqpnl2jfll544esqchsrny";
const TOO_SHORT: &str = "lnbc1pvjluezpp5qqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqypqdpl2pkx2ctnv5sxxmmwwd5kgetjypeh2ursdae8g6na6hlh";
const WRONG_MULTIPLIER: &str = "lnbc2500x1pvjluezpp5qqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqypqdq5xysxxatsyp3k7enxv4jsxqzpusp5zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zygs9qrsgqrrzc4cvfue4zp3hggxp47ag7xnrlr8vgcmkjxk3j5jqethnumgkpqp23z9jclu3v0a7e0aruz366e9wqdykw6dxhdzcjjhldxq0w6wgqcnu43j";
const SUB_MILLISATOSHI: &str = "lnbc2500000001p1pvjluezpp5qqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqypqdq5xysxxatsyp3k7enxv4jsxqzpusp5zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zygs9qrsgq0lzc236j96a95uv0m3umg28gclm5lqxtqqwk32uuk4k6673k6n5kfvx3d2h8s295fad45fdhmusm8sjudfhlf6dcsxmfvkeywmjdkxcp99202x";
const NO_PAYMENT_SECRET: &str = "lnbc20m1pvjluezpp5qqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqypqhp58yjmdan79s6qqdhdzgynm4zwqd5d7xmw5fk98klysy043l2ahrqs9qrsgq7ea976txfraylvgzuxs8kgcw23ezlrszfnh8r6qtfpr6cxga50aj6txm9rxrydzd06dfeawfk6swupvz4erwnyutnjq7x39ymw6j38gp49qdkj";
#[cfg(feature = "secp256k1")]
const NOT_RECOVERABLE: &str = "lnbc2500u1pvjluezpp5qqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqypqdq5xysxxatsyp3k7enxv4jsxqzpusp5zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zygs9qrsgqwgt7mcn5yqw3yx0w94pswkpq6j9uh6xfqqqtsk4tnarugeektd4hg5975x9am52rz4qskukxdmjemg92vvqz8nvmsye63r5ykel43pgz7zq0g2";
#[cfg(feature = "secp256k1")]
const HIGH_S_WITH_PAYEE: &str = "lnbc25m1p70xwfzpp5qqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqypqdpl2pkx2ctnv5sxxmmwwd5kgetjypeh2ursdae8g6twvus8g6rfwvs8qun0dfjkxaqnp4q0n326hr8v9zprg8gsvezcch06gfaqqhde2aj730yg0durunfhv66sp5zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zygs9qrsgqsp5zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zygsp5cfzp9ugllvk03rltd6hvndxj26ux6gcxc5azyxk060rj9tzghct5zvjlps76gx8wpq5yuu79688k8gnm2c0al6v608s96l0xzrrlqqwnzxmu";
/// Which a reader takes, and a payer does not pay.
const FEATURE_100: &str = "lnbc25m1pvjluezpp5qqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqypqdq5vdhkven9v5sxyetpdeessp5zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zygs9q4psqqqqqqqqqqqqqqqqsgqtqyx5vggfcsll4wu246hz02kp85x4katwsk9639we5n5yngc3yhqkm35jnjw4len8vrnqnf5ejh0mzj9n3vz2px97evektfm2l6wqccp3y7372";

fn hex(bytes: impl IntoIterator<Item = u8>) -> String {
    bytes.into_iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[test]
fn wrong() {
    refused_at(WRONG_CHECKSUM, Kind::Checksum, WRONG_CHECKSUM.len() - 6);
    refused_at(NO_SEPARATOR, Kind::SeparatorMissing, 0);
    refused_at(MIXED_CASE, Kind::MixedCase, 8);
    let available = TOO_SHORT.len() - "lnbc1".len() - 6;
    refused_at(TOO_SHORT, Kind::DataTruncated { available }, 5);
    refused_at(WRONG_MULTIPLIER, Kind::AmountSyntax, 8);
    refused_at(SUB_MILLISATOSHI, Kind::AmountSubMillisatoshi, 4);
    missing(NO_PAYMENT_SECRET, Kind::PaymentSecretMissing);
    assert!(taken(FEATURE_100).features().unwrap().contains(100));
}

#[cfg(feature = "secp256k1")]
#[test]
fn wrong_signatures() {
    use super::super::VerifiedInvoice;
    for (text, kind) in
        [(NOT_RECOVERABLE, Kind::SignatureInvalid), (HIGH_S_WITH_PAYEE, Kind::SignatureHighS)]
    {
        let error = VerifiedInvoice::parse(text).unwrap_err();
        let offset = text.len() - 104 - 6;
        assert_eq!((error.kind(), error.offset()), (kind, Some(offset)));
        assert_eq!(super::super::LenientInvoice::parse(text).findings(), [error]);
    }
}

#[cfg(feature = "secp256k1")]
#[test]
fn payees() {
    use super::super::{Invoice, LenientInvoice, VerifiedInvoice};
    for text in examples::ALL {
        let invoice = VerifiedInvoice::parse(text).unwrap();
        let payee = if text == examples::HIGH_S {
            "02d0139ce7427d6dfffd26a326c18be754ef1e64672b42694ba5b23ef6e6e7803d"
        } else {
            "03e7156ae33b0a208d0744199163177e909e80176e55d97a2f221ede0f934dd9ad"
        };
        assert_eq!(invoice.payee().to_string(), payee);
        assert_eq!(invoice.payee_field(), None);
        let lenient = LenientInvoice::parse(text);
        assert_eq!((lenient.findings(), lenient.payee()), (&[][..], Some(invoice.payee())));
        // One's own gives the text byte for byte, and the same view without reading it again.
        let own: Invoice = text.parse().unwrap();
        assert_eq!((own.to_string(), own.as_ref()), (text.to_string(), text));
        assert_eq!(own.view(), invoice);
        assert_eq!(alloc::format!("{:?}", own.view()), alloc::format!("{invoice:?}"));
        assert_eq!(own.into_string(), text);
    }
}

/// What the document says of each.
#[test]
fn contents() {
    const BITCOIN: Network = Network::Bitcoin;
    let order =
        |text| -> String { taken(text).fields().map(|field| field.tag().character()).collect() };
    let msat = |text| taken(text).amount_msat();
    for text in examples::ALL {
        let network = if text == examples::TESTNET_P2PKH { Network::Testnet } else { BITCOIN };
        let view = taken(text);
        assert_eq!(view.network(), network);
        assert_eq!(view.payment_secret().reveal(), &[0x11; 32]);
        assert_eq!(view.is_upper_case(), text == examples::UPPER_CASE);
        assert_eq!(view.to_string(), text);
        if text != examples::PICO {
            assert_eq!(view.timestamp(), 1_496_314_658);
            let hash = "0001020304050607080900010203040506070809000102030405060708090102";
            assert_eq!(view.payment_hash().to_string(), hash);
        }
    }
    let view = taken(examples::DONATION);
    assert_eq!((view.amount_msat(), view.amount_text(), view.expiry()), (None, None, None));
    assert!(view.description().unwrap() == "Please consider supporting this project");
    assert_eq!(order(examples::DONATION), "spd9");

    let view = taken(examples::COFFEE);
    assert_eq!((view.amount_msat(), view.amount_text()), (Some(250_000_000), Some("2500u")));
    assert!(view.description().unwrap() == "1 cup coffee");
    assert_eq!((view.expiry(), order(examples::COFFEE)), (Some(60), "spdx9".to_string()));
    assert_eq!(view.features().iter().flat_map(FeaturesView::iter).collect::<Vec<u32>>(), [8, 14]);
    assert!(taken(examples::NONSENSE).description().unwrap() == "ナンセンス 1杯");

    let view = taken(examples::HASHED);
    assert!(view.description().is_none());
    let hash = "3925b6f67e2c340036ed12093dd44e0368df1b6ea26c53dbe4811f58fd5db8c1";
    assert_eq!(view.description_hash().map(hex), Some(hash.to_string()));
    assert_eq!(msat(examples::HASHED), Some(2_000_000_000));

    let fallback = |text| {
        let fallback = taken(text).fallbacks().next().unwrap();
        (fallback.version(), fallback.program().len())
    };
    assert_eq!(fallback(examples::TESTNET_P2PKH), (17, 20));
    assert_eq!(fallback(examples::P2SH), (18, 20));
    assert_eq!(fallback(examples::P2WPKH), (0, 20));
    assert_eq!(fallback(examples::P2WSH), (0, 32));
    assert_eq!(fallback(examples::P2TR), (1, 32));

    let view = taken(examples::ROUTE_HINT);
    let hint: Vec<_> = view.route_hints().next().unwrap().entries().collect();
    let key = "9e03a901b85534ff1e92c43c74431f7ce72046060fcf7a95c37e148f78c77255";
    assert_eq!(hint[0].node_id.to_string(), "02".to_string() + key);
    assert_eq!(hint[1].node_id.to_string(), "03".to_string() + key);
    assert_eq!(hint[0].short_channel_id, 0x0102_0304_0506_0708);
    assert_eq!(hint[1].short_channel_id, 0x0304_0506_0708_090a);
    let fees = |place: usize| (hint[place].fee_base_msat, hint[place].fee_proportional_millionths);
    assert_eq!((fees(0), fees(1)), ((1, 20), (2, 30)));
    assert_eq!((hint[0].cltv_expiry_delta, hint[1].cltv_expiry_delta), (3, 4));

    let view = taken(examples::PICO);
    assert_eq!((view.timestamp(), view.amount_msat()), (1_572_468_703, Some(967_878_534)));
    assert_eq!((view.expiry(), view.min_final_cltv_expiry_delta()), (Some(604_800), Some(10)));
    assert_eq!(view.route_hints().count(), 1);
    assert_eq!(order(examples::PICO), "pdsxcr9");

    assert_eq!(
        taken(examples::FEATURE_99).features().unwrap().iter().collect::<Vec<u32>>(),
        [8, 14, 99]
    );
    let ignored: String = taken(examples::IGNORED_FIELDS)
        .unknown_fields()
        .map(|(_, field)| field.tag().character())
        .collect();
    assert_eq!(ignored, "2fpphhssnn");

    let view = taken(examples::METADATA);
    assert_eq!(view.payment_metadata().unwrap().to_vec(), [0x01, 0xfa, 0xfa, 0xf0]);
    assert_eq!(view.features().unwrap().iter().collect::<Vec<u32>>(), [8, 14, 48]);
    assert!(view.description().unwrap() == "payment metadata inside");
}

/// What is signed, of one example: the bytes stand in the document.
#[test]
fn signed_bytes() {
    let view = InvoiceView::parse_unverified(examples::DONATION).unwrap();
    assert_eq!(
        hex(view.signature_hash()),
        "6daf4d488be41ce7cbb487cab1ef2975e5efcea879b20d421f0ef86b07cbb987"
    );
    assert_eq!(
        hex(view.signature()),
        "8d3ce9e28357337f62da0162d9454df827f83cfe499aeb1c1db349d4d81127425e434ca29929406c23bba1ae8ac6ca32880b38d4bf6ff874024cac34ba9625f1"
    );
    assert_eq!(view.recovery_id(), 1);
}
