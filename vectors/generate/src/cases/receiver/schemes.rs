//! What nobody has deployed: the other layout, and the other schemes.

use serde_json::json;

use super::part::{Part, Payment, three};
use super::scene::{Invoice, OTHER_SET, Scene, TIMEOUT, held, settled, timed_out, unknown};
use crate::cases::samples::{SECRET, SET_ID, SHARE, xor};

const KEY: &str = "amp.payee.set-key";
const SETTLE_ALL: &str = "amp.payee.settle-all";
const RECONSTRUCT: &str = "amp.payee.reconstruct";
const SPONTANEOUS: &str = "amp.payee.spontaneous";

pub(super) fn scenes() -> Vec<Scene> {
    [type8(), schemes()].concat()
}

fn in_order(scene: Scene, parts: &[Part; 3], whole: bool) -> Scene {
    let [a, b, c] = parts;
    let last = |part| if whole { settled(part) } else { unknown(part) };
    scene.htlc(0, a).then([held(a)]).htlc(1, b).then([held(b)]).htlc(2, c).then([
        last(a),
        last(b),
        last(c),
    ])
}

/// AMP records in type 8.
fn type8() -> Vec<Scene> {
    let layouts =
        |scene: Scene| scene.invoices([]).spontaneous().config("layouts", json!(["type8"]));
    let both = |scene: Scene| scene.spontaneous().config("layouts", json!(["type8", "type14"]));
    let payment = Payment::new("a").type8();
    let parts = payment.parts([400, 500, 100]);
    let [d, e] = Payment::new("d").parts([400, 600]);
    let zero = payment.clone().set([0; 32]).parts([1000]);
    let [other] = Payment::new("o").type8().total(900).parts([500]);
    vec![
        in_order(layouts(Scene::may("type8", "A spontaneous payment with its AMP records in type 8 and its total in type 18.")).obeys(&[SPONTANEOUS, SETTLE_ALL, KEY]), &parts, true),
        Scene::may("type8-off", "A part in type 8, which can only be spontaneous, for a payee that takes nothing spontaneous.")
            .breaks(&[SPONTANEOUS])
            .config("layouts", json!(["type8"]))
            .htlc(0, &parts[0])
            .then([unknown(&parts[0])]),
        layouts(Scene::may("type8-zero-set-id", "An all-zero set_id in type 8 fails."))
            .breaks(&["amp.payee.set-id-zero"])
            .htlc(0, &zero[0])
            .then([unknown(&zero[0])]),
        layouts(Scene::may("type8-total-differs", "A part in type 8 has another total than its set."))
            .breaks(&["amp.payee.total-equal"])
            .htlc(0, &parts[0])
            .then([held(&parts[0])])
            .htlc(1, &other)
            .then([unknown(&other)]),
        layouts(Scene::may("type8-timeout", "A set in type 8 times out."))
            .breaks(&["amp.payee.timeout"])
            .htlc(0, &parts[0])
            .then([held(&parts[0])])
            .tick(TIMEOUT)
            .then([timed_out(&parts[0])]),
        both(Scene::may("type8-and-type14", "A set in type 8 and one in type 14 have one set_id, and their parts come in turn: they are two sets."))
            .obeys(&[KEY, SETTLE_ALL])
            .invoices([Invoice::amp(SECRET, Some(1000))])
            .htlc(0, &parts[0])
            .then([held(&parts[0])])
            .htlc(0, &d)
            .then([held(&d)])
            .htlc(1, &parts[1])
            .then([held(&parts[1])])
            .htlc(1, &e)
            .then([settled(&d), settled(&e)])
            .htlc(2, &parts[2])
            .then([settled(&parts[0]), settled(&parts[1]), settled(&parts[2])]),
        both(Scene::may("type8-and-type14-cancelled", "A set in type 8 and one in type 14 have one set_id, and it is cancelled: both fail."))
            .breaks(&["amp.payee.cancel"])
            .htlc(0, &parts[0])
            .then([held(&parts[0])])
            .htlc(0, &d)
            .then([held(&d)])
            .cancel_set(1, SET_ID)
            .then([unknown(&parts[0]), unknown(&d)]),
    ]
}

/// Other derivations.
fn schemes() -> Vec<Scene> {
    let of = |scene: Scene, scheme: &str| scene.config("scheme", scheme.into());
    let old = |name| Payment::new(name).scheme("bp2018");
    let tutorial = |name| Payment::new(name).scheme("hmac_xor");
    let shares = [SHARE, xor(SHARE, [1; 32]), [0x5a; 32]];
    let [single] = tutorial("a").parts([1000]);
    let deployed = three();
    let [beside] = Payment::new("b").scheme("bp2018").set(OTHER_SET).parts([1000]);
    vec![
        in_order(of(Scene::may("bp2018", "Three parts by the derivation of 2018."), "bp2018").obeys(&["amp.bp2018.preimage", SETTLE_ALL]), &old("a").parts([400, 500, 100]), true),
        in_order(of(Scene::may("bp2018-index-twice", "Two parts of one index by the derivation of 2018: they would have one preimage, and the set fails."), "bp2018").breaks(&[RECONSTRUCT, "amp.bp2018.index-once"]), &old("a").of([400, 500, 100], shares, [1, 1, 2]), false),
        in_order(of(Scene::may("hmac-xor", "Three parts by the tutorial's scheme."), "hmac_xor").obeys(&["amp.hmac-xor.preimage", SETTLE_ALL]), &tutorial("a").parts([400, 500, 100]), true),
        in_order(of(Scene::may("hmac-xor-index-twice", "Two parts of one index by the tutorial's scheme: the set fails."), "hmac_xor").breaks(&[RECONSTRUCT, "amp.hmac-xor.index-once"]), &tutorial("a").of([400, 500, 100], shares, [1, 1, 2]), false),
        of(Scene::may("hmac-xor-one-part", "One part by the tutorial's scheme: its preimage is all zero, and everyone knows it."), "hmac_xor")
            .breaks(&[RECONSTRUCT, "amp.hmac-xor.zero-preimage"])
            .htlc(0, &single)
            .then([unknown(&single)]),
        in_order(of(Scene::may("deployed-parts-by-bp2018", "Parts by the deployed derivation for a payee of the one of 2018: no hash fits."), "bp2018").breaks(&[RECONSTRUCT]), &deployed, false),
        Scene::may("bp2018-parts-as-deployed", "A part by the derivation of 2018 for a payee of the deployed one: its hash does not fit.")
            .breaks(&[RECONSTRUCT])
            .htlc(0, &beside)
            .then([unknown(&beside)]),
    ]
}
