//! AMP invoices. Reading them does not depend on knowing AMP, but some readers without AMP refuse bit 30 at once.

use ampwire_vectors::Class;

use super::builder::Invoice;
use super::{any, ok, reads, refuses};
use crate::bytes::array;
use crate::case::Case;
use crate::cases::samples::{CAPTURED, counting};

const BITS: &str = "bolt11.9.bits";
const SECRET: &str = "amp.invoice.payment-secret";
const PAYER: &str = "amp.invoice.payer";
const OPTIONAL: &str = "amp.invoice.optional";
const EVEN: &str = "bolt11.pay.features";
const LND: &str = "LND v0.21.0-beta, lnrpc/invoicesrpc and zpay32: the shape of an AMP invoice";

/// The shape that LND gives an AMP invoice: p, d, c, x, s, 9; thirty days; bits 8, 14 and 30.
pub(super) fn lnd() -> Invoice {
    Invoice::empty()
        .payment_hash_of(counting(0x80))
        .description("")
        .min_final_cltv_expiry_delta(80)
        .expiry(2_592_000)
        .payment_secret_of(counting(0x40))
        .features(&[8, 14, 30])
}

/// The same with other features.
fn with(bits: &[u64]) -> Invoice {
    lnd().without('9').features(bits)
}

/// An invoice that an LND node on signet made.
fn of_lnd_on_signet() -> Invoice {
    Invoice::empty()
        .network("lntbs", "signet")
        .amount("1020n", "102000")
        .timestamp(1_780_048_701)
        .payment_hash_of(array("727134eabd14b2b8c772d96388287bad8aea9255397eb5c236a91aea4cacd4fd"))
        .description("")
        .min_final_cltv_expiry_delta(80)
        .expiry(2_592_000)
        .payment_secret_of(array(
            "07c70e7f4a5a490719479760844064bbc25292c6a0b2cbe1f00cdee2b7bde1dc",
        ))
        .features(&[8, 14, 30])
        .signature(
            array(
                "af91e4f323a9f905c60f262b36845594f6e6aac382bacfa068f061aa19a68a7c\
                 0e843eac6f750b5b9a83f5759a573eb53b07d88bc74702103b51af9daf5d5e8e",
            ),
            0,
        )
}

/// An invoice that an LND node on regtest made, for a week.
fn of_lnd_on_regtest() -> Invoice {
    Invoice::empty()
        .network("lnbcrt", "regtest")
        .amount("1u", "100000")
        .timestamp(1_714_933_304)
        .payment_hash_of(array("110aba1dcb583893b5c6d9da4daca63655e1bdf19b2aea8494e4f9ed1d13bf64"))
        .description("Testing amp 2")
        .min_final_cltv_expiry_delta(80)
        .expiry(604_800)
        .payment_secret_of(array(
            "50b80941039bed547adda097780a58611a6c251fd5d9200982b593d53d298b64",
        ))
        .features(&[8, 14, 30])
        .signature(
            array(
                "ab8e4cc646fc5ecd6447c16eadb893d513fe28086c31f35ad756374e6e00d332\
                 202635848c790aa4c4771bfb9ce09042d0743598b287ae0f7f323357447e280a",
            ),
            1,
        )
}

/// An invoice without an amount, which was then paid: the parts are those of `reconstruct/sha256-settled-by-lnd`.
fn of_lnd_without_amount() -> Invoice {
    Invoice::empty()
        .network("lnbcrt", "regtest")
        .timestamp(1_795_293_928)
        .payment_hash_of(array("b6852b11d9806ac694f880be6a8ef05ba0b91edce7468174f17a003d3519495f"))
        .description("any amount")
        .min_final_cltv_expiry_delta(80)
        .expiry(2_592_000)
        .payment_secret_of(array(
            "58f040ecce6bb91569dfb9eb293080c085b1436aeed80619802d07d1ce49c36a",
        ))
        .features(&[8, 14, 30])
        .signature(
            array(
                "07777df4723e826e93b74de0af83290df44f75d07c787b4b632a62bedcca7508\
                 33cbaf6ca96a790cdf40f5e09e60f105900dcad026294a81835206c24464fe7d",
            ),
            0,
        )
}

pub(super) fn cases() -> Vec<Case> {
    let secret = |bits: &[u64]| with(bits);
    let list = [
        (
            "amp",
            "An AMP invoice as LND writes it, without an amount.",
            lnd(),
            &[SECRET, PAYER, BITS][..],
        ),
        (
            "amp-amount",
            "An AMP invoice with an amount, on regtest.",
            lnd().network("lnbcrt", "regtest").amount("1u", "100000"),
            &[SECRET, PAYER],
        ),
        (
            "amp-signet",
            "An AMP invoice on signet.",
            lnd().network("lntbs", "signet").amount("1020n", "102000").by_other_key(),
            &[SECRET, PAYER],
        ),
        (
            "amp-metadata",
            "An AMP invoice with payment_metadata.",
            lnd().metadata(&[0x01, 0xfa, 0xfa, 0xf0]),
            &[SECRET, "bolt11.m.kept"],
        ),
        (
            "amp-basic-mpp",
            "AMP and basic_mpp together: neither needs the other.",
            secret(&[8, 14, 17, 30]),
            &[SECRET, PAYER],
        ),
        (
            "amp-both-bits",
            "Both bits of AMP: readers take it as required.",
            secret(&[8, 14, 30, 31]),
            &[PAYER, BITS],
        ),
        (
            "amp-payment-secret-optional",
            "AMP with payment_secret as an optional feature.",
            secret(&[9, 15, 30]),
            &[SECRET],
        ),
        (
            "amp-payee",
            "An AMP invoice with the payee's key in a field.",
            lnd().payee_field(),
            &[SECRET, "bolt11.signature.payee"],
        ),
    ];
    let mut cases = Vec::new();
    for (slug, comment, invoice, rules) in list {
        cases.push(ok(slug, comment, &invoice, rules).amp_only());
        if !matches!(slug, "amp" | "amp-basic-mpp" | "amp-both-bits") {
            continue;
        }
        let other = any(
            &format!("{slug}-read-without-amp"),
            "The same, read by an implementation without AMP: it refuses bit 30 here, or when it is to pay.",
            &invoice,
            &[reads(&invoice), refuses(&[Class::UnknownEven])],
            &[EVEN],
        );
        cases.push(Case { map: Vec::new(), ..other.bystander_only() });
    }
    for (slug, comment, bits, rules) in [
        (
            "amp-optional",
            "AMP is offered, and not required.",
            &[8_u64, 14, 31][..],
            &[OPTIONAL, SECRET][..],
        ),
        (
            "amp-optional-basic-mpp",
            "AMP and basic_mpp are offered.",
            &[8, 14, 17, 31],
            &[OPTIONAL, SECRET],
        ),
    ] {
        cases.push(ok(slug, comment, &with(bits), rules));
    }
    for (slug, comment, bits) in [
        (
            "amp-without-payment-secret",
            "AMP without the feature payment_secret: refused when reading, or when paying.",
            &[8_u64, 30][..],
        ),
        (
            "amp-optional-without-payment-secret",
            "AMP is offered without the feature payment_secret.",
            &[8, 31],
        ),
    ] {
        let invoice = with(bits);
        cases.push(any(
            slug,
            comment,
            &invoice,
            &[reads(&invoice), refuses(&[Class::Missing, Class::UnknownEven])],
            &[BITS],
        ));
    }
    let path = lnd().skipped('5', &"q".repeat(40));
    cases.push(
        any(
            "amp-with-blinded-path",
            "An AMP invoice with the field of LND's blinded paths: its writer does not make that.",
            &path,
            &[
                reads(&path),
                refuses(&[
                    Class::UnknownEven,
                    Class::Forbidden,
                    Class::Conflict,
                    Class::Truncated,
                    Class::BadLength,
                    Class::BadValue,
                    Class::Other,
                ]),
            ],
            &["bolt11.field.unknown"],
        )
        .level(ampwire_vectors::Level::Info),
    );
    let cases = cases.into_iter().map(|case| case.from(LND));
    let made = [
        ("amp-made-on-signet", "An AMP invoice of a node on signet.", of_lnd_on_signet()),
        ("amp-made-on-regtest", "An AMP invoice of a node on regtest.", of_lnd_on_regtest()),
    ];
    let from = "fields and signature of an AMP invoice that LND made, seen in public";
    let made = made.into_iter().map(|(slug, comment, invoice)| {
        ok(slug, comment, &invoice, &[SECRET, PAYER]).amp_only().from(from)
    });
    let captured = ok(
        "amp-made-on-regtest-any-amount",
        "An AMP invoice without an amount, of a node on regtest that was then paid.",
        &of_lnd_without_amount(),
        &[SECRET, PAYER],
    );
    cases.chain(made).chain([captured.amp_only().captured(CAPTURED)]).collect()
}

#[cfg(test)]
mod tests {
    use bitcoin_hashes::sha256;

    use super::*;
    use crate::bytes::hex;

    /// The first bytes of the SHA-256 of each text.
    #[test]
    fn the_invoices_of_lnd_are_those_that_were_seen() {
        for (invoice, seen) in
            [(of_lnd_on_signet(), "4153a05b0df5b4db"), (of_lnd_on_regtest(), "65f3b3006315f842")]
        {
            let hash = sha256::Hash::hash(invoice.text().as_bytes()).to_byte_array();
            assert_eq!(hex(&hash[..8]), seen);
        }
    }

    #[test]
    fn the_captured_invoice_is_the_one_that_lnd_gave_out() {
        let given = "lnbcrt1p4syqhgpp5k6zjkywesp4vd98cszlx4rhstwstj8kuuargza830gqr6dgef90sdqsv9h8jgrpd4hh2mn5cqzzsxq9z0rgqsp5trcypmxwdwu326wlh84jjvyqczzmzsm2amvqvxvq95rarnjfcd4q9q8pqqqsgqqamhmarj86pxayahfhs2lqefph6y7aws03u8kjmr9f3tahx2w5yr8ja0dj5k57gvmaq0tcy7vrcstyqdetgzv222sxp4ypkzg3j0ulgq20tajt";
        assert_eq!(of_lnd_without_amount().text(), given);
    }
}
