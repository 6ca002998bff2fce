//! `ampwire explain`: a rule in words with its vectors, or a vector.

use ampwire_vectors::{Rule, Side, Status};

use super::vectors::show;
use super::{Failure, finish};
use crate::args::Explain;
use crate::exit;
use crate::render::output::Output;
use crate::render::rule;
use crate::render::style::{BOLD, DIM, paint};
use crate::suite::{Case, Suite};

/// Runs the command.
pub(crate) fn execute(arguments: &Explain, no_color: bool) -> Result<u8, Failure> {
    let suite = Suite::load(arguments.suite.folder.as_deref())?;
    let mut output = Output::stdout(no_color);
    if let Some(case) = suite.find(&arguments.name) {
        output.lines(&show::human(case, &suite));
    } else if let Some(rule) = suite.rules.find(&arguments.name) {
        output.lines(&explain_rule(rule, &suite));
    } else {
        let rules = suite.rules.rules.iter().map(|rule| rule.id.as_str());
        let names = rules.chain(suite.cases.iter().map(|case| case.vector.id.as_str()));
        return Err(Failure::usage(show::unknown("rule or vector", &arguments.name, names)));
    }
    finish(output, exit::SUCCESS)
}

fn explain_rule(found: &Rule, suite: &Suite) -> Vec<String> {
    let mut lines = vec![
        rule::head(found),
        format!("  {}", found.sentence),
        paint(
            DIM,
            format!(
                "  {}; for {}; broken, it is `{}`",
                found.source,
                match found.side {
                    Side::Reader => "readers",
                    Side::Writer => "writers",
                    Side::Both => "readers and writers",
                },
                found.class.as_str()
            ),
        ),
    ];
    for departure in &found.departure {
        lines.push(format!(
            "  {} {} does otherwise: {} ({})",
            departure.implementation, departure.versions, departure.does, departure.evidence
        ));
    }
    let live = |case: &&Case| case.vector.status != Status::Withdrawn;
    let obeying =
        suite.cases.iter().filter(live).filter(|case| case.vector.rules.obeys.contains(&found.id));
    let breaking =
        suite.cases.iter().filter(live).filter(|case| case.vector.rules.breaks.contains(&found.id));
    list(&mut lines, "obeyed by", obeying, found.no_obey.as_deref());
    list(&mut lines, "broken by", breaking, found.no_break.as_deref());
    lines
}

fn list<'a>(
    lines: &mut Vec<String>,
    label: &str,
    cases: impl Iterator<Item = &'a Case>,
    why_none: Option<&str>,
) {
    let mut any = false;
    for case in cases {
        if !any {
            lines.push(format!("{label}:"));
        }
        any = true;
        lines.push(format!("  {}  {}", paint(BOLD, &case.vector.id), case.vector.comment));
    }
    if !any {
        lines.push(format!(
            "{label} no vector{}",
            why_none.map(|why| format!(": {why}")).unwrap_or_default()
        ));
    }
}
