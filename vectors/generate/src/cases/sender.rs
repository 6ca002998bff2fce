//! `sender.run`: a payer, its parts, and what comes back.

use ampwire_vectors::Level;
use serde_json::{Value, json};

use super::samples::{PREIMAGE, SECRET};
use crate::bytes::hex;
use crate::case::{Case, Declared, Entry};

const FRESH: &str = "amp.payer.fresh";
const HASH_ONCE: &str = "amp.payer.hash-once";
const SAME_SET: &str = "amp.payer.same-set";
const NO_SUBSET: &str = "amp.payer.no-subset";
const RETRY_ROUTER: &str = "amp.payer.retry-router";
const RETRY_PAYEE: &str = "amp.payer.retry-payee";
const VERIFY: &str = "amp.payer.verify";
const ID_ONCE: &str = "amp.shares.id-once";

/// A payer's story under construction.
#[derive(Clone)]
struct Story {
    case: Case,
    total: u64,
    max_parts: u64,
    events: Vec<Value>,
    entries: Vec<Entry>,
}

impl Story {
    fn new(level: Level, slug: &str, comment: &str) -> Self {
        let case = Case::new("sender.run", format!("sender/{slug}"), comment)
            .amp_only()
            .level(level)
            .from("spec/amp.md, sections 9 and 10");
        Self { case, total: 1000, max_parts: 16, events: Vec::new(), entries: Vec::new() }
    }

    fn obeys(mut self, rules: &[&'static str]) -> Self {
        self.case = self.case.obeys(rules);
        self
    }

    fn breaks(mut self, rules: &[&'static str]) -> Self {
        self.case = self.case.breaks(rules);
        self
    }

    /// The payment is of another amount.
    fn of(self, total: u64) -> Self {
        Self { total, ..self }
    }

    /// No more parts than these may be outstanding.
    fn at_most(self, max_parts: u64) -> Self {
        Self { max_parts, ..self }
    }

    fn send(
        mut self,
        id: &str,
        msat: u64,
        has: &'static [&'static str],
        lacks: &'static [&'static str],
    ) -> Self {
        self.events.push(json!({ "send": { "id": id, "amount_msat": msat.to_string() } }));
        self.entries.push(Entry { id: id.to_owned(), has, lacks });
        self
    }

    /// A part is wanted, and is sent.
    fn sends(self, id: &str, msat: u64) -> Self {
        self.send(id, msat, &["payload", "payment_hash"], &["refused", "settled"])
    }

    /// A part is wanted, is sent, and counts as claimed at the end.
    fn sends_and_is_paid(self, id: &str, msat: u64) -> Self {
        self.send(id, msat, &["payload", "payment_hash", "settled"], &["refused"])
    }

    /// A part is wanted, and is not sent.
    fn refuses(self, id: &str, msat: u64) -> Self {
        self.send(id, msat, &["refused"], &["payload", "settled"])
    }

    fn failed(mut self, id: &str, by: &str, failure: Option<&str>) -> Self {
        let mut event = json!({ "id": id, "by": by });
        if let Some(failure) = failure {
            event["failure"] = failure.into();
        }
        self.events.push(json!({ "failed": event }));
        self
    }

    /// A router on the part's path fails it.
    fn router_fails(self, id: &str) -> Self {
        self.failed(id, "router", Some("temporary_channel_failure"))
    }

    /// The payee fails the part.
    fn payee_fails(self, id: &str, failure: &str) -> Self {
        self.failed(id, "payee", Some(failure))
    }

    /// The part is claimed with the right preimage.
    fn claimed(mut self, id: &str) -> Self {
        self.events.push(json!({ "settled": { "id": id } }));
        self
    }

    /// The part is claimed with these bytes.
    fn claimed_with(mut self, id: &str, bytes: &[u8]) -> Self {
        self.events.push(json!({ "settled": { "id": id, "preimage": hex(bytes) } }));
        self
    }

    fn case(self) -> Case {
        let config = json!({
            "total_msat": self.total.to_string(),
            "payment_secret": hex(&SECRET),
            "outgoing_cltv_value": "800040",
            "max_parts": self.max_parts.to_string(),
        });
        let mut case = self.case.with("config", config).with("events", self.events);
        case.declared = Declared::Random { list: "shards", entries: self.entries };
        case
    }
}

fn must(slug: &str, comment: &str) -> Story {
    Story::new(Level::Must, slug, comment)
}

fn should(slug: &str, comment: &str) -> Story {
    Story::new(Level::Should, slug, comment)
}

fn may(slug: &str, comment: &str) -> Story {
    Story::new(Level::May, slug, comment)
}

pub(super) fn cases() -> Vec<Case> {
    let stories = [sent(), refused(), router_failed(), payee_failed(), claimed()];
    stories.into_iter().flatten().map(Story::case).collect()
}

/// Payments that go out without an incident.
fn sent() -> Vec<Story> {
    let names: Vec<String> = (1..=64).map(|number| format!("a{number}")).collect();
    let many = names.iter().fold(
        should("sixty-four-parts", "Sixty-four parts of 10 msat, as many as may be.")
            .of(640)
            .at_most(64),
        |story, name| story.sends(name, 10),
    );
    vec![
        should("one-part", "One part that is the whole payment.")
            .obeys(&[FRESH, SAME_SET])
            .sends("a", 1000),
        should("two-parts", "Two parts: hashes of one root, under one set_id.")
            .obeys(&[FRESH, SAME_SET, HASH_ONCE, NO_SUBSET])
            .sends("a", 400)
            .sends("b", 600),
        should("five-parts", "Five parts, the first and the last of 1 msat.")
            .obeys(&[FRESH, SAME_SET, HASH_ONCE, NO_SUBSET])
            .sends("a", 1)
            .sends("b", 300)
            .sends("c", 298)
            .sends("d", 400)
            .sends("e", 1),
        should("one-msat", "A payment of 1 msat.").obeys(&[FRESH]).of(1).sends("a", 1),
        should("largest-total", "A payment of 2^64-1 msat in two parts.")
            .obeys(&[FRESH, SAME_SET, NO_SUBSET])
            .of(u64::MAX)
            .sends("a", u64::MAX - 1)
            .sends("b", 1),
        many.obeys(&[SAME_SET, HASH_ONCE, NO_SUBSET]),
        should("incomplete", "Two parts that do not make the payment yet.")
            .obeys(&[SAME_SET, NO_SUBSET])
            .sends("a", 400)
            .sends("b", 500),
    ]
}

/// Parts that may not be sent.
fn refused() -> Vec<Story> {
    vec![
        must("nothing-beyond-the-total", "The total is outstanding, and one msat more is wanted.")
            .breaks(&[NO_SUBSET])
            .obeys(&[SAME_SET])
            .sends("a", 400)
            .sends("b", 600)
            .refuses("c", 1),
        must("no-part-above-what-lacks", "A part of one msat more than what lacks is wanted, and then one of what lacks.")
            .breaks(&[NO_SUBSET])
            .obeys(&[NO_SUBSET])
            .sends("a", 400)
            .refuses("b", 601)
            .sends("c", 600),
        must("no-part-above-the-total", "A part larger than the payment is wanted.")
            .breaks(&[NO_SUBSET])
            .refuses("a", 1001)
            .sends("b", 1000),
        must("no-sum-of-more-than-64-bits", "What is outstanding and the part that is wanted make more than 2^64-1 msat.")
            .breaks(&[NO_SUBSET])
            .of(u64::MAX)
            .sends("a", u64::MAX - 1)
            .refuses("b", u64::MAX),
        may("no-part-of-nothing", "A part of 0 msat is wanted.")
            .breaks(&[NO_SUBSET])
            .refuses("a", 0)
            .sends("b", 1000),
        must("no-part-of-nothing-beyond-the-total", "The total is outstanding, and a part of 0 msat is wanted: without it the payee would not know the root.")
            .breaks(&[NO_SUBSET])
            .sends("a", 1000)
            .refuses("b", 0),
        should("id-outstanding", "A part is wanted under an id that is outstanding.")
            .breaks(&[ID_ONCE])
            .sends("a", 400)
            .refuses("a", 600)
            .sends("b", 600),
        may("max-parts", "Two parts may be outstanding: two make the payment.")
            .obeys(&[NO_SUBSET])
            .at_most(2)
            .sends("a", 400)
            .sends("b", 600),
        may("max-parts-one", "One part may be outstanding: one of less than the payment could never be completed.")
            .obeys(&[NO_SUBSET])
            .at_most(1)
            .refuses("a", 400)
            .sends("b", 1000),
        may("max-parts-small", "Two parts may be outstanding: a second one of less than what lacks would leave no room for a third.")
            .obeys(&[NO_SUBSET])
            .at_most(2)
            .sends("a", 400)
            .refuses("b", 100)
            .refuses("c", 500)
            .sends("d", 600),
        may("max-parts-again", "Two parts may be outstanding at a time; when one has failed, there is room for another.")
            .obeys(&[NO_SUBSET, RETRY_ROUTER])
            .at_most(2)
            .sends("a", 400)
            .sends("b", 600)
            .router_fails("a")
            .sends("c", 400),
    ]
}

/// A router says no.
fn router_failed() -> Vec<Story> {
    vec![
        should(
            "router-failed-again-whole",
            "A router fails the only part, and it is sent again, whole: its hash is another.",
        )
        .obeys(&[HASH_ONCE, RETRY_ROUTER])
        .sends("a", 1000)
        .router_fails("a")
        .sends("b", 1000),
        should(
            "router-failed-one-of-two",
            "A router fails one of two parts, and it is sent again under the same set_id.",
        )
        .obeys(&[RETRY_ROUTER, SAME_SET, HASH_ONCE])
        .sends("a", 400)
        .sends("b", 600)
        .router_fails("a")
        .sends("c", 400),
        should(
            "router-failed-split-anew",
            "A router fails one of two parts, and it is sent again as three.",
        )
        .obeys(&[RETRY_ROUTER, SAME_SET, NO_SUBSET])
        .sends("a", 400)
        .sends("b", 600)
        .router_fails("b")
        .sends("c", 100)
        .sends("d", 200)
        .sends("e", 300),
        should(
            "router-failed-merged",
            "Routers fail two of three parts, and they are sent again as one.",
        )
        .obeys(&[RETRY_ROUTER, SAME_SET])
        .sends("a", 400)
        .sends("b", 500)
        .sends("c", 100)
        .router_fails("a")
        .router_fails("c")
        .sends("d", 500),
        should(
            "router-failed-all",
            "Routers fail all parts, and the payment is sent again in others.",
        )
        .obeys(&[HASH_ONCE, NO_SUBSET])
        .sends("a", 400)
        .sends("b", 600)
        .router_fails("a")
        .router_fails("b")
        .sends("c", 999)
        .sends("d", 1),
        should(
            "router-failed-before-the-last",
            "A router fails a part before the last one is sent: that takes its share.",
        )
        .obeys(&[RETRY_ROUTER, SAME_SET, NO_SUBSET])
        .sends("a", 400)
        .sends("b", 300)
        .router_fails("a")
        .sends("c", 700),
        should(
            "router-failed-four-times",
            "A router fails a part, and fails it again on three other paths.",
        )
        .obeys(&[RETRY_ROUTER, HASH_ONCE, SAME_SET])
        .sends("a", 400)
        .sends("b", 600)
        .router_fails("b")
        .sends("c", 600)
        .router_fails("c")
        .sends("d", 600)
        .router_fails("d")
        .sends("e", 600)
        .router_fails("e")
        .sends("f", 600),
        should(
            "router-failed-twice-told",
            "That a part failed is told twice: its share comes back once.",
        )
        .obeys(&[RETRY_ROUTER, SAME_SET])
        .sends("a", 400)
        .sends("b", 600)
        .router_fails("a")
        .router_fails("a")
        .sends("c", 400),
        may("router-failed-same-id", "A router fails a part, and the next one has its id.")
            .obeys(&[ID_ONCE, RETRY_ROUTER])
            .sends("a", 400)
            .sends("b", 600)
            .router_fails("a")
            .sends("a", 400),
        may(
            "router-says-what-a-payee-says",
            "A router fails a part with what only a payee should say: that gives nothing up.",
        )
        .obeys(&[RETRY_ROUTER])
        .sends("a", 400)
        .failed("a", "router", Some("incorrect_or_unknown_payment_details"))
        .sends("b", 1000),
        may("failure-of-nothing", "A part fails that was never sent.")
            .obeys(&[SAME_SET, NO_SUBSET])
            .router_fails("x")
            .sends("a", 400)
            .payee_fails("x", "incorrect_or_unknown_payment_details")
            .sends("b", 600),
    ]
}

/// The payee says no: it has seen the share.
fn payee_failed() -> Vec<Story> {
    let fresh = |slug: &str, comment: &str, failure: Option<&'static str>| {
        should(slug, comment)
            .obeys(&[RETRY_PAYEE, FRESH])
            .sends("a", 1000)
            .failed("a", "payee", failure)
            .sends("b", 400)
            .sends("c", 600)
    };
    let over = |story: Story, failure: &str| {
        story
            .breaks(&[RETRY_PAYEE])
            .sends("a", 400)
            .payee_fails("a", failure)
            .refuses("b", 400)
            .refuses("c", 1000)
    };
    vec![
        fresh("payee-timed-out", "The payee fails the only part with mpp_timeout: the next ones have a root and a set_id of their own.", Some("mpp_timeout")),
        fresh("payee-amount", "The payee fails the only part since a router paid too little.", Some("final_incorrect_htlc_amount")),
        fresh("payee-expiry", "The payee fails the only part since it expires too early.", Some("final_incorrect_cltv_expiry")),
        fresh("payee-unreadable", "The payee fails the only part, and with what can't be read.", None),
        should("payee-failed-while-others-are-out", "The payee fails one of two parts: nothing is sent while the other one is outstanding, and then all begins anew.")
            .breaks(&[RETRY_PAYEE])
            .obeys(&[RETRY_PAYEE, FRESH, SAME_SET])
            .sends("a", 400)
            .sends("b", 500)
            .payee_fails("a", "mpp_timeout")
            .refuses("c", 100)
            .payee_fails("b", "mpp_timeout")
            .sends("d", 1000),
        should("payee-failed-then-router", "The payee fails one of two parts and a router the other: both shares are left alone.")
            .obeys(&[RETRY_PAYEE, FRESH])
            .sends("a", 400)
            .sends("b", 600)
            .payee_fails("a", "mpp_timeout")
            .router_fails("b")
            .sends("c", 400)
            .sends("d", 600),
        should("payee-failed-after-router", "A router fails a part, its share goes out again, and the payee fails that one.")
            .obeys(&[RETRY_PAYEE, RETRY_ROUTER, FRESH])
            .sends("a", 1000)
            .router_fails("a")
            .sends("b", 1000)
            .payee_fails("b", "mpp_timeout")
            .sends("c", 1000),
        should("payee-failed-twice", "The payee fails two whole payments, and a third is sent: three roots and three set_ids.")
            .obeys(&[RETRY_PAYEE, FRESH, HASH_ONCE])
            .sends("a", 1000)
            .payee_fails("a", "mpp_timeout")
            .sends("b", 1000)
            .payee_fails("b", "mpp_timeout")
            .sends("c", 1000),
        over(should("payee-does-not-know", "The payee does not know the payment: nothing more is sent."), "incorrect_or_unknown_payment_details"),
        over(should("payee-does-not-read", "The payee can't take the payload, and says so for good."), "invalid_onion_payload"),
        over(should("payee-blinded", "The payee fails the part as one of a blinded path, for good."), "invalid_onion_blinding"),
    ]
}

/// Preimages come back.
fn claimed() -> Vec<Story> {
    vec![
        must("claimed", "The only part is claimed with its preimage.")
            .obeys(&[VERIFY])
            .sends_and_is_paid("a", 1000)
            .claimed("a"),
        must("claimed-all", "All three parts are claimed, in another order.")
            .obeys(&[VERIFY, NO_SUBSET])
            .sends_and_is_paid("a", 400)
            .sends_and_is_paid("b", 500)
            .sends_and_is_paid("c", 100)
            .claimed("c")
            .claimed("a")
            .claimed("b"),
        must("claimed-one-of-two", "One of two parts is claimed: it proves nothing about the other.")
            .obeys(&[VERIFY])
            .sends_and_is_paid("a", 400)
            .sends("b", 600)
            .claimed("a"),
        must("claimed-with-other-bytes", "A part is claimed with a preimage of another hash: it is not claimed.")
            .breaks(&[VERIFY])
            .sends("a", 1000)
            .claimed_with("a", &PREIMAGE),
        must("claimed-with-zeros", "A part is claimed with an all-zero preimage: it is not claimed, and the next part is sent.")
            .breaks(&[VERIFY])
            .obeys(&[SAME_SET])
            .sends("a", 400)
            .claimed_with("a", &[0; 32])
            .sends("b", 600),
        should("claimed-with-other-bytes-then-right", "A part is claimed with other bytes, and then with its preimage.")
            .breaks(&[VERIFY])
            .obeys(&[VERIFY])
            .sends_and_is_paid("a", 1000)
            .claimed_with("a", &PREIMAGE)
            .claimed("a"),
        should("claimed-then-nothing-more", "A part is claimed before the payment is all there: nothing more is sent.")
            .obeys(&[VERIFY])
            .sends_and_is_paid("a", 400)
            .claimed("a")
            .refuses("b", 600),
        should("claimed-then-router-fails", "One of two parts is claimed and a router fails the other: it is not sent again.")
            .obeys(&[VERIFY])
            .sends_and_is_paid("a", 400)
            .sends("b", 600)
            .claimed("a")
            .router_fails("b")
            .refuses("c", 600),
        may("claimed-of-nothing", "A part is claimed that was never sent, and one that failed.")
            .obeys(&[VERIFY])
            .claimed("x")
            .sends("a", 400)
            .router_fails("a")
            .claimed("a")
            .sends("b", 1000),
        may("claimed-retry", "A router fails the only part, and what is sent in its place is claimed.")
            .obeys(&[VERIFY, RETRY_ROUTER])
            .sends("a", 1000)
            .router_fails("a")
            .sends_and_is_paid("b", 1000)
            .claimed("b"),
    ]
}
