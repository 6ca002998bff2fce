//! Every feature with a name, where it may stand and where not.
//!
//! No implementation knows all of BOLT 9's features. So each of these is asked of a reader that is told which it knows.

use ampwire_vectors::{Class, Level};
use serde_json::json;

use super::{BOLT_9, CONTEXT, EVEN, NEEDS, checked};
use crate::case::Case;

const INIT: &str = "init";
const NODE: &str = "node";
const INVOICE: &str = "invoice";
const CONTEXTS: [&str; 3] = [INIT, NODE, INVOICE];

/// A feature of BOLT 9's table.
struct Feature {
    /// The name, without `option`.
    slug: &'static str,
    name: &'static str,
    /// The even bit.
    bit: u32,
    contexts: &'static [&'static str],
    /// What it needs, and what it needed before everyone had that: even bits.
    with: &'static [u32],
}

const fn feature(
    slug: &'static str,
    name: &'static str,
    bit: u32,
    contexts: &'static [&'static str],
    with: &'static [u32],
) -> Feature {
    Feature { slug, name, bit, contexts, with }
}

const EVERYWHERE: &[&str] = &CONTEXTS;
const TO_NODES: &[&str] = &[INIT, NODE];

const FEATURES: &[Feature] = &[
    feature("data-loss-protect", "option_data_loss_protect", 0, EVERYWHERE, &[]),
    feature("upfront-shutdown-script", "option_upfront_shutdown_script", 4, TO_NODES, &[]),
    feature("gossip-queries", "gossip_queries", 6, EVERYWHERE, &[]),
    feature("var-onion-optin", "var_onion_optin", 8, EVERYWHERE, &[]),
    feature("gossip-queries-ex", "gossip_queries_ex", 10, TO_NODES, &[6]),
    feature("static-remotekey", "option_static_remotekey", 12, EVERYWHERE, &[]),
    feature("payment-secret", "payment_secret", 14, EVERYWHERE, &[8]),
    feature("basic-mpp", "basic_mpp", 16, EVERYWHERE, &[8, 14]),
    feature("support-large-channel", "option_support_large_channel", 18, TO_NODES, &[]),
    feature("anchors", "option_anchors", 22, TO_NODES, &[12]),
    feature("route-blinding", "option_route_blinding", 24, EVERYWHERE, &[8]),
    feature("shutdown-anysegwit", "option_shutdown_anysegwit", 26, TO_NODES, &[]),
    feature("dual-fund", "option_dual_fund", 28, TO_NODES, &[]),
    feature("quiesce", "option_quiesce", 34, TO_NODES, &[]),
    feature("attribution-data", "option_attribution_data", 36, EVERYWHERE, &[]),
    feature("onion-messages", "option_onion_messages", 38, TO_NODES, &[]),
    feature("provide-storage", "option_provide_storage", 42, TO_NODES, &[]),
    feature("channel-type", "option_channel_type", 44, EVERYWHERE, &[]),
    feature("scid-alias", "option_scid_alias", 46, TO_NODES, &[]),
    feature("payment-metadata", "option_payment_metadata", 48, &[INVOICE], &[]),
    feature("zeroconf", "option_zeroconf", 50, TO_NODES, &[46]),
    feature("simple-close", "option_simple_close", 60, TO_NODES, &[26]),
    feature("splice", "option_splice", 62, TO_NODES, &[]),
];

pub(super) fn cases() -> Vec<Case> {
    let mut cases: Vec<Case> = FEATURES.iter().flat_map(Feature::cases).collect();
    cases.extend(untold());
    cases
}

impl Feature {
    fn cases(&self) -> Vec<Case> {
        let known = [self.with, &[self.bit]].concat();
        let optional: Vec<u32> = known.iter().map(|bit| bit + 1).collect();
        let mut cases = Vec::new();
        for context in CONTEXTS {
            let first = self.contexts.first() == Some(&context);
            if first {
                cases.push(
                    checked(
                        &format!("{}-required", self.slug),
                        &format!("{} is known, so it may be required.", self.name),
                        &known,
                        context,
                    )
                    .known(&known)
                    .obeys(&[EVEN, NEEDS, CONTEXT])
                    .passes(),
                );
            }
            let slug =
                if first { self.slug.to_owned() } else { format!("{}-in-{context}", self.slug) };
            if self.contexts.contains(&context) {
                let comment = format!("{} may stand in {}.", self.name, place(context));
                cases.push(
                    checked(&slug, &comment, &optional, context)
                        .known(&known)
                        .obeys(&[NEEDS, CONTEXT])
                        .passes(),
                );
            } else {
                let comment = format!("{} has no place in {}.", self.name, place(context));
                cases.push(
                    checked(&slug, &comment, &optional, context)
                        .known(&known)
                        .breaks(&[CONTEXT])
                        .reject(Class::Forbidden)
                        .lnd_gives(json!({}))
                        .near(&format!("features-check/{}", self.slug)),
                );
            }
        }
        cases.into_iter().map(|case| case.from(BOLT_9)).collect()
    }
}

/// Asked of a reader that is not told what it knows. Who does not know the feature ignores it where it is optional, so
/// nobody is held to more than these.
fn untold() -> Vec<Case> {
    vec![
        checked(
            "untold-payment-metadata",
            "An invoice with payment_metadata.",
            &[8, 14, 49],
            INVOICE,
        )
        .obeys(&[NEEDS, CONTEXT])
        .passes(),
        checked(
            "untold-payment-metadata-in-init",
            "option_payment_metadata has no place in init.",
            &[8, 14, 49],
            INIT,
        )
        .breaks(&[CONTEXT])
        .level(Level::May)
        .reject(Class::Forbidden)
        .lnd_gives(json!({}))
        .near("features-check/untold-payment-metadata"),
        checked(
            "untold-payment-metadata-in-node",
            "option_payment_metadata has no place in a node's announcement.",
            &[8, 14, 49],
            NODE,
        )
        .breaks(&[CONTEXT])
        .level(Level::May)
        .reject(Class::Forbidden)
        .lnd_gives(json!({}))
        .near("features-check/untold-payment-metadata"),
        checked(
            "untold-scid-alias-in-invoice",
            "option_scid_alias has no place in an invoice.",
            &[8, 14, 47],
            INVOICE,
        )
        .breaks(&[CONTEXT])
        .level(Level::May)
        .reject(Class::Forbidden)
        .lnd_gives(json!({}))
        .near("features-check/untold-payment-metadata"),
    ]
}

fn place(context: &str) -> &str {
    match context {
        NODE => "a node's announcement",
        INVOICE => "an invoice",
        other => other,
    }
}
