//! One line of many, answered by one line of JSON.

use ampwire::bolt11::LenientInvoice;
use ampwire::explain::{self, Kind, Reading};
use serde::Serialize;

use super::batches::{Batch, LONGEST, Lines};
use super::tally::Tally;
use crate::args::Inspect;
use crate::commands::inspect::input::{self, Input};
use crate::commands::inspect::{Answer, json};

/// How every line is to be read and shown.
#[derive(Clone, Copy)]
pub(super) struct How {
    reading: Reading,
    kind: Option<Kind>,
    reveal: bool,
}

/// The answers to a batch.
pub(super) struct Done {
    /// A line of JSON for each line.
    pub(super) text: Vec<u8>,
    /// How many bytes of the input were answered.
    pub(super) size: usize,
    pub(super) tally: Tally,
}

/// What is said of a line that is not inspected.
#[derive(Serialize)]
struct Other {
    line: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    skipped: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
}

impl How {
    pub(super) fn new(arguments: &Inspect) -> Self {
        Self {
            reading: arguments.reading(),
            kind: arguments.kind.map(Kind::from),
            reveal: arguments.reveal,
        }
    }

    /// Answers every line of a batch.
    pub(super) fn answer(self, batch: &Batch) -> Result<Done, serde_json::Error> {
        let mut done = Done { text: Vec::new(), size: batch.size, tally: Tally::default() };
        match &batch.lines {
            Lines::Overlong => self.line(&mut done, batch.first, None)?,
            Lines::Text(text) => {
                for (number, line) in (batch.first..).zip(text.split(|byte| *byte == b'\n')) {
                    self.line(&mut done, number, (line.len() <= LONGEST).then_some(line))?;
                }
            }
        }
        Ok(done)
    }

    /// Answers a line; `None` is one that is too long.
    fn line(
        self,
        done: &mut Done,
        number: u64,
        line: Option<&[u8]>,
    ) -> Result<(), serde_json::Error> {
        let Done { text, tally, .. } = done;
        let mut skipped = None;
        let mut error = None;
        match line.map(<[u8]>::trim_ascii) {
            None => error = Some(format!("the line has more than {LONGEST} bytes")),
            Some([]) => skipped = Some("blank"),
            Some([b'#', ..]) => skipped = Some("comment"),
            Some(line) => match input::from_line(line, self.kind) {
                Err(fault) => error = Some(fault.to_string()),
                Ok(input) => {
                    let is_right = self.inspect(&input, text, number)?;
                    tally.inspected(is_right);
                }
            },
        }
        if skipped.is_some() || error.is_some() {
            tally.not_inspected(error.is_some());
            serde_json::to_writer(&mut *text, &Other { line: number, skipped, error })?;
        }
        text.push(b'\n');
        Ok(())
    }

    /// Answers a line with an input. Gives whether that is right.
    fn inspect(
        self,
        input: &Input<'_>,
        output: &mut Vec<u8>,
        number: u64,
    ) -> Result<bool, serde_json::Error> {
        // An invoice that is right needs no explanation: its members say it all.
        let text = explain::invoice_in(&input.bytes).filter(|_| self.kind.is_none_or(is_invoice));
        if let Some(invoice) = text.and_then(right) {
            json::write_invoice_line(output, number, input.bytes.len(), &invoice, self.reveal)?;
            return Ok(true);
        }
        let answer = Answer::of(input, self.reading, self.kind);
        json::write_line(output, number, &answer, self.reveal)?;
        Ok(answer.explanation.fault().is_none())
    }
}

/// The invoice, if nothing is wrong with it.
fn right(text: &str) -> Option<LenientInvoice<'_>> {
    // The signature takes most of the time: it is looked at where nothing else is wrong.
    let without = LenientInvoice::parse_unverified(text);
    let invoice = without.findings().is_empty().then(|| LenientInvoice::parse(text))?;
    invoice.findings().is_empty().then_some(invoice)
}

const fn is_invoice(kind: Kind) -> bool {
    matches!(kind, Kind::Invoice)
}
