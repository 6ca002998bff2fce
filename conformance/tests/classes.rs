//! The classes of rejection stand in the library's rules, in the vectors' types and in the protocol: the vectors'
//! package does not link the library, and so can't share them.

#![allow(clippy::unwrap_used, reason = "a test")]

use std::collections::BTreeSet;

use ampwire_vectors::Class;

#[test]
fn every_rule_has_a_class_that_a_vector_can_name() {
    let named: BTreeSet<String> = Class::ALL
        .iter()
        .map(|class| serde_json::to_value(class).unwrap().as_str().unwrap().to_owned())
        .collect();
    assert_eq!(named.len(), Class::ALL.len());
    let mut met = BTreeSet::new();
    for rule in ampwire::rule::all() {
        assert!(named.contains(rule.class().as_str()), "{rule}: {}", rule.class());
        met.insert(rule.class().as_str());
    }
    // The table is not empty, and not all of one class.
    assert!(met.len() > 15, "{met:?}");
}
