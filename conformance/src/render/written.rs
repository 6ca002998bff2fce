//! What an encoder wrote beside what it has to write: under the names of the fields, byte by byte.

use ampwire::explain::{Kind, Reading};
use ampwire::onion::Layouts;
use ampwire_vectors::Label;
use serde_json::Value;

use super::bytes;
use crate::compare::same_at_the_start;
use crate::report::VectorReport;

/// So many fields are shown, those around the first difference.
const MOST: usize = 40;
/// Of these, so many before it.
const BEFORE: usize = 20;

/// Two answers of an encoder that differ.
pub(super) struct Written {
    kind: Kind,
    expected: Vec<u8>,
    answered: Vec<u8>,
}

impl Written {
    /// What a report says of an encoder's answer, where it is bytes or an invoice, and has fields that are named.
    pub(super) fn wrongly(report: &VectorReport) -> Option<Self> {
        let (kind, member) = match report.op.as_str() {
            "tlv.encode" => (Kind::TlvStream, "bytes"),
            "payload.encode" | "invoice.final_payload" => (Kind::Payload, "bytes"),
            "amp_record.encode" => (Kind::AmpRecord, "bytes"),
            "onion_failure.encode" => (Kind::Failure, "bytes"),
            "features.encode" => (Kind::Features, "bytes"),
            "invoice.encode" => (Kind::Invoice, "invoice"),
            _ => return None,
        };
        let found = report.differences.iter().find(|difference| difference.member == member)?;
        let written = |value: &Option<Value>| {
            let text = value.as_ref()?.as_str()?;
            if kind == Kind::Invoice {
                Some(text.as_bytes().to_vec())
            } else {
                hex::decode(text).ok()
            }
        };
        let (expected, answered) = (written(&found.expected)?, written(&found.actual)?);
        Some(Self { kind, expected, answered })
    }

    /// The fields of what has to be written; marked is the first that was written otherwise.
    pub(super) fn expected(&self) -> Vec<String> {
        self.lines(&self.expected)
    }

    /// The fields of what was written, as far as it can be read; marked is the first that is otherwise.
    pub(super) fn answered(&self) -> Vec<String> {
        self.lines(&self.answered)
    }

    fn lines(&self, written: &[u8]) -> Vec<String> {
        let explanation = Reading::new(Layouts::BOTH).explain(self.kind, written);
        let labels: Vec<Label> = explanation
            .spans()
            .iter()
            .filter_map(|span| {
                let note = Some(span.value().to_string()).filter(|note| !note.is_empty());
                let (offset, length) =
                    (span.offset().try_into().ok()?, span.length().try_into().ok()?);
                Some(Label { offset, length, name: span.name().to_owned(), note })
            })
            .collect();
        let first = u64::try_from(same_at_the_start(&self.expected, &self.answered)).ok();
        let lines = match self.kind {
            Kind::Invoice => bytes::text_lines(written, &labels, first),
            _ => bytes::lines(written, &labels, first),
        };
        let here =
            labels.iter().rposition(|label| first.is_some_and(|first| label.offset <= first));
        let mut lines = around(lines, here.unwrap_or(0));
        lines.extend(explanation.fault().map(|fault| format!("read as a {}: {fault}", self.kind)));
        lines
    }
}

/// All of the lines, or those around one of them, with how many there are before and behind.
fn around(lines: Vec<String>, here: usize) -> Vec<String> {
    if lines.len() <= MOST {
        return lines;
    }
    let start = here.saturating_sub(BEFORE).min(lines.len() - MOST);
    let behind = lines.len() - MOST - start;
    let more = |count: usize, place: &str| (count > 0).then(|| format!("({count} more {place})"));
    let shown = lines.into_iter().skip(start).take(MOST);
    more(start, "before").into_iter().chain(shown).chain(more(behind, "behind")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(kind: Kind, expected: &str, answered: &str) -> Written {
        let bytes = |text: &str| match kind {
            Kind::Invoice => text.as_bytes().to_vec(),
            _ => hex::decode(text).unwrap(),
        };
        Written { kind, expected: bytes(expected), answered: bytes(answered) }
    }

    fn plain(lines: &[String]) -> Vec<String> {
        lines.iter().map(|line| anstream::adapter::strip_str(line).to_string()).collect()
    }

    #[test]
    fn both_are_named_and_the_first_difference_is_marked_in_both() {
        let written = written(Kind::Payload, "020203e804020320", "020203e80402032101");
        let expected = plain(&written.expected()).join("\n");
        let answered = plain(&written.answered()).join("\n");
        insta::assert_snapshot!(format!("{expected}\n\n{answered}"));
    }

    #[test]
    fn an_invoice_is_shown_as_characters() {
        let written = written(Kind::Invoice, "lntbs20m1pvjluezqqqqqq", "lntbs20u1pvjluezqqqqqq");
        let lines = plain(&written.answered());
        assert!(
            lines.iter().any(|line| line.contains("20u") && line.contains("here")),
            "{lines:?}"
        );
    }

    #[test]
    fn of_many_fields_those_around_the_difference_are_shown() {
        let lines = |count: usize| (0..count).map(|line| line.to_string()).collect::<Vec<_>>();
        assert_eq!(around(lines(MOST), 5), lines(MOST));
        let middle = around(lines(1000), 500);
        assert_eq!(middle.len(), MOST + 2);
        assert_eq!((middle[0].as_str(), middle[1].as_str()), ("(480 more before)", "480"));
        assert_eq!(middle[MOST + 1], "(480 more behind)");
        assert_eq!(around(lines(1000), 0)[MOST], "(960 more behind)");
        assert_eq!(around(lines(1000), 999)[0], "(960 more before)");
    }
}
