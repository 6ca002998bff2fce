//! `ampwire vectors list`. Its JSON is an interface that scripts rely on.

use ampwire_vectors::{Expect, Level};
use serde_json::{Value, json};

use crate::args::List;
use crate::commands::{Failure, finish};
use crate::exit;
use crate::render::output::Output;
use crate::render::style::{BOLD, DIM, paint};
use crate::select::{Patterns, select};
use crate::suite::{Case, Suite};

/// Runs the command.
pub(crate) fn execute(arguments: &List, no_color: bool) -> Result<u8, Failure> {
    let suite = Suite::load(arguments.suite.folder.as_deref())?;
    let mut patterns = arguments.selection.patterns();
    patterns.only.extend(arguments.globs.iter().cloned());
    let cases = select(
        &suite,
        &Patterns {
            levels: arguments.levels.iter().copied().map(Level::from).collect(),
            ..patterns
        },
    )?;
    let status = if cases.is_empty() { exit::NOTHING_RAN } else { exit::SUCCESS };
    let mut output = Output::stdout(no_color);
    if arguments.json {
        let list = Value::Array(cases.iter().map(|case| entry(case)).collect());
        output.line(
            &serde_json::to_string_pretty(&list)
                .map_err(|error| Failure::usage(error.to_string()))?,
        );
    } else {
        output.lines(&table(&cases));
    }
    if cases.is_empty() {
        Output::stderr(no_color)
            .line("each pattern matches something, and together they leave no vector");
    }
    finish(output, status)
}

fn entry(case: &Case) -> Value {
    let vector = &case.vector;
    json!({
        "id": vector.id,
        "hash": vector.hash,
        "op": case.op,
        "comment": vector.comment,
        "status": vector.status,
        "level": vector.level,
        "profiles": vector.profiles,
        "rules": vector.rules,
        "needs": vector.needs,
        "expect": verdict(case),
    })
}

fn verdict(case: &Case) -> &'static str {
    match case.vector.expect {
        Expect::Ok(_) => "ok",
        Expect::Reject(_) => "reject",
        Expect::Any(_) => "any",
    }
}

fn table(cases: &[&Case]) -> Vec<String> {
    let width =
        |pick: &dyn Fn(&Case) -> &str| cases.iter().map(|case| pick(case).len()).max().unwrap_or(0);
    let (ids, ops) = (width(&|case| &case.vector.id), width(&|case| &case.op));
    let row = |case: &&Case| {
        let vector = &case.vector;
        let id = paint(BOLD, format!("{:<ids$}", vector.id));
        let rest = format!("{:<6}  {:<6}  {:<ops$}", vector.level.as_str(), verdict(case), case.op);
        format!("{id}  {rest}  {}", paint(DIM, &vector.comment))
    };
    cases.iter().map(row).collect()
}
