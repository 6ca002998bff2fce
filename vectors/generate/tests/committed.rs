//! The committed files: whole, as generated, and guarded by a lint that notices what is wrong.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "functions of tests, which clippy does not see as such"
)]

use std::path::{Path, PathBuf};

use ampwire_vectors::VectorFile;
use ampwire_vectors_generate::lint::Tree;
use ampwire_vectors_generate::{document, rules, tree};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

#[test]
fn the_lint_finds_nothing() {
    let report = Tree::load(&root()).unwrap().check();
    assert!(report.problems.is_empty(), "{}", report.problems.join("\n"));
}

#[test]
fn the_rule_files_are_as_generated() {
    let files = tree::rule_files(&rules::read(&root()).unwrap());
    for (path, text) in files {
        assert_eq!(std::fs::read_to_string(root().join(&path)).unwrap(), text, "{path}");
    }
}

/// What the codec says alone; CI asks the reference as well.
#[cfg(feature = "codec")]
#[test]
fn the_cases_and_the_codec_give_the_committed_expectations() {
    use ampwire_vectors_generate::oracle::{Codec, Oracle};
    use ampwire_vectors_generate::{cases, produce, since};

    let rules = rules::read(&root()).unwrap();
    let mut oracles: Vec<Box<dyn Oracle>> = vec![Box::new(Codec)];
    let mut files = produce::produce(cases::OPERATIONS, &cases::all(), &rules, &mut oracles)
        .unwrap_or_else(|problems| panic!("{}", problems.join("\n")));
    since::keep(&root(), &mut files).unwrap();
    for file in files {
        let path = format!("vectors/v1/{}.json", file.op);
        let committed = std::fs::read_to_string(root().join(&path)).unwrap();
        assert!(committed == document::vector_file(&file), "{path} is not as generated");
    }
}

/// Every invoice that is read, and that one of the suite's keys has signed, is written again from what was read.
#[cfg(feature = "codec")]
#[test]
fn what_is_read_is_written_again() {
    use ampwire_vectors::{Expect, Members, Profile};
    use ampwire_vectors_generate::bytes::hex;
    use ampwire_vectors_generate::invoice::{KEYS, Split, hrp_and_data, letters, sign};
    use ampwire_vectors_generate::oracle::{Codec, Given, Oracle};
    use serde_json::Value;

    let path = format!("vectors/{INVOICE}");
    let text = std::fs::read_to_string(root().join(&path)).unwrap();
    let (mut written, mut refused) = (0, Vec::new());
    for vector in VectorFile::parse(&path, &text).unwrap().vectors {
        let (Some(Value::String(invoice)), Expect::Ok(object)) =
            (vector.input.get("invoice"), &vector.expect)
        else {
            continue;
        };
        let lower = invoice.to_ascii_lowercase();
        let split = Split::of(&lower).unwrap();
        let (hrp, data) = hrp_and_data(split.signed).unwrap();
        let signed =
            |key: &&[u8; 32]| letters(&sign(key, &hrp, &data).symbols()) == split.signature;
        let Some(key) = KEYS.iter().find(signed) else { continue };
        let mut request: Members = object.clone();
        request.insert("private_key".to_owned(), hex(key).into());
        match Codec.answer(Profile::Amp, "invoice.encode", &request).unwrap() {
            Given::Ok(answer) if answer.get("invoice") == vector.input.get("invoice") => {
                written += 1;
            }
            // No writer takes a longer form of the amount, both bits of a feature, or one that is out of place.
            Given::Ok(answer) => {
                let again = answer.get("invoice").and_then(Value::as_str).unwrap();
                assert!(!again.starts_with(&format!("{hrp}1")), "{}: {again}", vector.id);
                refused.push(vector.id);
            }
            Given::Reject { .. } => refused.push(vector.id),
            Given::Neither(answer) => panic!("{}: {answer}", vector.id),
        }
    }
    assert!(written > 100, "{written}");
    assert_eq!(
        refused,
        [
            "invoice/amount-1000n",
            "invoice/amount-10000000000p",
            "invoice/amount-20000000000m",
            "invoice/amount-20000000000000000000p",
            "invoice/amount-21000000000m",
            "invoice/features-both-of-a-pair",
            "invoice/features-4-5",
            "invoice/features-39",
            "invoice/amp-both-bits",
        ]
    );
}

/// Changes one file of the tree and says what the lint finds, the schemas aside: they take long.
fn after(path: &str, change: impl FnOnce(&mut VectorFile)) -> String {
    let mut tree = Tree::load(&root()).unwrap();
    tree.schemas.values_mut().for_each(|schema| *schema = serde_json::Value::Bool(true));
    changed(tree, path, change)
}

/// Changes one file of the tree and says what the lint finds.
fn after_with_schemas(path: &str, change: impl FnOnce(&mut VectorFile)) -> String {
    changed(Tree::load(&root()).unwrap(), path, change)
}

fn changed(mut tree: Tree, path: &str, change: impl FnOnce(&mut VectorFile)) -> String {
    let mut file = VectorFile::parse(path, &tree.texts[path]).unwrap();
    change(&mut file);
    tree.texts.insert(path.to_owned(), document::vector_file(&file));
    tree.check().problems.join("\n")
}

/// The vector of this id.
fn vector<'a>(file: &'a mut VectorFile, id: &str) -> &'a mut ampwire_vectors::Vector {
    file.vectors.iter_mut().find(|vector| vector.id == id).unwrap()
}

const TU16: &str = "v1/tu16.decode.json";
const PAYLOAD: &str = "v1/payload.decode.json";
const INVOICE: &str = "v1/invoice.decode.json";

#[test]
fn a_changed_input_is_found() {
    let found = after(TU16, |file| {
        vector(file, "tu16/1").input.insert("bytes".to_owned(), "02".into());
    });
    assert!(found.contains("tu16/1: the hash is"), "{found}");
    assert!(found.contains("MANIFEST.json has another hash of v1/tu16.decode.json"), "{found}");
    // The neighbours of this vector are now somewhere else.
    assert!(
        found.contains("tu16/one-in-full-width: the edit leads from tu16/1 elsewhere"),
        "{found}"
    );
}

#[test]
fn a_repeated_id_and_a_repeated_question_are_found() {
    let found = after(TU16, |file| {
        let again = file.vectors[0].clone();
        file.vectors.push(again);
    });
    assert!(found.contains("tu16/0: the id is there twice"), "{found}");
    assert!(found.contains("tu16/0: asks what tu16/0 asks"), "{found}");
    assert!(found.contains("MANIFEST.json counts"), "{found}");
}

#[test]
fn a_gap_in_a_map_is_found() {
    let found = after(PAYLOAD, |file| {
        vector(file, "payload/final").map.remove(1);
    });
    assert!(
        found.contains("payload/final: the map has a label of 2 bytes at 2, expected at 1"),
        "{found}"
    );
    let found = after(PAYLOAD, |file| {
        vector(file, "payload/final").map.pop();
    });
    assert!(found.contains("payload/final: the map covers 42 of 44 bytes"), "{found}");
    let found = after(TU16, |file| vector(file, "tu16/1").map.clear());
    assert!(found.contains("tu16/1: no map here"), "{found}");
}

#[test]
fn an_edit_of_an_invoice_is_applied_again() {
    let changed = |id: &str, from: &str, to: &str| {
        after(INVOICE, |file| {
            let near = vector(file, id).near.as_mut().unwrap();
            assert!(near.edit.contains(from), "{}", near.edit);
            near.edit = near.edit.replace(from, to);
        })
    };
    // Without the right signature, or a checksum, the edit leads to another invoice.
    let id = "invoice/no-payment-hash";
    let found = changed(id, "; checksum", "");
    assert!(
        found.contains("invoice/no-payment-hash: the edit leads from invoice/plain elsewhere"),
        "{found}"
    );
    let found = changed(id, "sign with e126f68f", "sign with e126f68e");
    assert!(
        found.contains("invoice/no-payment-hash: the edit leads from invoice/plain elsewhere"),
        "{found}"
    );
    let found = changed("invoice/bech32m", "checksum of bech32m", "checksum");
    assert!(
        found.contains("invoice/bech32m: the edit leads from invoice/plain elsewhere"),
        "{found}"
    );
    let found = changed("invoice/prefix-lnxx", "\"bc\"", "\"tb\"");
    assert!(
        found.contains("invoice/prefix-lnxx: near invoice/plain: can't edit the invoice so"),
        "{found}"
    );
}

#[test]
fn an_invoice_without_labels_is_found() {
    let found = after(INVOICE, |file| vector(file, "invoice/testnet").map.clear());
    assert!(found.contains("invoice/testnet: no map here"), "{found}");
    let found = after(INVOICE, |file| {
        vector(file, "invoice/testnet").map.pop();
    });
    assert!(found.contains("invoice/testnet: the map covers"), "{found}");
}

#[test]
fn a_neighbour_that_does_not_fit_is_found() {
    let id = "payload/amp-63-bytes";
    let changed = |to: &str| {
        after(PAYLOAD, |file| {
            if let Some(near) = &mut vector(file, id).near {
                to.clone_into(&mut near.id);
            }
        })
    };
    assert!(changed("payload/nowhere").contains("near payload/nowhere, which is not there"));
    assert!(changed("tlv/empty").contains("near tlv/empty, which is of tlv.decode"));
    assert!(changed("payload/amp-69-bytes").contains("which is not valid for certain"));
    assert!(changed("payload/final").contains("payload/amp-63-bytes: "));
    let found = after(PAYLOAD, |file| vector(file, id).near = None);
    assert!(
        found.contains("payload/amp-63-bytes: a rejection without a valid neighbour"),
        "{found}"
    );
    let found = after(PAYLOAD, |file| {
        if let Some(near) = &mut vector(file, id).near {
            near.edit = "delete something".to_owned();
        }
    });
    assert!(found.contains("is no edit"), "{found}");
}

#[test]
fn rules_levels_and_needs_are_checked() {
    let found = after(PAYLOAD, |file| {
        vector(file, "payload/amp").rules.obeys.push("amp.no.such".to_owned());
    });
    assert!(found.contains("payload/amp: there is no rule amp.no.such"), "{found}");
    let found = after(PAYLOAD, |file| vector(file, "payload/amp-63-bytes").rules.breaks.clear());
    assert!(found.contains("a rejection breaks a rule"), "{found}");
    let found = after(PAYLOAD, |file| {
        vector(file, "payload/type8-amp").level = ampwire_vectors::Level::Must;
    });
    assert!(found.contains("payload/type8-amp: the level is must"), "{found}");
    let found = after(PAYLOAD, |file| vector(file, "payload/amp").needs.clear());
    assert!(found.contains("payload/amp: needs []"), "{found}");
    let found = after_with_schemas(PAYLOAD, |file| {
        vector(file, "payload/amp").needs.push("layout:type99".to_owned());
    });
    assert!(found.contains("which no testee can declare"), "{found}");
    assert!(found.contains("v1/payload.decode.json"), "the schema knows the tags as well: {found}");
}

#[test]
fn a_rule_that_loses_its_vectors_is_found() {
    let found = after("v1/amp.split.json", |file| {
        file.vectors.retain(|vector| vector.rules.breaks.is_empty());
    });
    assert!(
        !found.contains("rule amp.hmac-xor.index-once"),
        "reconstruct still breaks it: {found}"
    );
    let found = after("v1/amp.split.json", |file| {
        file.vectors.retain(|vector| vector.rules.obeys.is_empty());
    });
    assert!(
        found.contains("rule amp.hmac-xor.share: no vector obeys it, and no reason says why"),
        "{found}"
    );
    let found = after(PAYLOAD, |file| {
        vector(file, "payload/amp-63-bytes").rules.breaks.push("amp.record.layout".to_owned());
    });
    assert!(
        found.contains(
            "rule amp.record.layout: a vector breaks it, the reason why none does is no longer true"
        ),
        "{found}"
    );
}

#[test]
fn another_form_of_the_same_json_is_found() {
    let mut tree = Tree::load(&root()).unwrap();
    let text = tree.texts[TU16].replace("\n      ", "\n    ");
    tree.texts.insert(TU16.to_owned(), text);
    let found = tree.check().problems.join("\n");
    assert!(found.contains("v1/tu16.decode.json is not in canonical form"), "{found}");
}

#[test]
fn members_that_no_operation_has_are_found() {
    let found = after_with_schemas(PAYLOAD, |file| {
        vector(file, "payload/amp").input.insert("hint".to_owned(), "no".into());
    });
    assert!(found.contains("v1/payload.decode.json/vectors/"), "{found}");
    let found = after_with_schemas(TU16, |file| {
        if let ampwire_vectors::Expect::Ok(result) = &mut vector(file, "tu16/1").expect {
            result.insert("value".to_owned(), "01".into());
        }
    });
    assert!(
        found.contains("v1/tu16.decode.json/vectors/"),
        "a number without leading zeros: {found}"
    );
}

#[test]
fn files_beside_the_manifest_are_found() {
    let mut tree = Tree::load(&root()).unwrap();
    let text = tree.texts[TU16].replace("tu16.decode", "tu16.decode2");
    tree.texts.insert("v1/tu16.decode2.json".to_owned(), text);
    tree.texts.remove("v1/tlv.encode.json");
    let found = tree.check().problems.join("\n");
    assert!(found.contains("MANIFEST.json does not list v1/tu16.decode2.json"), "{found}");
    assert!(
        found.contains("MANIFEST.json lists v1/tlv.encode.json, which is not there"),
        "{found}"
    );
}

#[test]
fn too_many_bytes_are_found() {
    let found = after(TU16, |file| {
        vector(file, "tu16/1").comment = format!("{}.", "x".repeat(3_500_000));
    });
    assert!(found.contains("at most 3500000 are fine"), "{found}");
}

/// The table of departures is held to the vectors, also where it says nothing that anyone does.
#[test]
fn departures() {
    let problems = |from: &str, to: &str| {
        let mut tree = Tree::load(&root()).unwrap();
        assert!(tree.departures.document.contains(from), "{from}");
        tree.departures.document = tree.departures.document.replace(from, to);
        tree.check().problems
    };
    for (from, to, problem) in [
        ("| reads | refuses | final-without", "| reads | reads | final-without", "ldk refuses it"),
        (
            "| reads | refuses | blinded-final",
            "| refuses | refuses | blinded-final",
            "lnd reads it",
        ),
        ("| refuses | refuses | path-key-alone", "| refuses | | path-key-alone", "ldk refuses it"),
        ("| reads | reads | custom-even", "| may | reads | custom-even", "may is nothing"),
        ("total-0 |", "total-none |", "payload/total-none is no vector"),
        // By the vector's own deployed, by an adapter's list and by neither.
        (
            "| reads | refuses | reads | reads | no-features",
            "| reads | reads | reads | reads | no-features",
            "ldk refuses it",
        ),
        (
            "| reads | refuses | reads | reads | payee-high-s",
            "| refuses | refuses | reads | reads | payee-high-s",
            "lnd reads it",
        ),
        (
            "| reads | reads | refuses | reads | signet",
            "| refuses | reads | refuses | reads | signet",
            "lnd reads it",
        ),
        ("\n|", "\n", "there is no table"),
    ] {
        let problems = problems(from, to);
        assert!(problems.iter().any(|told| told.contains(problem)), "{problem}: {problems:?}");
    }
}
