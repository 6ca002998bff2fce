//! Both versions of LDK make the same of every invoice of the suite.

use std::collections::BTreeMap;

use ampwire_testee_ldk::answer::Answer;
use ampwire_testee_ldk::server::Testee as _;
use ampwire_testee_ldk::{candidate, stable};
use serde_json::Value;

#[test]
fn versions_agree() {
    let (stable, candidate) = (stable::Testee::new(), candidate::Testee::new());
    let mut answers: BTreeMap<&str, usize> = BTreeMap::new();
    for op in ["invoice.decode", "invoice.encode"] {
        let path = format!("{}/../../vectors/v1/{op}.json", env!("CARGO_MANIFEST_DIR"));
        let file: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        for vector in file["vectors"].as_array().unwrap() {
            let answer = stable.run(op, vector["in"].clone());
            assert_eq!(answer, candidate.run(op, vector["in"].clone()), "{}", vector["id"]);
            *answers.entry(answer.clone().into_member().0).or_default() += 1;
            if let (Answer::Ok(members), "invoice.decode") = (&answer, op) {
                let text = vector["in"]["invoice"].as_str().unwrap();
                assert_eq!(&stable.decode_invoice(text).ok().unwrap().members(), members);
            }
        }
    }
    // All three occur, and nothing else: LDK panics nowhere.
    assert_eq!(answers.keys().copied().collect::<Vec<_>>(), ["ok", "reject", "unsupported"]);
}
