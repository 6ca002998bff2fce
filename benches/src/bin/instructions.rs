//! Counts the instructions of every case and prints a table.
//!
//! `--check` counts only what the bars are about and fails where one is passed.
//! `--case NAME --iterations N` runs a case N times, counting nothing: what valgrind is given.

use ampwire_benches::callgrind::instructions;
use ampwire_benches::cases::{self, Case};
use std::env;
use std::process::ExitCode;

/// A case takes at most so many times the instructions of another.
struct Bar {
    case: &'static str,
    of: &'static str,
    limit: f64,
}

const BARS: [Bar; 3] = [
    Bar { case: "tlv/reader", of: "tlv/hand", limit: 1.5 },
    Bar { case: "tlv/stream", of: "tlv/hand", limit: 2.5 },
    Bar { case: "invoice/verify", of: "invoice/bare-recovery", limit: 1.1 },
];

/// What each case is set against: the least that could be done instead.
fn floor(name: &str) -> Option<&'static str> {
    match name.split_once('/')? {
        ("bigsize", "parse") => Some("bigsize/hand"),
        ("tlv", "reader" | "stream" | "stream-parse") => Some("tlv/hand"),
        ("invoice", "verify") => Some("invoice/bare-recovery"),
        ("derive", "sha256") => Some("derive/bare"),
        ("reconstruct-2", "sha256") => Some("reconstruct-2/bare"),
        ("reconstruct-16", "sha256") => Some("reconstruct-16/bare"),
        ("reconstruct-1000", "sha256") => Some("reconstruct-1000/bare"),
        _ => None,
    }
}

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let result = match arguments[..] {
        [] => table(),
        ["--check"] => check(),
        ["--case", name, "--iterations", count] => run(name, count),
        _ => Err("usage: instructions [--check | --case NAME --iterations N]".to_owned()),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            eprintln!("{reason}");
            ExitCode::FAILURE
        }
    }
}

fn run(name: &str, count: &str) -> Result<(), String> {
    let case = cases::find(name).ok_or_else(|| format!("no case {name}"))?;
    let count: u64 = count.parse().map_err(|_| format!("{count} is no number"))?;
    let mut pass = (case.prepare)();
    (0..count).for_each(|_| (pass.run)());
    Ok(())
}

/// Instructions of a unit of the case.
fn per_unit(case: &Case) -> Result<f64, String> {
    Ok(instructions(case.name)? / (case.prepare)().units as f64)
}

fn table() -> Result<(), String> {
    println!("{:<24} {:>10}  {:<12} {:>6}", "case", "Ir", "for one", "ratio");
    let mut counted: Vec<(&str, f64)> = Vec::new();
    for case in &cases::ALL {
        let figure = per_unit(case)?;
        counted.push((case.name, figure));
        let floor = floor(case.name)
            .and_then(|floor| counted.iter().find(|(name, _)| *name == floor))
            .map(|(name, instructions)| format!("{:>6.2} of {name}", figure / instructions));
        let ratio = floor.unwrap_or_default();
        println!("{:<24} {figure:>10.1}  {:<12} {ratio}", case.name, case.unit);
    }
    Ok(())
}

fn check() -> Result<(), String> {
    let count = |name| per_unit(cases::find(name).expect("a bar is about cases that exist"));
    let mut failed = Vec::new();
    for Bar { case, of, limit } in &BARS {
        let (figure, floor) = (count(case)?, count(of)?);
        let ratio = figure / floor;
        println!("{case}: {figure:.1} Ir, {ratio:.2} times {of} ({floor:.1} Ir), at most {limit}");
        if ratio > *limit {
            failed.push(format!("{case} takes {ratio:.2} times the instructions of {of}"));
        }
    }
    if failed.is_empty() { Ok(()) } else { Err(failed.join("\n")) }
}
