use ampwire::onion::types;
use ampwire::rule;
use ampwire::tlv::{Record, TlvReader};
use serde::Deserialize;
use std::collections::BTreeSet;

/// One thing that another implementation does otherwise: an entry of a file in `fuzz/divergences/`, for
/// whoever compares with it. Every condition that is given has to hold.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// A name, for the count.
    pub id: String,
    /// The operation.
    pub op: String,
    /// All that may differ: `verdict`, members of `ok`, or `class`, `offset`, `tlv_type`.
    pub differs: BTreeSet<String>,
    /// Our answers in a word: `ok`, or a class. Any where absent.
    pub ours: Option<BTreeSet<String>>,
    /// Theirs, likewise; `none` for a rejection without a class.
    pub theirs: Option<BTreeSet<String>>,
    /// The rules that our rejection may name.
    pub rules: Option<BTreeSet<String>>,
    /// The types that their rejection may name.
    pub tlv_types: Option<BTreeSet<String>>,
    /// Whether the hop is `final` or `intermediate`.
    pub role: Option<String>,
    /// Types of records, of which each has to be there.
    #[serde(default)]
    pub has: BTreeSet<u64>,
    /// Types of records, of which none is there.
    #[serde(default)]
    pub lacks: BTreeSet<u64>,
    /// At least so many records have another type than these.
    pub strangers: Option<Strangers>,
    /// At least one of these records holds such a number.
    pub holds: Option<Holds>,
    /// Members of the input of which at least one is a zero.
    pub zero: Option<BTreeSet<String>>,
    /// Invoices that show it, where it is about those.
    #[serde(default)]
    pub witness: Vec<String>,
    /// The rule it is about.
    pub rule: String,
    /// Why it is so, and which side is right.
    pub reason: String,
    /// Where that can be seen.
    pub evidence: String,
}

/// How many records there are beside these.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Strangers {
    /// The types of those that are none.
    pub beside: BTreeSet<u64>,
    /// As many there are, or more.
    pub at_least: usize,
}

/// A number in any of these records, behind the secret in `payment_data`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Holds {
    /// The types of the records.
    pub any_of: BTreeSet<u64>,
    /// The lowest number.
    #[serde(default)]
    pub at_least: u64,
    /// The highest number.
    #[serde(default = "highest")]
    pub at_most: u64,
}

const fn highest() -> u64 {
    u64::MAX
}

impl Entry {
    /// Whether the entry can be used at all.
    ///
    /// # Errors
    ///
    /// Where a rule is not known, and where it says neither why it is so nor where that can be seen.
    pub fn check(&self) -> Result<(), String> {
        let mut rules = self.rules.iter().flatten().chain([&self.rule]);
        if let Some(unknown) = rules.find(|id| rule::find(id).is_none()) {
            return Err(format!("no rule {unknown}"));
        }
        if self.reason.trim().is_empty() || self.evidence.trim().is_empty() {
            return Err("neither reason nor evidence may be empty".to_owned());
        }
        Ok(())
    }

    /// Whether the payload's records, up to the first fault of framing, meet the conditions on them.
    pub fn meets(&self, payload: &[u8]) -> bool {
        let records = || TlvReader::new(payload).map_while(Result::ok);
        let types = || records().map(|record| record.record_type());
        self.has.iter().all(|wanted| types().any(|found| found == *wanted))
            && (self.lacks.is_empty() || !types().any(|found| self.lacks.contains(&found)))
            && self.strangers.as_ref().is_none_or(|strangers| {
                types().filter(|found| !strangers.beside.contains(found)).count()
                    >= strangers.at_least
            })
            && self.holds.as_ref().is_none_or(|holds| records().any(|record| holds.by(&record)))
    }
}

impl Holds {
    fn by(&self, record: &Record<'_>) -> bool {
        let digits = match record.record_type() {
            types::PAYMENT_DATA => record.value().get(32..).unwrap_or_default(),
            _ => record.value(),
        };
        // More bytes than this are no number.
        let number = (digits.len() <= 8)
            .then(|| digits.iter().fold(0, |number, digit| number << 8 | u64::from(*digit)));
        self.any_of.contains(&record.record_type())
            && number.is_some_and(|number| (self.at_least..=self.at_most).contains(&number))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(conditions: &str) -> Entry {
        let text = format!(
            "id = \"one\"\nop = \"payload.decode\"\ndiffers = [\"verdict\"]\nrule = \"bolt1.tlv.ascending\"\nreason = \"because\"\nevidence = \"there\"\n{conditions}"
        );
        toml::from_str(&text).unwrap()
    }

    #[test]
    fn conditions_on_records() {
        let secret = [[8, 34].as_slice(), &[0xff; 32], &[1, 0]].concat();
        let payload = [[2, 1, 9, 4, 0].as_slice(), &secret, &[0x65, 9], &[1; 9]].concat();
        for (conditions, met) in [
            ("", true),
            ("has = [2, 8]", true),
            ("has = [2, 10]", false),
            ("lacks = [10, 12]", true),
            ("lacks = [10, 4]", false),
            ("strangers = { beside = [2, 4], at_least = 2 }", true),
            ("strangers = { beside = [2, 4], at_least = 3 }", false),
            // 9 and 0, and 256 behind the secret.
            ("holds = { any_of = [2, 4], at_least = 9 }", true),
            ("holds = { any_of = [2, 4], at_least = 10 }", false),
            ("holds = { any_of = [4], at_most = 0 }", true),
            ("holds = { any_of = [2], at_most = 8 }", false),
            ("holds = { any_of = [2, 8], at_least = 256, at_most = 256 }", true),
            ("holds = { any_of = [6] }", false),
            // Nine bytes are no number.
            ("holds = { any_of = [101] }", false),
            ("has = [2]\nlacks = [2]", false),
        ] {
            assert_eq!(entry(conditions).meets(&payload), met, "{conditions}");
        }
        // What stands behind a fault of framing is not there.
        assert!(entry("lacks = [4]").meets(&[2, 1, 9, 4, 1]));
        assert!(entry("has = [2]").meets(&[2, 1, 9, 4, 1]));
    }
}
