//! BOLT 11's examples, rebuilt from the fields, the key and, where they are no one's, the signatures that it publishes.

use ampwire_vectors::Class;

use super::builder::Invoice;
use super::hop::Hop;
use super::{any, ok, reads, refuses};
use crate::bytes::{array, unhex};
use crate::case::Case;

pub(super) const SUPPORT: &str = "Please consider supporting this project";
pub(super) const NONSENSE: &str = "\u{30ca}\u{30f3}\u{30bb}\u{30f3}\u{30b9} 1\u{676f}";
const STORE: &str = "Blockstream Store: 88.85 USD for Blockstream Ledger Nano S x 1, \"Back In My Day\" Sticker x 2, \"I Got Lightning Working\" Sticker x 2 and 1 more items";

/// SHA-256 of the list of things.
const LIST: &str = "3925b6f67e2c340036ed12093dd44e0368df1b6ea26c53dbe4811f58fd5db8c1";

pub(super) fn cases() -> Vec<Case> {
    [valid(), super::counterexamples::cases()].concat()
}

fn bytes(text: &str) -> Vec<u8> {
    unhex(text).expect("hex")
}

pub(super) fn signature(text: &str) -> [u8; 64] {
    array(text)
}

fn hop(node_id: &str, short_channel_id: (u64, u64, u64), numbers: (u32, u32, u16)) -> Hop {
    let (block, transaction, output) = short_channel_id;
    Hop {
        node_id: array(node_id),
        short_channel_id: block << 40 | transaction << 16 | output,
        fee_base_msat: numbers.0,
        fee_proportional_millionths: numbers.1,
        cltv_expiry_delta: numbers.2,
    }
}

pub(super) fn donation() -> Invoice {
    Invoice::empty().payment_secret().payment_hash().description(SUPPORT).features(&[8, 14])
}

fn coffee() -> Invoice {
    let invoice = Invoice::empty().amount("2500u", "250000000").payment_secret().payment_hash();
    invoice.description("1 cup coffee").expiry(60).features(&[8, 14])
}

pub(super) fn nonsense() -> Invoice {
    let invoice = Invoice::empty().amount("2500u", "250000000").payment_secret().payment_hash();
    invoice.description(NONSENSE).expiry(60).features(&[8, 14])
}

pub(super) fn hashed() -> Invoice {
    let invoice = Invoice::empty().amount("20m", "2000000000").payment_secret().payment_hash();
    invoice.description_hash(array(LIST)).features(&[8, 14])
}

/// Those with a fallback have the description's hash before or behind the `payment_hash`.
fn hash_first() -> Invoice {
    let invoice = Invoice::empty().amount("20m", "2000000000").payment_secret();
    invoice.description_hash(array(LIST)).payment_hash()
}

fn routed() -> Invoice {
    let first = hop(
        "029e03a901b85534ff1e92c43c74431f7ce72046060fcf7a95c37e148f78c77255",
        (66051, 263_430, 1800),
        (1, 20, 3),
    );
    let second = hop(
        "039e03a901b85534ff1e92c43c74431f7ce72046060fcf7a95c37e148f78c77255",
        (197_637, 395_016, 2314),
        (2, 30, 4),
    );
    hashed()
        .without('9')
        .fallback(17, &bytes("04b61f7dc1ea0dc99424464cc4064dc564d91e89"))
        .route_hint(&[first, second])
        .features(&[8, 14])
}

fn store() -> Invoice {
    let node = "03d06758583bb5154774a6eb221b1276c9e82d65bbaceca806d90e20c108f4b1c7";
    Invoice::empty()
        .amount("9678785340p", "967878534")
        .timestamp(1_572_468_703)
        .payment_hash_of(array("462264ede7e14047e9b249da94fefc47f41f7d02ee9b091815a5506bc8abf75f"))
        .description(STORE)
        .payment_secret()
        .expiry(604_800)
        .min_final_cltv_expiry_delta(10)
        .route_hint(&[hop(node, (589_390, 3312, 1), (1000, 2500, 40))])
        .features(&[8, 14])
}

pub(super) fn beans(features: &[u64]) -> Invoice {
    let invoice = Invoice::empty().amount("25m", "2500000000").payment_hash();
    invoice.description("coffee beans").payment_secret().features(features)
}

pub(super) fn ignored() -> Invoice {
    let zeros = |count: usize| "q".repeat(count);
    beans(&[8, 14, 99])
        .skipped('2', "qqq")
        .skipped('f', &format!("n{}", zeros(32)))
        .skipped('p', &zeros(51))
        .skipped('p', &zeros(53))
        .skipped('h', &zeros(51))
        .skipped('h', &zeros(53))
        .skipped('s', &zeros(51))
        .skipped('s', &zeros(53))
        .skipped('n', &zeros(52))
        .skipped('n', &zeros(54))
}

fn metadata() -> Invoice {
    let invoice = Invoice::empty().amount("10m", "1000000000").payment_hash();
    let invoice = invoice.description("payment metadata inside").metadata(&bytes("01fafaf0"));
    invoice.payment_secret().features(&[8, 14, 48])
}

fn high_s() -> Invoice {
    donation().signature(
        signature(
            "8d3ce9e28357337f62da0162d9454df827f83cfe499aeb1c1db349d4d8112742\
             a1bcb35d66d6bf93dc445e51753935cc32a3a411efd8a7c7bd85b25815a01b50",
        ),
        1,
    )
}

/// The valid examples but the last two: name, what it shows, invoice, rules, and the text's name for it.
type Valid = (&'static str, &'static str, Invoice, &'static [&'static str], &'static str);

fn list() -> Vec<Valid> {
    let fallback = |version: u8, program: &str| {
        hash_first().fallback(version, &bytes(program)).features(&[8, 14])
    };
    let p2tr = "0adac43daa9c8a5a68e09ea10692b82226ee190e572db9b90e17a410484ab405";
    vec![
        (
            "donation",
            "A donation of any amount.",
            donation(),
            &["bolt11.signature.hash", "bolt11.amount.syntax"],
            "please make a donation",
        ),
        (
            "coffee",
            "A cup of coffee, within a minute.",
            coffee(),
            &["bolt11.amount.multiplier", "bolt11.field.integer-minimal"],
            "$3 for a cup of coffee",
        ),
        (
            "nonsense",
            "A description that is not ASCII.",
            nonsense(),
            &["bolt11.d.utf-8"],
            "a cup of nonsense",
        ),
        (
            "list",
            "A list of things, as a hash.",
            hashed(),
            &["bolt11.d-h.one"],
            "$24 for an entire list of things",
        ),
        (
            "testnet",
            "The same on testnet, with a fallback.",
            fallback(17, "3172b5654f6683c8fb146959d347ce303cae4ca7").network("lntb", "testnet"),
            &["bolt11.hrp.prefix", "bolt11.f.program"],
            "the same, on testnet",
        ),
        (
            "route",
            "A fallback and a route of two nodes.",
            routed(),
            &["bolt11.r.entries", "bolt11.r.point"],
            "with extra routing info",
        ),
        (
            "p2sh",
            "A fallback to a script's hash.",
            fallback(18, "8f55563b9a19f321c211e9b9f38cdf686ea07845"),
            &["bolt11.f.program"],
            "with fallback (P2SH) address",
        ),
        (
            "p2wpkh",
            "A fallback to a witness public key's hash.",
            fallback(0, "751e76e8199196d454941c45d1b3a323f1433bd6"),
            &["bolt11.f.program"],
            "with fallback (P2WPKH) address",
        ),
        (
            "p2wsh",
            "A fallback to a witness script's hash.",
            fallback(0, "1863143c14c5166804bd19203356da136c985678cd4d27a1b8c6329604903262"),
            &["bolt11.f.program"],
            "with fallback (P2WSH) address",
        ),
        (
            "p2tr",
            "A fallback to taproot.",
            hashed().without('9').fallback(1, &bytes(p2tr)).features(&[8, 14]),
            &["bolt11.f.program"],
            "with fallback (P2TR) address",
        ),
        (
            "store",
            "An amount in pico-bitcoin, a long description, a delta of ten blocks.",
            store(),
            &["bolt11.amount.sub-millisatoshi", "bolt11.field.integer-minimal"],
            "0.00967878534 BTC for a list of items",
        ),
        (
            "beans",
            "An unknown odd feature.",
            beans(&[8, 14, 99]),
            &["bolt11.9.bits"],
            "$30 for coffee beans",
        ),
        (
            "upper-case",
            "The same in upper case.",
            beans(&[8, 14, 99]).upper_case(),
            &["bolt11.text.case"],
            "same, but all upper case",
        ),
        (
            "metadata",
            "payment_metadata, and the feature that asks for it.",
            metadata(),
            &["bolt11.m.kept"],
            "payment metadata 0x01fafaf0",
        ),
    ]
}

/// The examples that whoever has the key writes as they are published, with their source.
pub(super) fn written() -> Vec<(&'static str, Invoice, String)> {
    let mut written: Vec<_> = list()
        .into_iter()
        .map(|(name, _, invoice, _, source)| {
            (name, invoice, format!("BOLT 11, Examples: {source}"))
        })
        .collect();
    let source = "BOLT 11, Examples: including fields which must be ignored";
    written.push(("ignored-fields", ignored(), source.to_owned()));
    written
}

fn valid() -> Vec<Case> {
    let mut cases: Vec<Case> = list()
        .into_iter()
        .map(|(name, comment, invoice, rules, source)| {
            let slug = format!("example-{name}");
            let case = match name {
                // A reader without the feature may say so at once.
                "metadata" => any(
                    &slug,
                    comment,
                    &invoice,
                    &[reads(&invoice), refuses(&[Class::UnknownEven])],
                    rules,
                ),
                _ => ok(&slug, comment, &invoice, rules),
            };
            case.from(&format!("BOLT 11, Examples: {source}"))
        })
        .collect();
    let skipped = ignored();
    cases.push(
        any(
            "example-ignored-fields",
            "Fields which must be ignored, says the example; the text says that their lengths fail the payment.",
            &skipped,
            &[reads(&skipped), refuses(&[Class::BadLength])],
            &["bolt11.field.fixed-length", "bolt11.field.unknown", "bolt11.f.version"],
        )
        .from("BOLT 11, Examples: including fields which must be ignored"),
    );
    cases.push(
        ok(
            "example-high-s",
            "A high S with the recovery id of the low one, so that another key than the examples' is recovered.",
            &high_s(),
            &["bolt11.signature.high-s"],
        )
        .from("BOLT 11, Examples: public-key recovery with high-S signature"),
    );
    cases
}

#[cfg(test)]
mod tests {
    use bitcoin_hashes::sha256;
    use serde_json::Value;

    use super::*;
    use crate::bytes::hex;

    /// The first bytes of the SHA-256 of each example's text, as it is published.
    const PUBLISHED: [(&str, &str); 26] = [
        ("donation", "01909c572bf4360a"),
        ("coffee", "53553d4022efe9d0"),
        ("nonsense", "17abe4a341974793"),
        ("list", "85c32166dc5a739a"),
        ("testnet", "99caec8e60bdfe9a"),
        ("route", "e1af1c2ac3d73e92"),
        ("p2sh", "1fb1e0bbccbcec82"),
        ("p2wpkh", "b51bcc9971d7e8c7"),
        ("p2wsh", "1d7d7c2c13cf03fa"),
        ("p2tr", "18a23d17f88f4e07"),
        ("store", "d62da364dd44c0d3"),
        ("beans", "e7b52cf31779391a"),
        ("upper-case", "dd444f8f5ac716a0"),
        ("ignored-fields", "97da8ca3b5df818d"),
        ("metadata", "8186dac14052073d"),
        ("high-s", "01f78e48b7152a52"),
        ("feature-100", "3e4b311731437457"),
        ("wrong-checksum", "800508ea778fe84c"),
        ("no-separator", "8620936a83334b35"),
        ("mixed-case", "394e9a6b752055e3"),
        ("not-recoverable", "cb400b1378a7a294"),
        ("too-short", "242d8fc08d6c46e4"),
        ("multiplier", "a71a79888d3f62e2"),
        ("sub-millisatoshi", "110d06acdb1bdd97"),
        ("no-payment-secret", "acfa02c5cf03be94"),
        ("payee-high-s", "0dcdd68c769f9ec0"),
    ];

    #[test]
    fn the_examples_are_those_that_are_published() {
        let cases = cases();
        for (name, published) in PUBLISHED {
            let id = format!("invoice/example-{name}");
            let case = cases.iter().find(|case| case.id == id).expect("a case of this name");
            let text = case.input.get("invoice").and_then(Value::as_str).expect("an invoice");
            let hash = sha256::Hash::hash(text.as_bytes()).to_byte_array();
            assert_eq!(hex(&hash[..8]), published, "{name}: {text}");
        }
    }
}
