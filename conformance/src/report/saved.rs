//! A report as JSON, read again: yesterday's file is rendered as today's run is.

use core::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use serde_json::Value;

use super::{EMBEDDED, ExceptionsReport, Report, RunReport, SCHEMA, plain};
use crate::exit;
use crate::protocol::{Members, operations};

/// The largest file that is read. The whole suite makes a report of a few megabytes.
const MOST_BYTES: u64 = 256 << 20;

/// A file that is no report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ReportFault(String);

impl fmt::Display for ReportFault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// A report as its file has it, and as it is shown.
#[derive(Debug, Clone)]
pub(crate) struct Saved {
    /// As it stands, members of later versions too.
    pub(crate) json: Value,
    /// What is shown of it, with all texts made harmless.
    pub(crate) report: Report,
}

impl Saved {
    /// Reads a file; `-` is standard input.
    ///
    /// # Errors
    /// Where it can't be read or is no report, with the place.
    pub(crate) fn read(path: &Path, reproducible: bool) -> Result<Self, ReportFault> {
        let name = if path.as_os_str() == "-" {
            "standard input".to_owned()
        } else {
            path.display().to_string()
        };
        let read = if path.as_os_str() == "-" {
            read_limited(io::stdin().lock())
        } else {
            File::open(path).and_then(read_limited)
        };
        let fault = |words: String| ReportFault(format!("{name}: {words}"));
        let bytes = read.map_err(|error| fault(error.to_string()))?;
        Self::parse(&bytes, reproducible).map_err(fault)
    }

    /// A report that was just made, on the same way as one that is read.
    ///
    /// # Errors
    /// Never for a report of this version.
    pub(crate) fn from_report(report: &Report) -> Result<Self, ReportFault> {
        let json = serde_json::to_value(report).map_err(|error| ReportFault(error.to_string()))?;
        Self::new(json).map_err(ReportFault)
    }

    fn parse(bytes: &[u8], reproducible: bool) -> Result<Self, String> {
        if bytes.iter().all(u8::is_ascii_whitespace) {
            return Err("it is empty; a report is one JSON object".to_owned());
        }
        let mut json: Value = serde_json::from_slice(bytes).map_err(|error| {
            // The error names line and column itself.
            if error.is_eof() {
                format!("the report is cut off: {error}")
            } else {
                format!("this is not JSON: {error}")
            }
        })?;
        if reproducible {
            reproduce(&mut json);
        }
        Self::new(json)
    }

    fn new(json: Value) -> Result<Self, String> {
        match json.get("schema") {
            Some(Value::String(schema)) if schema == SCHEMA => {}
            Some(other) => {
                let other = plain::cut(&plain::line(&other.to_string()), 80);
                return Err(format!(
                    "its schema is {other}; this version reads \"{SCHEMA}\" alone"
                ));
            }
            None => {
                return Err(format!("this is no report: it has no member `schema`, \"{SCHEMA}\""));
            }
        }
        let report: Report =
            serde_path_to_error::deserialize(plain::value(json.clone())).map_err(|error| {
                let words = plain::cut(&plain::line(&error.inner().to_string()), 300);
                format!("at {}: {words}", error.path())
            })?;
        check(&report)?;
        Ok(Self { json, report })
    }
}

fn read_limited(from: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.take(MOST_BYTES + 1).read_to_end(&mut bytes)?;
    if u64::try_from(bytes.len()).is_ok_and(|length| length <= MOST_BYTES) {
        return Ok(bytes);
    }
    Err(io::Error::other(format!("more than {} MiB; no report is that long", MOST_BYTES >> 20)))
}

/// A run that was just made, as it would be read again: with all texts made harmless, and if it is to be reproducible without what
/// differs by chance.
///
/// # Errors
/// Never for a run of this version.
pub(crate) fn of_run(
    run: &RunReport,
    exceptions: Option<&ExceptionsReport>,
    reproducible: bool,
) -> Result<RunReport, ReportFault> {
    let fault = |error: serde_json::Error| ReportFault(error.to_string());
    let mut json = serde_json::json!({ "exceptions": exceptions, "runs": [run] });
    if reproducible {
        reproduce(&mut json);
    }
    let run = json.pointer_mut("/runs/0").map(Value::take).unwrap_or_default();
    serde_json::from_value(plain::value(run)).map_err(fault)
}

/// A report that contradicts itself would be rendered green for a wrong reason.
fn check(report: &Report) -> Result<(), String> {
    for (index, run) in report.runs.iter().enumerate() {
        let (there, summary) = (run.vectors.len(), &run.summary);
        if there.checked_add(summary.not_run) != Some(summary.selected) {
            return Err(format!(
                "at runs[{index}].summary: {} vectors were selected and {} not run, and {there} are here",
                summary.selected, summary.not_run
            ));
        }
    }
    if report.exit_status != exit::SUCCESS {
        return Ok(());
    }
    let contradicts =
        |what: String| Err(format!("at exit_status: it is 0, all as expected, and {what}"));
    if report.exceptions.as_ref().is_some_and(|exceptions| !exceptions.stale.is_empty()) {
        return contradicts("an expected failure matches nothing".to_owned());
    }
    if report.runs.iter().all(|run| run.summary.ran == 0) {
        return contradicts("nothing ran".to_owned());
    }
    for run in &report.runs {
        if let Some(red) = run.vectors.iter().find(|vector| vector.red) {
            return contradicts(format!("{} is red", red.id));
        }
        if run.fault.is_some() || run.interrupted || run.summary.not_run > 0 {
            return contradicts("a run ended early".to_owned());
        }
    }
    Ok(())
}

/// Takes away what differs between runs that found the same: times, paths of this machine, the order, and what a testee wrote beside
/// its answers.
fn reproduce(report: &mut Value) {
    if let Some(source) = report.pointer_mut("/suite/source") {
        if source != EMBEDDED {
            *source = Value::from("folder");
        }
    }
    let file = report.pointer("/exceptions/file").and_then(Value::as_str).map(str::to_owned);
    let name = file.as_deref().map(name_of).unwrap_or_default();
    if let Some(Value::String(classes)) = report.pointer_mut("/options/classes") {
        *classes = name_of(classes);
    }
    set(report.pointer_mut("/exceptions/file").filter(|file| file.is_string()), name.as_str());
    for run in items(report.get_mut("runs")) {
        empty(run, "command");
        empty(run, "stray_lines");
        set(run.pointer_mut("/summary/milliseconds"), 0);
        set(run.pointer_mut("/summary/stray_lines"), 0);
        set(run.get_mut("jobs"), 1);
        if let Some(run) = run.as_object_mut() {
            run.remove("seed");
        }
        set(run.pointer_mut("/fault/stderr"), "");
        for vector in items(run.get_mut("vectors")) {
            set(vector.get_mut("microseconds"), 0);
            set(vector.get_mut("stderr"), "");
            // A reason names the place in the file of expected failures.
            if let Some(file) = file.as_ref().filter(|file| !file.is_empty()) {
                for reason in items(vector.get_mut("reasons")) {
                    if let Value::String(reason) = reason {
                        *reason = reason.replace(&format!(" {file}:"), &format!(" {name}:"));
                    }
                }
            }
            without_draws(vector);
            without_ids(vector);
            without_ids(vector.get_mut("alone").unwrap_or(&mut Value::Null));
            if let Some(vector) = vector.as_object_mut() {
                vector.remove("stray");
            }
        }
        let id = |vector: &Value| vector.get("id").and_then(Value::as_str).map(str::to_owned);
        if let Some(vectors) = run.get_mut("vectors").and_then(Value::as_array_mut) {
            vectors.sort_by_key(id);
        }
    }
}

/// Takes away answers that are drawn anew each time. What was found in them stays.
fn without_draws(vector: &mut Value) {
    let op = vector.get("op").and_then(Value::as_str).unwrap_or_default();
    if operations::is_drawn(op) {
        for place in ["/actual/ok", "/alone/actual/ok"] {
            set(vector.pointer_mut(place), Value::Object(Members::new()));
        }
    }
}

/// A path without its folders.
fn name_of(path: &str) -> String {
    let name = Path::new(path).file_name();
    name.map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// Takes the ids of requests out of the reasons of a verdict, and the lengths that hang on them: they are counted in each process.
fn without_ids(vector: &mut Value) {
    let Some(reasons) = vector.get_mut("reasons").and_then(Value::as_array_mut) else { return };
    reasons
        .retain(|reason| !reason.as_str().is_some_and(|reason| reason.starts_with("the line: ")));
    for reason in reasons {
        let Some(text) = reason.as_str() else { continue };
        let parts = text.split("; ").map(|part| {
            if part.starts_with("wrong id: ") {
                return "wrong id";
            }
            let counted = [" bytes, no newline", " bytes beside the answer"];
            let place = counted.iter().find_map(|words| part.find(words));
            place.and_then(|place| part.get(place..)).unwrap_or(part).trim_start()
        });
        *reason = Value::from(parts.collect::<Vec<_>>().join("; "));
    }
}

fn items(value: Option<&mut Value>) -> impl Iterator<Item = &mut Value> {
    value.and_then(Value::as_array_mut).into_iter().flatten()
}

fn set(place: Option<&mut Value>, value: impl Into<Value>) {
    if let Some(place) = place {
        *place = value.into();
    }
}

/// A member that isn't a list stays, for the reader to complain about.
fn empty(object: &mut Value, member: &str) {
    if let Some(list) = object.get_mut(member).and_then(Value::as_array_mut) {
        list.clear();
    }
}

#[cfg(test)]
mod tests;
