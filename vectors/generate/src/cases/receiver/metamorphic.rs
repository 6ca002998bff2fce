//! Changes that must not matter: another order, a record that nobody knows, one part as two.
//!
//! Each comment ends with the id of the scenario whose result it has; a test compares the two.

use super::part::{Part, Payment, three};
use super::scene::{Invoice, OTHER_SECRET, OTHER_SET, Scene, held, settled};
use crate::cases::derive::sha256;
use crate::cases::samples::{SECRET, xor};

const SETTLE_ALL: &str = "amp.payee.settle-all";
const ORDER: &str = "amp.payee.order";

pub(super) fn scenes() -> Vec<Scene> {
    [orders(), vec![odd_record(), odd_record_in_all(), split(), beside(), interleaved()]].concat()
}

/// The three parts in every other order.
fn orders() -> Vec<Scene> {
    let parts = three();
    [[0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]]
        .into_iter()
        .map(|order| {
            let [first, second, third] = order.map(|number: usize| &parts[number]);
            let digits = order.map(|number| (number + 1).to_string()).concat();
            let comment =
                "The three parts in another order: the same result as receiver/three-parts.";
            Scene::should(&format!("three-parts-order-{digits}"), comment)
                .obeys(&[ORDER])
                .htlc(0, first)
                .then([held(first)])
                .htlc(1, second)
                .then([held(second)])
                .htlc(2, third)
                .then([settled(first), settled(second), settled(third)])
        })
        .collect()
}

fn in_order(scene: Scene, parts: &[Part; 3]) -> Scene {
    let [part_a, part_b, part_c] = parts;
    scene
        .htlc(0, part_a)
        .then([held(part_a)])
        .htlc(1, part_b)
        .then([held(part_b)])
        .htlc(2, part_c)
        .then([settled(part_a), settled(part_b), settled(part_c)])
}

fn odd_record() -> Scene {
    let [part_a, part_b, part_c] = three();
    let scene = Scene::must("odd-record", "The second part has a record of the unknown odd type 65537: the same result as receiver/three-parts.")
        .obeys(&[SETTLE_ALL, "bolt4.payload.unknown-odd"]);
    in_order(scene, &[part_a, part_b.with(65_537, &[1, 2, 3]), part_c])
}

fn odd_record_in_all() -> Scene {
    let parts = three().map(|part| part.with(19, &[]).with(u64::MAX, &[0xff]));
    let scene = Scene::must("odd-records", "All parts have records of two unknown odd types, one of them the largest: the same result as receiver/three-parts.")
        .obeys(&[SETTLE_ALL, "bolt4.payload.unknown-odd"]);
    in_order(scene, &parts)
}

/// The second part as two: half its share is drawn, the other half is what is left.
fn split() -> Scene {
    let whole = three();
    let shares = whole.clone().map(|part| part.records.amp.expect("a part by AMP").share);
    let half = sha256(&[b"half a share"]);
    let [part_a, part_b, part_c, part_d] = Payment::new("a")
        .of_shares([400, 200, 100, 300], [shares[0], half, shares[2], xor(shares[1], half)]);
    Scene::should("share-split", "The second part is split in two, whose shares XOR to its share: for the others the same result as receiver/three-parts.")
        .obeys(&[SETTLE_ALL, ORDER])
        .htlc(0, &part_a)
        .then([held(&part_a)])
        .htlc(1, &part_b)
        .then([held(&part_b)])
        .htlc(2, &part_d)
        .then([held(&part_d)])
        .htlc(3, &part_c)
        .then([settled(&part_a), settled(&part_b), settled(&part_c), settled(&part_d)])
}

/// Something else goes on at the same time.
fn beside() -> Scene {
    let [part_a, part_b, part_c] = three();
    let [part_d, part_e] = Payment::new("d").to(OTHER_SECRET).set(OTHER_SET).parts([300, 300]);
    Scene::should("another-set-fails-beside", "A set of another invoice lacks a part all the time: for the first set the same result as receiver/three-parts.")
        .obeys(&[SETTLE_ALL, "amp.payee.set-key"])
        .invoices([Invoice::amp(SECRET, Some(1000)), Invoice::amp(OTHER_SECRET, Some(1000))])
        .htlc(0, &part_d)
        .then([held(&part_d)])
        .htlc(0, &part_a)
        .then([held(&part_a)])
        .htlc(1, &part_e)
        .then([held(&part_e)])
        .htlc(1, &part_b)
        .then([held(&part_b)])
        .htlc(2, &part_c)
        .then([settled(&part_a), settled(&part_b), settled(&part_c)])
}

/// Two sets, and the order that mixes them most.
fn interleaved() -> Scene {
    let [part_a, part_b, part_c] = three();
    let [part_d, part_e, part_f] = Payment::new("d").set(OTHER_SET).parts([100, 500, 400]);
    Scene::should("interleaved-mirrored", "The parts of two sets in turn, each set from its last part to its first: the same result as receiver/two-sets-interleaved.")
        .obeys(&[SETTLE_ALL, ORDER, "amp.payee.set-key"])
        .htlc(0, &part_f)
        .then([held(&part_f)])
        .htlc(0, &part_c)
        .then([held(&part_c)])
        .htlc(1, &part_e)
        .then([held(&part_e)])
        .htlc(1, &part_b)
        .then([held(&part_b)])
        .htlc(2, &part_d)
        .then([settled(&part_d), settled(&part_e), settled(&part_f)])
        .htlc(2, &part_a)
        .then([settled(&part_a), settled(&part_b), settled(&part_c)])
}
