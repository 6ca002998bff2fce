//! `ampwire amp verify`: what a node keeps of its AMP payments.
//!
//! | file | concept |
//! |---|---|
//! | `place` | values of JSON, and where they stand |
//! | `invoice` | invoices as a node prints them |
//! | `judge` | whether a set is consistent |
//! | `text` `json` | the answer for people and for programs |

mod invoice;
mod json;
mod judge;
mod place;
mod text;

use serde_json::Deserializer;

use self::invoice::Invoice;
use self::judge::{Judged, judge};
use super::Failure;
use super::bytes::{named, whole};
use crate::args::VerifyInvoices;
use crate::commands::finish;
use crate::exit;
use crate::protocol::StrictValue;
use crate::render::output::Output;

/// Runs the command.
pub(super) fn execute(arguments: &VerifyInvoices, no_color: bool) -> Result<u8, Failure> {
    let bytes = whole(&arguments.file, no_color)?;
    let invoices = read(&bytes)
        .map_err(|words| Failure::usage(format!("{}: {words}", named(&arguments.file))))?;
    let judged: Vec<Judged<'_>> = invoices.iter().map(judge).collect();
    let consistent = judged.iter().all(Judged::is_consistent);
    let mut output = Output::stdout(no_color);
    if arguments.json {
        output.line(&json::object(&judged).to_string());
    } else {
        text::write(&mut output, &judged);
    }
    finish(output, if consistent { exit::SUCCESS } else { exit::UNEXPECTED })
}

/// The invoices of one or several JSON values.
fn read(bytes: &[u8]) -> Result<Vec<Invoice>, String> {
    let mut invoices = Vec::new();
    let mut is_empty = true;
    for (index, value) in Deserializer::from_slice(bytes).into_iter::<StrictValue>().enumerate() {
        let StrictValue(value) = value.map_err(|error| {
            if error.is_data() { error.to_string() } else { format!("not JSON: {error}") }
        })?;
        is_empty = false;
        invoice::all_of(index, &value, &mut invoices)?;
    }
    if is_empty { Err("there is no JSON: it is empty".to_owned()) } else { Ok(invoices) }
}
