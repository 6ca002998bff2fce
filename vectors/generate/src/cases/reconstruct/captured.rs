//! Sets that stock LND nodes sent and settled, as their books have them.

use serde_json::{Value, json};

use super::{Part, case, root};
use crate::bytes::{array, hex};
use crate::case::Case;
use crate::cases::samples::CAPTURED;

pub(super) fn settled_by_lnd() -> Vec<Case> {
    vec![
        booked("settled-by-lnd", "Four parts that LND sent and LND settled.", OF_FOUR),
        booked("one-settled-by-lnd", "One part that LND sent and LND settled.", OF_ONE),
    ]
}

/// What LND's books say of a part: share, index, hash and the preimage that claimed it.
type Booked = (&'static str, u32, &'static str, &'static str);

/// The set that paid the invoice of `invoice/amp-made-on-regtest-any-amount`.
const OF_FOUR: &[Booked] = &[
    (
        "ed61ceb185579c53bd148cd1cbfcdc180add85fe3c6cb9bfcf239f88596e32fb",
        1_809_342_875,
        "30de20cf5dfcc4925a37ea0859e2e6632312bd75eb544a4aedd14c423a5f5d2b",
        "ac7154906c15c5f4c9383a0b6ebe6be3d62582c375d8fef76fb5e054e05b8196",
    ),
    (
        "120ed09d0edf88d38f3dfbbacc8fd269badf8b3159a95b13ddd0612be2958c42",
        3_878_741_325,
        "3d60061c888d939b9ad5a23ea37ff4a721b236a7fb3775ca4c1aee4531346682",
        "825ba002aa8fdf5ecbc67fe330691346b1f2f4b8553e4270a0fd87cddc235d52",
    ),
    (
        "9ea794a61bcc564506209cb8084c417d7b34809267f8081448b2e49a74466b28",
        2_444_105_826,
        "52749d1399c4e15ca0567f2a7a912f7a325aa09d4296f8cf6ddbab0d2df1150b",
        "1feed3cd63c506ae3a474e3ede8a9f64697e6294703453adbdda4a5ff789774d",
    ),
    (
        "7ec6134fa67cc724a96dbc5681fc3ab00f6bd00d96b252240c69c80468a755b7",
        1_476_184_039,
        "740472626e718fd682ec0723ee44f49b91adfde232c9beefb33a6fbe5a841295",
        "4e46ca7f4af908126dc04585b01d1fed488eb7de7ee690651443e8d15e7e5b89",
    ),
];

/// A spontaneous payment in one part.
const OF_ONE: &[Booked] = &[(
    "e41e55e241452d2923ff11be92d063be4ac8305666d5e5602c9526d67bac128d",
    3_102_751_027,
    "5a41157aa9f756bedc0ce126bff2c4855fe5151bc527d82eccd961b8441d77d9",
    "6ac7b46527f9fdc24a8fa32e816c5349a2a791c032916044c230572ae17eddd2",
)];

/// A set that LND settled. Nothing of it is computed here but the root, which LND's books do not have.
fn booked(slug: &str, comment: &str, set: &[Booked]) -> Case {
    let parts: Vec<Part> = set
        .iter()
        .map(|&(share, index, hash, _)| Part {
            share: array(share),
            index,
            hash: Some(array(hash)),
        })
        .collect();
    let children: Vec<Value> = set
        .iter()
        .map(|(_, _, hash, preimage)| json!({ "preimage": preimage, "hash": hash }))
        .collect();
    case("sha256", slug, comment, &parts)
        .ok(json!({ "root": hex(&root(&parts)), "children": children }))
        .obeys(&["amp.sha256.root", "amp.sha256.preimage", "amp.reconstruct.hash"])
        .captured(CAPTURED)
}
