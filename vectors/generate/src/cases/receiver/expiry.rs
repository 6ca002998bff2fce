//! Blocks: until when an HTLC has to be claimable, when it arrives and while it is held.

use super::part::{DELTA, EXPIRY, HEIGHT, Payment, ordinary, three};
use super::scene::{
    Invoice, OTHER_SECRET, OTHER_SET, Scene, failed, held, settled, unknown, unknown_at,
};
use crate::cases::samples::SECRET;

const CLTV: &str = "amp.payee.cltv";
const BLOCK: &str = "amp.payee.block";
const HTLC_EXPIRY: &str = "amp.payee.htlc-expiry";
const FAILURE: &str = "amp.payee.failure";
const KEY: &str = "amp.payee.set-key";
const SETTLE_ALL: &str = "amp.payee.settle-all";

/// The lowest height at which an HTLC that arrives may expire.
const LEAST: u32 = HEIGHT + DELTA;

pub(super) fn scenes() -> Vec<Scene> {
    [arriving(), routers(), held_on(), failed_by_a_block()].concat()
}

fn arriving() -> Vec<Scene> {
    let [one] = Payment::new("a").parts([1000]);
    let [part_a, part_b] = Payment::new("a").parts([400, 600]);
    let plain = ordinary("m1", OTHER_SECRET, 1000, 1000);
    let of_delta =
        |blocks| [Invoice::amp(SECRET, Some(1000)).set("min_final_cltv_expiry_delta", blocks)];
    let settles = |scene: Scene, height| {
        let part = one.expiring(height);
        scene.obeys(&[CLTV]).htlc(0, &part).then([settled(&part)])
    };
    let fails = |scene: Scene, height| {
        let part = one.expiring(height);
        scene.breaks(&[CLTV]).htlc(0, &part).then([unknown(&part)])
    };
    let near = part_b.expiring(LEAST - 1);
    let soon = one.expiring(LEAST + 2);
    vec![
        settles(Scene::must("cltv-just-enough", "The HTLC expires at exactly the height plus the payee's delta."), LEAST),
        fails(Scene::must("cltv-one-less", "The HTLC expires one block below the height plus the payee's delta."), LEAST - 1),
        fails(Scene::must("cltv-now", "The HTLC expires at the current height."), HEIGHT),
        fails(Scene::must("cltv-past", "The HTLC expires at height 1."), 1),
        settles(Scene::may("cltv-far-away", "The HTLC expires in the far future, at height 2^32-1."), u32::MAX),
        settles(Scene::must("cltv-of-the-invoice", "The HTLC expires at exactly the height plus the invoice's own, larger delta.").invoices(of_delta(40)), HEIGHT + 40),
        fails(Scene::must("cltv-of-the-invoice-one-less", "Enough by the payee's delta, and one block too little by the invoice's.").invoices(of_delta(40)), HEIGHT + 39),
        settles(Scene::may("cltv-of-the-invoice-less", "The invoice asks for less than the payee: the payee's delta counts.").invoices(of_delta(9)), LEAST),
        fails(Scene::may("cltv-of-the-invoice-never-less", "The invoice asks for less than the payee: by the payee's delta it is one block too little.").invoices(of_delta(9)), LEAST - 1),
        Scene::must("ordinary-cltv-one-less", "An ordinary HTLC that expires too soon.")
            .breaks(&[CLTV])
            .invoices([Invoice::ordinary(OTHER_SECRET, Some(1000))])
            .htlc(0, &plain.expiring(LEAST - 1))
            .then([unknown(&plain)]),
        Scene::should("cltv-second-part", "The second part expires too soon: it fails, and the first one waits.")
            .breaks(&[CLTV])
            .htlc(0, &part_a)
            .then([held(&part_a)])
            .htlc(1, &near)
            .then([unknown(&near)]),
        Scene::must("cltv-after-a-block", "Enough at the first height, and too little at the one that was announced since.")
            .breaks(&[CLTV])
            .obeys(&[FAILURE])
            .block(1, HEIGHT + 3)
            .htlc(2, &soon)
            .then([unknown_at(&soon, HEIGHT + 3)]),
        Scene::may("cltv-after-a-reorganisation", "Too little at the height that was announced, and enough at the lower one that replaced it.")
            .obeys(&[CLTV])
            .block(1, HEIGHT + 3)
            .block(2, HEIGHT + 2)
            .htlc(3, &soon)
            .then([settled(&soon)]),
    ]
}

/// HTLCs whose expiry is not what the payload asks for.
fn routers() -> Vec<Scene> {
    let [part_a, part_b, part_c] = three();
    let early = part_b.changed(|part| part.cltv_expiry = EXPIRY - 1);
    let late = part_b.changed(|part| part.cltv_expiry = EXPIRY + 1);
    let both = early.carrying(499);
    vec![
        Scene::must("htlc-expires-early", "An HTLC expires one block before what its payload asks for: it fails, with its own expiry.")
            .breaks(&[HTLC_EXPIRY])
            .htlc(0, &part_a)
            .then([held(&part_a)])
            .htlc(1, &early)
            .then([failed(&early, "final_incorrect_cltv_expiry", &early.cltv_expiry.to_be_bytes())]),
        Scene::must("htlc-expires-late", "An HTLC expires one block behind what its payload asks for: it is taken.")
            .obeys(&[HTLC_EXPIRY, SETTLE_ALL])
            .htlc(0, &part_a)
            .then([held(&part_a)])
            .htlc(1, &late)
            .then([held(&late)])
            .htlc(2, &part_c)
            .then([settled(&part_a), settled(&late), settled(&part_c)]),
        Scene::may("htlc-amount-before-expiry", "An HTLC carries too little and expires too early: the amount is looked at first.")
            .breaks(&[HTLC_EXPIRY, "amp.payee.htlc-amount"])
            .htlc(0, &both)
            .then([failed(&both, "final_incorrect_htlc_amount", &499_u64.to_be_bytes())]),
        Scene::may("htlc-expiry-before-cltv", "An HTLC expires earlier than its payload asks for, and too early for the payee: the payload is looked at first.")
            .breaks(&[HTLC_EXPIRY, CLTV])
            .htlc(0, &part_b.changed(|part| part.cltv_expiry = HEIGHT))
            .then([failed(&part_b, "final_incorrect_cltv_expiry", &HEIGHT.to_be_bytes())]),
    ]
}

/// Blocks that leave sets alone.
fn held_on() -> Vec<Scene> {
    let [part_a, part_b] = Payment::new("a").parts([400, 600]);
    let [soon_a, late_b] = [part_a.expiring(LEAST + 5), part_b.expiring(LEAST + 40)];
    let wants_more = [Invoice::amp(SECRET, Some(1000)).set("min_final_cltv_expiry_delta", 40)];
    let [part_c, part_d] = [part_a.expiring(HEIGHT + 40), part_b.expiring(HEIGHT + 100)];
    vec![
        Scene::may("block-just-enough", "A block comes, and a held HTLC expires at exactly its height plus delta: it is held on, and its set is settled.")
            .obeys(&[BLOCK, SETTLE_ALL])
            .htlc(0, &soon_a)
            .then([held(&soon_a)])
            .block(1, HEIGHT + 5)
            .htlc(2, &late_b)
            .then([settled(&soon_a), settled(&late_b)]),
        Scene::may("block-and-the-invoices-delta", "A block comes, and a held HTLC has less left than the invoice's delta, and enough by the payee's: it is held on.")
            .obeys(&[BLOCK, SETTLE_ALL])
            .invoices(wants_more)
            .htlc(0, &part_c)
            .then([held(&part_c)])
            .block(1, HEIGHT + 20)
            .htlc(2, &part_d)
            .then([settled(&part_c), settled(&part_d)]),
        Scene::should("block-after-settled", "A block comes that leaves no time, after the set was settled: nothing happens to it.")
            .trace()
            .obeys(&[BLOCK, SETTLE_ALL])
            .htlc(0, &part_a)
            .then([held(&part_a)])
            .htlc(1, &part_b)
            .then([settled(&part_a), settled(&part_b)])
            .block(2, EXPIRY),
    ]
}

/// Blocks that leave too little time.
fn failed_by_a_block() -> Vec<Scene> {
    let [part_a, part_b, part_c] = three();
    let [soon, late] = [part_a.expiring(LEAST + 5), part_b.expiring(LEAST + 100)];
    let [part_d, part_e] =
        Payment::new("d").set(OTHER_SET).parts([400, 600]).map(|part| part.expiring(LEAST + 100));
    let plain = ordinary("m1", OTHER_SECRET, 400, 1000).expiring(LEAST + 5);
    vec![
        Scene::should("block-fails-set", "A block comes that leaves one of two held HTLCs a block too little: its whole set fails.")
            .breaks(&[BLOCK])
            .obeys(&[FAILURE])
            .htlc(0, &soon)
            .then([held(&soon)])
            .htlc(1, &late)
            .then([held(&late)])
            .block(2, HEIGHT + 6)
            .then([unknown(&soon), unknown(&late)]),
        Scene::should("block-fails-set-by-its-second", "A block comes that leaves the second of two held HTLCs a block too little: the whole set fails.")
            .breaks(&[BLOCK])
            .htlc(0, &late)
            .then([held(&late)])
            .htlc(1, &soon)
            .then([held(&soon)])
            .block(2, HEIGHT + 6)
            .then([unknown(&late), unknown(&soon)]),
        Scene::should("block-fails-set-last-part", "A set failed by a block, and its last part comes: the set lacks the others.")
            .breaks(&[BLOCK])
            .htlc(0, &soon)
            .then([held(&soon)])
            .htlc(1, &late)
            .then([held(&late)])
            .block(2, HEIGHT + 6)
            .then([unknown(&soon), unknown(&late)])
            .htlc(3, &part_c)
            .then([held(&part_c)]),
        Scene::should("block-far-ahead", "Many blocks come at once, up to beyond the expiry of a held HTLC.")
            .breaks(&[BLOCK])
            .htlc(0, &soon)
            .then([held(&soon)])
            .block(2, LEAST + 50)
            .then([unknown(&soon)]),
        Scene::should("block-fails-one-set", "A block fails one of two sets of an invoice: the other goes on, and is settled.")
            .breaks(&[BLOCK])
            .obeys(&[KEY, SETTLE_ALL])
            .htlc(0, &soon)
            .then([held(&soon)])
            .htlc(1, &part_d)
            .then([held(&part_d)])
            .block(2, HEIGHT + 6)
            .then([unknown(&soon)])
            .htlc(3, &part_e)
            .then([settled(&part_d), settled(&part_e)]),
        Scene::should("block-fails-ordinary-set", "A block fails an ordinary payment's set, and not one by AMP.")
            .breaks(&[BLOCK])
            .obeys(&[KEY, SETTLE_ALL])
            .invoices([Invoice::amp(SECRET, Some(1000)), Invoice::ordinary(OTHER_SECRET, Some(1000))])
            .htlc(0, &plain)
            .then([held(&plain)])
            .htlc(1, &part_d)
            .then([held(&part_d)])
            .block(2, HEIGHT + 6)
            .then([unknown(&plain)])
            .htlc(3, &part_e)
            .then([settled(&part_d), settled(&part_e)]),
        Scene::may("block-heights-of-arrival", "Parts that came at different heights fail by one block: each failure has the height when its part came.")
            .breaks(&[BLOCK])
            .obeys(&[FAILURE])
            .htlc(0, &soon)
            .then([held(&soon)])
            .block(1, HEIGHT + 4)
            .htlc(2, &late)
            .then([held(&late)])
            .block(3, HEIGHT + 6)
            .then([unknown_at(&soon, HEIGHT), unknown_at(&late, HEIGHT + 4)]),
    ]
}
