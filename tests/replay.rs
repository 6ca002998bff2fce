//! The inputs of the fuzz targets, without the fuzzer: what was once found wrong (committed, in
//! `fuzz/regressions`) and the seeds (made, in `fuzz/seeds`, where they are there).

#![allow(clippy::unwrap_used, reason = "a test")]

use ampwire::arbitrary::{
    Damaged, FeatureQuestion, FeatureSteps, InvoiceWire, Parts, PayeeScenario, PayerScenario,
    ShareSteps, Wire,
};
use ampwire::bolt11::InvoiceBuilder;
use ampwire::check;
use ampwire::onion::Payload;
use arbtest::arbitrary::{Arbitrary, Unstructured};
use std::fs;
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};

/// What a target runs.
type Target = fn(&[u8]);

/// Every target, as in `fuzz/fuzz_targets`.
const TARGETS: [(&str, Target); 25] = [
    ("amp_record", check::amp_record),
    ("bigsize", check::bigsize),
    ("checksum", check::checksum),
    ("derivation", |data| drawn::<Parts>(data, check::derivation)),
    ("encrypted_data", check::encrypted_data),
    ("explain", check::explain),
    ("explain_damaged", |data| drawn::<Damaged>(data, check::explain_damaged)),
    ("feature_rules", |data| drawn::<FeatureQuestion>(data, check::feature_rules)),
    ("features", check::features),
    ("features_built", |data| drawn::<FeatureSteps>(data, check::features_built)),
    ("frame", check::frame),
    ("hop_payload", check::hop_payload),
    ("hop_payload_wire", |data| drawn::<Wire>(data, check::hop_payload_wire)),
    ("invoice_explanation", check::invoice_explanation),
    ("invoice_fields", |data| drawn::<InvoiceWire>(data, check::invoice_fields)),
    ("invoice_text", check::invoice_text),
    ("invoice_value", |data| drawn::<InvoiceBuilder>(data, check::invoice_value)),
    ("onion_failure", check::onion_failure),
    ("payee", |data| drawn::<PayeeScenario>(data, check::payee)),
    ("payer", |data| drawn::<PayerScenario>(data, check::payer)),
    ("payload_value", |data| drawn::<Payload>(data, check::payload_value)),
    ("share_tree", |data| drawn::<ShareSteps>(data, check::share_tree)),
    ("symbols", check::symbols),
    ("tlv_stream", check::tlv_stream),
    ("truncated", check::truncated),
];

/// Draws a value as libFuzzer's front end does.
fn drawn<T: for<'a> Arbitrary<'a>>(data: &[u8], check: fn(&T)) {
    if data.len() >= T::size_hint(0).0 {
        check(&T::arbitrary_take_rest(Unstructured::new(data)).unwrap());
    }
}

fn fuzz() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz")
}

/// The names in a folder, sorted; none where it is not there.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.retain(|name| !name.starts_with('.'));
    names.sort();
    names
}

#[test]
fn the_table_has_every_target() {
    let files: Vec<String> = TARGETS.iter().map(|(name, _)| format!("{name}.rs")).collect();
    assert_eq!(names(&fuzz().join("fuzz_targets")), files);
    let folders: Vec<&str> = TARGETS.iter().map(|(name, _)| *name).collect();
    assert_eq!(names(&fuzz().join("regressions")), folders);
}

#[test]
fn inputs_of_old() {
    for (target, run) in TARGETS {
        for kind in ["regressions", "seeds"] {
            let folder = fuzz().join(kind).join(target);
            for name in names(&folder) {
                let data = fs::read(folder.join(&name)).unwrap();
                let held = catch_unwind(|| run(&data)).is_ok();
                assert!(held, "fuzz/{kind}/{target}/{name}");
            }
        }
    }
}
