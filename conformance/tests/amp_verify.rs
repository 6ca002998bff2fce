//! `ampwire amp verify`, on invoices as LND prints them.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod support;

use data_encoding::{BASE64, HEXLOWER};
use serde_json::{Value, json};
use support::{Outcome, ampwire, ampwire_with, keeps_to};

/// Changes an invoice.
type Change = fn(&mut Value);
/// Changes an invoice, with a text that no message may show.
type ChangeWith = fn(&mut Value, &str);

const SET: &str = "3333333333333333333333333333333333333333333333333333333333333333";

/// A set of three whose derivation LND's own package computed: shares, indexes, hashes, preimages.
fn three() -> Vec<Value> {
    let text = std::fs::read_to_string("../vectors/v1/amp.reconstruct.json").unwrap();
    let file: Value = serde_json::from_str(&text).unwrap();
    let vector = file["vectors"]
        .as_array()
        .unwrap()
        .iter()
        .find(|vector| vector["id"] == "reconstruct/sha256-three-with-hashes")
        .unwrap();
    let given = vector["in"]["children"].as_array().unwrap();
    let derived = vector["expect"]["ok"]["children"].as_array().unwrap();
    let both = given.iter().zip(derived);
    both.map(|(given, derived)| {
        json!({
            "root_share": given["share"],
            "set_id": SET,
            "child_index": given["index"].as_str().unwrap().parse::<u32>().unwrap(),
            "hash": derived["hash"],
            "preimage": derived["preimage"],
        })
    })
    .collect()
}

fn htlc(index: u64, amt_msat: u64, amp: &Value) -> Value {
    json!({
        "chan_id": "878306593775616",
        "htlc_index": index.to_string(),
        "amt_msat": amt_msat.to_string(),
        "accept_height": 501,
        "accept_time": "1763751234",
        "resolve_time": "1763751235",
        "expiry_height": 590,
        "state": "SETTLED",
        "custom_records": { "106823": "00", "7629168": "68690a" },
        "mpp_total_amt_msat": "1000000",
        "amp": amp,
        "custom_channel_data": "",
    })
}

/// An AMP invoice that was paid once, in three parts, as `lncli lookupinvoice` prints it.
fn invoice() -> Value {
    let parts = three();
    json!({
        "memo": "coffee",
        "r_preimage": "",
        "r_hash": "7777777777777777777777777777777777777777777777777777777777777777",
        "value": "1000",
        "value_msat": "1000000",
        "settled": true,
        "creation_date": "1763751200",
        "settle_date": "0",
        "payment_request": "lnsb10u1…",
        "description_hash": "",
        "expiry": "2592000",
        "fallback_addr": "",
        "cltv_expiry": "80",
        "route_hints": [],
        "private": false,
        "add_index": "4",
        "settle_index": "0",
        "amt_paid": "1000000",
        "amt_paid_sat": "1000",
        "amt_paid_msat": "1000000",
        "state": "SETTLED",
        "htlcs": [htlc(3, 333_334, &parts[0]), htlc(4, 333_333, &parts[1]), htlc(5, 333_333, &parts[2])],
        "features": { "30": { "name": "amp", "is_required": true, "is_known": true } },
        "is_keysend": false,
        "payment_addr": "1111111111111111111111111111111111111111111111111111111111111111",
        "is_amp": true,
        "amp_invoice_state": {
            SET: { "state": "SETTLED", "settle_index": "1", "settle_time": "1763751235", "amt_paid_msat": "1000000" },
        },
        "is_blinded": false,
    })
}

/// An invoice that was paid without AMP.
fn plain() -> Value {
    let mut plain = invoice();
    plain["is_amp"] = json!(false);
    plain["amp_invoice_state"] = json!({});
    let mut htlc = htlc(9, 1_000_000, &Value::Null);
    htlc["mpp_total_amt_msat"] = json!("0");
    plain["htlcs"] = json!([htlc]);
    plain
}

/// The same as the REST interface has it: bytes as base64, but not the name of a set.
fn base64(value: &Value) -> Value {
    match value {
        Value::String(text) if text.len() == 64 => {
            BASE64.encode(&HEXLOWER.decode(text.as_bytes()).unwrap()).into()
        }
        Value::Array(items) => items.iter().map(base64).collect(),
        Value::Object(members) => {
            members.iter().map(|(name, value)| (name.clone(), base64(value))).collect()
        }
        other => other.clone(),
    }
}

fn verify(text: &str, more: &[&str]) -> Outcome {
    let words = ["amp", "verify", "-"].iter().chain(more);
    ampwire_with(words, text.as_bytes())
}

#[track_caller]
fn json_of(value: &Value, status: i32) -> Value {
    let outcome = verify(&value.to_string(), &["--json"]);
    let report = outcome.ends_with(status).report();
    keeps_to("amp-verify-1", &report);
    report
}

/// Checks what is wrong with the first set, by the names for programs.
#[track_caller]
fn faults(value: &Value, expected: &[&str]) {
    let report = json_of(value, i32::from(!expected.is_empty()));
    let set = &report["invoices"][0]["sets"][0];
    let names: Vec<&str> = set["faults"]
        .as_array()
        .unwrap()
        .iter()
        .map(|fault| fault["fault"].as_str().unwrap())
        .collect();
    assert_eq!(names, expected, "{set}");
    assert_eq!(report["consistent"], json!(expected.is_empty()));
}

/// The invoice with a change.
fn changed(change: impl FnOnce(&mut Value)) -> Value {
    let mut invoice = invoice();
    change(&mut invoice);
    invoice
}

/// Another byte at the start of a text of hex.
fn flip(value: &mut Value) {
    let text = value.as_str().unwrap();
    let first = if text.starts_with("00") { "01" } else { "00" };
    *value = format!("{first}{}", &text[2..]).into();
}

#[test]
fn what_is_right_is_consistent_in_every_form() {
    let list = json!({ "invoices": [plain(), invoice()], "last_index_offset": "2", "first_index_offset": "1" });
    for text in [
        invoice().to_string(),
        base64(&invoice()).to_string(),
        serde_json::to_string_pretty(&list).unwrap(),
        base64(&list).to_string(),
        json!([invoice(), plain()]).to_string(),
        format!("{}\n{}\n", plain(), invoice()),
    ] {
        let outcome = verify(&text, &[]);
        outcome
            .ends_with(0)
            .says(&format!("  set {SET}\n"))
            .says("settled, 3 HTLCs, 1000000 of 1000000 msat: consistent\n")
            .says("1 set: all consistent.");
        json_of(
            &serde_json::from_str(text.lines().last().unwrap_or(&text)).unwrap_or(list.clone()),
            0,
        );
        // What was read is known to the node alone.
        for part in three() {
            outcome.says_nothing_of(part["root_share"].as_str().unwrap());
            outcome.says_nothing_of(part["preimage"].as_str().unwrap());
        }
    }
    verify(&list.to_string(), &[]).says("$.invoices[1] r_hash 7777").says("2 invoices, 1 without");
}

#[test]
fn every_value_that_is_changed_is_found() {
    let amp = |name: &'static str, htlc: usize| {
        changed(|invoice| flip(&mut invoice["htlcs"][htlc]["amp"][name]))
    };
    for htlc in 0..3 {
        faults(&amp("root_share", htlc), &["root"]);
        faults(&amp("hash", htlc), &["preimage", "hash"]);
        faults(&amp("preimage", htlc), &["preimage"]);
        let index = changed(|invoice| invoice["htlcs"][htlc]["amp"]["child_index"] = json!(99));
        faults(&index, &["hash"]);
    }
    let cases: [(Change, &[&str]); 11] = [
        (
            |invoice| drop(invoice["htlcs"].as_array_mut().unwrap().remove(1)),
            &["root", "below_total", "paid"],
        ),
        (|invoice| invoice["htlcs"][1]["amp"]["preimage"] = json!(""), &["preimage_lacks"]),
        (|invoice| invoice["htlcs"][1]["mpp_total_amt_msat"] = json!("999999"), &["totals_differ"]),
        (|invoice| invoice["htlcs"][1]["amt_msat"] = json!("333332"), &["below_total", "paid"]),
        (|invoice| invoice["value_msat"] = json!("1000001"), &["total_too_low"]),
        (
            |invoice| invoice["htlcs"][2]["state"] = json!("ACCEPTED"),
            &["held_beside_settled", "root", "below_total", "paid"],
        ),
        (|invoice| invoice["amp_invoice_state"][SET]["state"] = json!("CANCELED"), &["state"]),
        (|invoice| invoice["amp_invoice_state"][SET]["amt_paid_msat"] = json!("999999"), &["paid"]),
        // More than the total is no fault: a router may overpay.
        (
            |invoice| {
                invoice["htlcs"][1]["amt_msat"] = json!("333334");
                invoice["amp_invoice_state"][SET]["amt_paid_msat"] = json!("1000001");
            },
            &[],
        ),
        // A node that says nothing of the set as a whole.
        (|invoice| drop(invoice.as_object_mut().unwrap().remove("amp_invoice_state")), &[]),
        (
            |invoice| {
                for htlc in invoice["htlcs"].as_array_mut().unwrap() {
                    htlc["mpp_total_amt_msat"] = json!("0");
                }
            },
            &["total_too_low"],
        ),
    ];
    for (change, expected) in cases {
        faults(&changed(change), expected);
    }
    let zero = changed(|invoice| {
        for htlc in invoice["htlcs"].as_array_mut().unwrap() {
            htlc["amp"]["set_id"] = json!("00".repeat(32));
        }
        invoice["amp_invoice_state"] = json!({});
    });
    faults(&zero, &["set_id_zero"]);
}

#[test]
fn what_is_not_settled_need_not_be_whole() {
    let all = |state: &'static str| {
        changed(|invoice| {
            for htlc in invoice["htlcs"].as_array_mut().unwrap() {
                htlc["state"] = json!(state);
                htlc["amp"]["preimage"] = json!("");
            }
            invoice["amp_invoice_state"][SET]["state"] = json!(state);
        })
    };
    for state in ["ACCEPTED", "CANCELED"] {
        faults(&all(state), &[]);
        let mut part = all(state);
        part["htlcs"].as_array_mut().unwrap().pop();
        faults(&part, &[]);
        // A preimage that is there has to fit.
        part["htlcs"][0]["amp"]["preimage"] = json!("11".repeat(32));
        faults(&part, &["preimage"]);
        // It is said to be settled.
        let mut said = all(state);
        said["amp_invoice_state"][SET]["state"] = json!("SETTLED");
        faults(&said, &["state"]);
    }
    let mut held = all("ACCEPTED");
    verify(&held.to_string(), &[]).ends_with(0).says("held, 3 HTLCs").says("complete, and right");
    held["htlcs"].as_array_mut().unwrap().pop();
    verify(&held.to_string(), &[]).ends_with(0).says("not complete yet");
    held["htlcs"][1]["amt_msat"] = json!("999999");
    verify(&held.to_string(), &[]).ends_with(0).says("hashes do not follow");
    held["htlcs"][1]["mpp_total_amt_msat"] = json!("7000000");
    faults(&held, &["totals_differ"]);
}

/// A set that timed out and was paid again under its name: what was cancelled does not count.
#[test]
fn a_set_that_was_tried_twice() {
    let twice = changed(|invoice| {
        let mut first = htlc(1, 500_000, &three()[0]);
        first["state"] = json!("CANCELED");
        first["amp"]["preimage"] = json!("");
        first["mpp_total_amt_msat"] = json!("2000000");
        invoice["htlcs"].as_array_mut().unwrap().insert(0, first);
    });
    faults(&twice, &[]);
    verify(&twice.to_string(), &[])
        .says("settled, 3 HTLCs (and 1 cancelled), 1000000 of 1000000 msat: consistent");
}

#[test]
fn sets_are_judged_each_for_itself() {
    let two = changed(|invoice| {
        let other = "44".repeat(32);
        let more: Vec<Value> = three()
            .into_iter()
            .zip(6..)
            .map(|(mut amp, index)| {
                amp["set_id"] = json!(other);
                htlc(index, 400_000, &amp)
            })
            .collect();
        invoice["htlcs"].as_array_mut().unwrap().extend(more);
        flip(&mut invoice["htlcs"][5]["amp"]["preimage"]);
    });
    let report = json_of(&two, 1);
    let sets = &report["invoices"][0]["sets"];
    assert_eq!((&sets[0]["consistent"], &sets[1]["consistent"]), (&json!(true), &json!(false)));
    let fault = &sets[1]["faults"][0];
    assert_eq!(fault["htlc"], json!({ "chan_id": "878306593775616", "htlc_index": "8" }));
    verify(&two.to_string(), &[])
        .ends_with(1)
        .says("- HTLC 8 of channel 878306593775616: its preimage does not have its hash")
        .says("2 sets: 1 not consistent.");
}

#[test]
fn sets_without_htlcs_and_lists_without_sets() {
    let bare = changed(|invoice| invoice["htlcs"] = json!([]));
    verify(&bare.to_string(), &[])
        .ends_with(0)
        .says("settled, 0 HTLCs")
        .says("nothing could be checked");
    json_of(&bare, 0);
    for value in [plain(), json!({ "invoices": [] }), json!([])] {
        verify(&value.to_string(), &[]).ends_with(0).says("0 sets: nothing to check.");
        json_of(&value, 0);
    }
}

#[test]
fn what_is_not_of_this_form_is_said_with_its_place() {
    let broken = invoice().to_string();
    let cut = &broken[..broken.len() / 2];
    verify(cut, &[])
        .ends_with(2)
        .complains("standard input: not JSON: EOF")
        .complains("at line 1 column");
    verify("", &[]).ends_with(2).complains("it is empty");
    verify("{\"code\":2,\"message\":\"unable to locate invoice\"}", &[])
        .ends_with(2)
        .complains("$: neither an invoice, which has htlcs, nor a list of invoices");
    verify("[lncli] rpc error", &[]).ends_with(2).complains("not JSON");
    ampwire(["amp", "verify", "nowhere.json"]).ends_with(2).complains("nowhere.json: ");
    ampwire(["amp", "verify"]).ends_with(2);

    let secret = "5e".repeat(32);
    let cases: [(ChangeWith, &str); 12] = [
        (
            |i, s| i["htlcs"][1]["amp"]["root_share"] = json!(&s[2..]),
            ".htlcs[1].amp.root_share: there are 62 characters",
        ),
        (
            |i, s| i["htlcs"][1]["amp"]["root_share"] = json!([s]),
            ".htlcs[1].amp.root_share: not a text",
        ),
        (
            |i, _| i["htlcs"][1]["amp"]["root_share"] = json!(""),
            ".htlcs[1].amp.root_share: it lacks",
        ),
        (|i, s| i["htlcs"][0]["amp"] = json!(s), ".htlcs[0].amp: not an object"),
        (|i, s| i["htlcs"][0] = json!(s), ".htlcs[0]: not an object"),
        (|i, s| i["amp_invoice_state"][SET] = json!(s), ".amp_invoice_state.3333"),
        (|i, _| i["htlcs"][0]["amp"] = json!({}), ".htlcs[0].amp.hash: it lacks"),
        (|i, s| i["htlcs"][0]["amt_msat"] = json!(s), ".htlcs[0].amt_msat: not a whole number"),
        (|i, s| i["htlcs"][0]["state"] = json!(s), ".htlcs[0].state: none of ACCEPTED"),
        (|i, s| i["htlcs"] = json!(s), ".htlcs: not a list"),
        (|i, s| i["amp_invoice_state"] = json!([s]), ".amp_invoice_state: not an object"),
        (
            |i, _| i["htlcs"][2]["amp"]["child_index"] = json!(4_294_967_296_u64),
            "child_index is over 2^32-1",
        ),
    ];
    for (change, words) in cases {
        let invoice = changed(|invoice| change(invoice, &secret));
        let list = json!({ "invoices": [plain(), invoice] });
        let outcome = verify(&list.to_string(), &[]);
        outcome
            .ends_with(2)
            .complains(words)
            .complains("$.invoices[1].htlcs".trim_end_matches(".htlcs"));
        assert!(!outcome.stderr.contains("5e5e"), "{outcome:?}");
    }
    // Readers differ in which of two they keep.
    let twice = invoice().to_string().replacen("\"htlcs\":", "\"htlcs\":[],\"htlcs\":", 1);
    verify(&twice, &[]).ends_with(2).complains("input: a member stands twice in one object");
    let second = format!("{} {}", plain(), changed(|i| i["htlcs"][0]["state"] = json!("GONE")));
    verify(&second, &[]).ends_with(2).complains("value 2: $.htlcs[0].state: ");
}
