//! Every rule has a vector that obeys it and one that breaks it, or says why not.

use std::collections::BTreeSet;

use super::Parsed;

pub(super) fn check(parsed: &Parsed) -> Vec<String> {
    let mut obeyed = BTreeSet::new();
    let mut broken = BTreeSet::new();
    let mut ids = BTreeSet::new();
    for (_, vector) in parsed.vectors() {
        ids.insert(vector.id.as_str());
        obeyed.extend(vector.rules.obeys.iter().map(String::as_str));
        broken.extend(vector.rules.breaks.iter().map(String::as_str));
    }
    let mut problems = Vec::new();
    let mut seen = BTreeSet::new();
    for rule in &parsed.rules.rules {
        let id = rule.id.as_str();
        if !seen.insert(id) {
            problems.push(format!("rule {id} is there twice"));
        }
        for (what, vectors, reason) in
            [("obeys", &obeyed, &rule.no_obey), ("breaks", &broken, &rule.no_break)]
        {
            match (vectors.contains(id), reason) {
                (false, None) => {
                    problems
                        .push(format!("rule {id}: no vector {what} it, and no reason says why"));
                }
                (true, Some(_)) => problems.push(format!(
                    "rule {id}: a vector {what} it, the reason why none does is no longer true"
                )),
                _ => {}
            }
        }
        let families = [
            "bystander/",
            "payload/",
            "payload-encode/",
            "tlv/",
            "bigsize/",
            "amp-record/",
            "derive/",
            "reconstruct/",
            "split/",
            "features/",
            "features-encode/",
            "features-check/",
            "failure/",
            "failure-encode/",
            "invoice/",
            "invoice-encode/",
            "invoice-pay/",
            "receiver/",
            "sender/",
            "shares/",
        ];
        for departure in &rule.departure {
            for word in departure
                .evidence
                .split([' ', ',', ';'])
                .filter(|word| families.iter().any(|family| word.starts_with(family)))
            {
                if !ids.contains(word) {
                    problems
                        .push(format!("rule {id}: the evidence names {word}, which is no vector"));
                }
            }
        }
    }
    problems
}
