//! Rules in words.

use ampwire_vectors::{Rule, RuleFile};

use super::style::{BOLD, DIM, paint};

/// How a vector stands to a rule, the rule's sentence, and where it comes from: two lines.
pub(crate) fn lines(rules: &RuleFile, id: &str) -> Vec<String> {
    let Some(rule) = rules.find(id) else {
        return vec![format!("{id} (not in the table of rules)")];
    };
    vec![head(rule), rule.sentence.clone(), paint(DIM, &rule.source)]
}

/// The rule's id, level and authority.
pub(crate) fn head(rule: &Rule) -> String {
    format!("{} ({}, {})", paint(BOLD, &rule.id), rule.level.as_str(), authority(rule))
}

fn authority(rule: &Rule) -> &'static str {
    match rule.authority {
        ampwire_vectors::Authority::Bolt => "a merged BOLT",
        ampwire_vectors::Authority::Blip => "a bLIP",
        ampwire_vectors::Authority::Deployed => "deployed implementations",
        ampwire_vectors::Authority::Ampwire => "this project",
    }
}
