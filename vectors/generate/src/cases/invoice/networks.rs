//! `ln` and the currency's prefix.

use ampwire_vectors::{Class, Level};

use super::builder::Invoice;
use super::{any, ok, reads, refused, refuses};
use crate::case::Case;

const PREFIX: &str = "bolt11.hrp.prefix";

pub(super) fn cases() -> Vec<Case> {
    [known(), unknown()].concat()
}

fn known() -> Vec<Case> {
    let on = |prefix: &str, network: &str| Invoice::plain().network(prefix, network);
    let mut cases = vec![
        ok("testnet", "A testnet invoice.", &on("lntb", "testnet"), &[PREFIX]),
        ok(
            "signet",
            "A signet invoice: the longest prefix that fits counts, and that is not testnet's.",
            &on("lntbs", "signet"),
            &[PREFIX],
        ),
        ok(
            "regtest",
            "A regtest invoice: the longest prefix that fits counts, and that is not the main network's.",
            &on("lnbcrt", "regtest"),
            &[PREFIX],
        ),
    ];
    for (prefix, network) in [("lntb", "testnet"), ("lntbs", "signet"), ("lnbcrt", "regtest")] {
        cases.push(ok(
            &format!("{network}-amount"),
            "An amount behind the longest prefix.",
            &on(prefix, network).amount("20m", "2000000000"),
            &[PREFIX, "bolt11.amount.syntax"],
        ));
    }
    cases
}

fn unknown() -> Vec<Case> {
    let on = |prefix: &str| Invoice::plain().network(prefix, "");
    let refused = |slug: &str, comment: &str, prefix: &str, offset: u64| {
        let place = (Class::UnknownNetwork, Some(offset));
        refused(slug, comment, &on(prefix), place, PREFIX, "plain")
    };
    let simnet = Invoice::plain().network("lnsb", "simnet");
    vec![
        refused("prefix-lnxx", "A currency that nobody knows.", "lnxx", 2),
        refused("prefix-lnb", "The first letter of a currency alone.", "lnb", 2),
        refused("prefix-lntr", "Regtest's end behind testnet's start.", "lntrt", 2),
        refused("prefix-ln", "No currency.", "ln", 0),
        refused("prefix-ln-amount", "No currency, but an amount.", "ln20m", 2),
        refused("prefix-bc", "A segwit address has such a prefix.", "bc", 0),
        refused("prefix-xlnbc", "A letter before the prefix.", "xlnbc", 0),
        refused("prefix-lno", "An offer's prefix is not an invoice's.", "lno", 2),
        {
            let invoice = Invoice::plain().network("lnbcr", "bitcoin");
            super::refused(
                "prefix-lnbcr",
                "A letter less than regtest's prefix is the main network's, and an amount that is none.",
                &invoice,
                (Class::BadAmount, Some(4)),
                "bolt11.amount.syntax",
                "plain",
            )
        },
        any(
            "prefix-lnsb",
            "Some readers know networks that BOLT 11 does not list, such as simnet.",
            &simnet,
            &[refuses(&[Class::UnknownNetwork]), reads(&simnet)],
            &[PREFIX],
        )
        .level(Level::Info),
    ]
}
