//! Reading without a look at the signature.

use ampwire_vectors::Class;
use serde_json::Value;

use super::builder::Invoice;
use super::{read, refused};
use crate::case::Case;

const HASH: &str = "bolt11.signature.hash";
const VALID: &str = "bolt11.signature.valid";

pub(super) fn cases() -> Vec<Case> {
    let plain = Invoice::plain();
    let ok = |slug: &str, comment: &str, invoice: &Invoice| {
        let mut object = invoice.object();
        if !object.contains_key("payee_in_field") {
            // Nobody has recovered it.
            object.remove("payee");
        }
        read(slug, comment, invoice).obeys(&[VALID, HASH]).ok(Value::Object(object))
    };
    let refuse = |slug: &str, comment: &str, invoice: &Invoice, class, offset, rule| {
        refused(slug, comment, invoice, (class, offset), rule, "unverified")
    };
    let named = plain.clone().payee_field();
    let stray = plain.clone().signature([0; 64], 0).stray("q");
    let padding = plain.clone().signature([0; 64], 0).without('p');
    let off_curve = {
        let bytes = [&[2], [0; 31].as_slice(), &[5]].concat();
        let words = crate::invoice::letters(&crate::invoice::symbols_of(&bytes));
        plain.clone().skipped('n', &words)
    };
    let cases = vec![
        ok("unverified", "The signature is right: the payee stays unknown all the same.", &plain),
        ok(
            "unverified-zero",
            "A signature of zeros is told as it stands.",
            &plain.clone().signature([0; 64], 0),
        ),
        ok(
            "unverified-largest",
            "All bits of a signature, and of the recovery id.",
            &plain.clone().signature([0xff; 64], 255),
        ),
        ok("unverified-payee", "The payee in a field is known.", &named),
        ok(
            "unverified-payee-zero",
            "The payee in a field is known, though the signature is not its.",
            &named.clone().signature([0; 64], 0),
        ),
        ok("unverified-payee-high-s", "A high S, and the payee in a field.", &named.high_s()),
        ok(
            "unverified-amp",
            "An AMP invoice whose signature nobody looks at.",
            &super::amp::lnd().signature([0; 64], 0),
        ),
        refuse(
            "unverified-stray-symbol",
            "What is not the signature is looked at.",
            &stray,
            Class::Truncated,
            Some(stray.stray_at()),
            "bolt11.field.framing",
        ),
        refuse(
            "unverified-no-payment-hash",
            "What has to be there has to be there.",
            &padding,
            Class::Missing,
            None,
            "bolt11.p.present",
        ),
        {
            let at = off_curve.value_of('n');
            refuse(
                "unverified-payee-off-curve",
                "The payee's key is looked at.",
                &off_curve,
                Class::BadValue,
                Some(at),
                "bolt11.n.point",
            )
            .level(ampwire_vectors::Level::May)
        },
    ];
    cases.into_iter().map(|case| case.with("verify", false)).collect()
}
