//! Features that need others.
//!
//! Everyone is assumed to have `payment_secret`, `var_onion_optin` and `option_static_remotekey`, and need not say so. Whether
//! who needs one of them still has to say it, BOLT 9 leaves open: both answers stand. AMP's dependency is in `amp`.

use ampwire_vectors::{Answer, Class, Level};
use serde_json::json;

use super::{EVEN, NEEDS, ODD, checked};
use crate::case::{Case, object, rejection};

/// Slug, what is known, what is set, and what it shows.
const VALID: &[(&str, &[u32], &[u32], &str)] = &[
    (
        "zeroconf-optional-with-required",
        &[46, 50],
        &[46, 51],
        "Either bit of option_scid_alias will do.",
    ),
    (
        "zeroconf-required-with-optional",
        &[46, 50],
        &[47, 50],
        "Either bit of option_scid_alias will do, also for who requires option_zeroconf.",
    ),
    ("zeroconf-with-pair", &[46, 50], &[46, 47, 51], "Both bits of option_scid_alias will do."),
    (
        "zeroconf-with-unknown",
        &[50],
        &[47, 51],
        "option_scid_alias is there, although the reader does not know it.",
    ),
    ("scid-alias-alone", &[46, 50], &[47], "A dependency does not need what depends on it."),
    (
        "simple-close-optional-with-required",
        &[26, 60],
        &[26, 61],
        "Either bit of option_shutdown_anysegwit will do.",
    ),
    (
        "basic-mpp-optional-with-required",
        &[8, 14, 16],
        &[8, 14, 17],
        "Either bit of payment_secret will do.",
    ),
];

/// Slug, what is set, and what it shows.
const ASSUMED: &[(&str, &[u32], &str)] = &[
    (
        "basic-mpp-without-secret",
        &[9, 17],
        "basic_mpp needs payment_secret, which everyone is assumed to have.",
    ),
    (
        "basic-mpp-required-without-secret",
        &[8, 16],
        "basic_mpp, required, needs payment_secret, which everyone is assumed to have.",
    ),
    (
        "payment-secret-alone",
        &[15],
        "payment_secret needed var_onion_optin, before everyone was assumed to have both.",
    ),
    (
        "route-blinding-alone",
        &[25],
        "option_route_blinding needed var_onion_optin, before everyone was assumed to have that.",
    ),
    (
        "anchors-alone",
        &[23],
        "option_anchors needed option_static_remotekey, before everyone was assumed to have that.",
    ),
];

pub(super) fn cases() -> Vec<Case> {
    [valid(), lacking(), assumed()].concat()
}

fn valid() -> Vec<Case> {
    let mut cases: Vec<Case> = VALID
        .iter()
        .map(|(slug, known, bits, comment)| {
            checked(slug, comment, bits, "init").known(known).obeys(&[NEEDS]).passes()
        })
        .collect();
    cases.push(
        checked("zeroconf-unknown", "What an unknown feature needs is not judged.", &[51], "init")
            .known(&[46])
            .obeys(&[NEEDS, ODD])
            .level(Level::Should)
            .passes()
            .lnd_refuses(Class::Missing),
    );
    cases
}

fn lacking() -> Vec<Case> {
    let lacks = |slug: &str, comment: &str, known: &[u32], bits: &[u32], neighbour: &str| {
        checked(slug, comment, bits, "init")
            .known(known)
            .breaks(&[NEEDS])
            .reject(Class::Missing)
            .near(&format!("features-check/{neighbour}"))
    };
    let (zeroconf, close) = ([46, 50], [26, 60]);
    vec![
        lacks(
            "zeroconf-alone",
            "option_zeroconf needs option_scid_alias.",
            &zeroconf,
            &[51],
            "zeroconf",
        ),
        lacks(
            "zeroconf-required-alone",
            "option_zeroconf, required, needs option_scid_alias.",
            &zeroconf,
            &[50],
            "zeroconf-required",
        ),
        lacks(
            "zeroconf-alone-with-unknown-dependency",
            "That the reader does not know what is lacking makes no difference.",
            &[50],
            &[51],
            "zeroconf-with-unknown",
        ),
        lacks(
            "simple-close-alone",
            "option_simple_close needs option_shutdown_anysegwit.",
            &close,
            &[61],
            "simple-close",
        )
        .lnd_gives(json!({})),
        lacks(
            "simple-close-required-alone",
            "option_simple_close, required, needs option_shutdown_anysegwit.",
            &close,
            &[60],
            "simple-close-required",
        )
        .lnd_gives(json!({})),
        lacks(
            "two-dependencies",
            "Two features that lack another each.",
            &[26, 46, 50, 60],
            &[51, 61],
            "zeroconf",
        ),
        checked(
            "zeroconf-with-unknown-even",
            "option_scid_alias is there and required, and the reader does not know it.",
            &[46, 51],
            "init",
        )
        .known(&[50])
        .breaks(&[EVEN])
        .reject(Class::UnknownEven)
        .near("features-check/zeroconf-with-unknown"),
    ]
}

fn assumed() -> Vec<Case> {
    ASSUMED
        .iter()
        .map(|(slug, bits, comment)| {
            checked(slug, comment, bits, "init")
                .obeys(&[NEEDS])
                .any(vec![Answer::Ok(object(json!({}))), rejection(&[Class::Missing])])
        })
        .collect()
}
