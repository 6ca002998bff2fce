//! `ampwire vectors show`.

use serde_json::{Value, json};

use crate::args::Show;
use crate::commands::{Failure, finish};
use crate::exit;
use crate::near;
use crate::protocol::request_line;
use crate::render::failure::input_lines;
use crate::render::output::Output;
use crate::render::style::{BOLD, DIM, paint};
use crate::render::{rule, value};
use crate::suite::{Case, Suite};

/// Runs the command.
pub(crate) fn execute(arguments: &Show, no_color: bool) -> Result<u8, Failure> {
    let suite = Suite::load(arguments.suite.folder.as_deref())?;
    let Some(case) = suite.find(&arguments.id) else {
        let names = suite.cases.iter().map(|case| case.vector.id.as_str());
        return Err(Failure::usage(unknown("vector", &arguments.id, names)));
    };
    let mut output = Output::stdout(no_color);
    if arguments.request {
        output.line(request_line("1", &case.op, &case.vector.input).trim_end());
    } else if arguments.json {
        output.line(&json_text(case)?);
    } else {
        output.lines(&human(case, &suite));
    }
    finish(output, exit::SUCCESS)
}

/// The vector as it stands in its file, with the file's operation before it.
fn json_text(case: &Case) -> Result<String, Failure> {
    let fault = |error: serde_json::Error| Failure::usage(error.to_string());
    let Value::Object(vector) = serde_json::to_value(&case.vector).map_err(fault)? else {
        return Err(Failure::usage("a vector is not an object"));
    };
    let mut members = serde_json::Map::new();
    members.insert("op".to_owned(), json!(case.op));
    members.extend(vector);
    serde_json::to_string_pretty(&members).map_err(fault)
}

/// A vector for people.
pub(crate) fn human(case: &Case, suite: &Suite) -> Vec<String> {
    let vector = &case.vector;
    let profiles: Vec<&str> = vector.profiles.iter().map(|profile| profile.as_str()).collect();
    let mut lines = vec![
        paint(BOLD, &vector.id),
        format!("  {}", vector.comment),
        paint(
            DIM,
            format!(
                "  {}, {}, {} since {}, for {}; hash {}",
                case.op,
                vector.level.as_str(),
                vector.status.as_str(),
                vector.since,
                profiles.join(" and "),
                vector.hash
            ),
        ),
    ];
    let mut section = |label: &str, entries: Vec<String>| {
        if !entries.is_empty() {
            lines.push(label.to_owned());
            lines.extend(entries.into_iter().map(|entry| format!("  {entry}")));
        }
    };
    section("needs", vector.needs.clone());
    section("asks", input_lines(case));
    section("expects", value::expectation(&vector.expect));
    section(
        "near",
        vector
            .near
            .iter()
            .map(|near| format!("{} is valid; to get here: {}", near.id, near.edit))
            .collect(),
    );
    let deployed = vector.deployed.iter().map(|deployed| {
        let answer = value::value(&deployed.answer.to_value());
        format!(
            "{} {} answers {answer} ({})",
            deployed.implementation, deployed.versions, deployed.evidence
        )
    });
    section("deployed", deployed.collect());
    section(
        "breaks",
        vector.rules.breaks.iter().flat_map(|id| rule::lines(&suite.rules, id)).collect(),
    );
    section(
        "obeys",
        vector.rules.obeys.iter().flat_map(|id| rule::lines(&suite.rules, id)).collect(),
    );
    section("source", vec![format!("{}: {}", vector.source.kind.as_str(), vector.source.from)]);
    lines
}

/// Words for a name that nobody has, with those that come near.
pub(crate) fn unknown<'a>(what: &str, name: &str, names: impl Iterator<Item = &'a str>) -> String {
    let hint = near::hint(name, names);
    format!("there is no {what} {name}{hint}")
}
