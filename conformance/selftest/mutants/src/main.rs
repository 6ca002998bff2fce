//! Plants mutants in a copy of the library, all in one build: `ampwire-selftest-mutants PLAN TREE`.
//!
//! `cargo mutants --list --json` says which mutants there are. To compile each alone takes minutes a mutant; here each
//! stands behind a condition, and the environment says which one is on. What can't stand behind a condition, such as
//! what is computed while compiling, is told, and is left to be compiled alone.
//!
//! PLAN is a file of JSON, [`Plan`]; TREE is a checkout, whose `src` is changed in place. Written to standard output is
//! what became of each mutant, [`Planted`].
//!
//! | file | concept |
//! |---|---|
//! | `plan` | what is asked and answered |
//! | `places` | where in the syntax a mutant's place is |
//! | `text` | a text with insertions |

mod places;
mod plan;
mod text;

use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;
use std::{env, fs};

use plan::{Mutant, Outcome, Plan, Planted};

/// The module that the planted mutants ask.
const SWITCH: &str = include_str!("switch.rs.txt");

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [plan, tree] = arguments.as_slice() else {
        return Err("usage: ampwire-selftest-mutants PLAN TREE".into());
    };
    let plan: Plan = serde_json::from_str(&fs::read_to_string(plan)?)?;
    let tree = Path::new(tree);
    let mut by_file: BTreeMap<String, Vec<&Mutant>> = BTreeMap::new();
    for mutant in &plan.mutants {
        by_file.entry(mutant.file.clone()).or_default().push(mutant);
    }
    // Also where no mutant is: a function that is called while compiling calls others.
    for file in &plan.files {
        by_file.entry(file.clone()).or_default();
    }
    let mut planted = Planted::default();
    for (file, mutants) in &by_file {
        let path = tree.join(file);
        let source = fs::read_to_string(&path)?;
        let edits = places::edits(&source, mutants, &plan.keep_const)
            .map_err(|error| format!("{file}: {error}"))?;
        let (text, ranges) = text::apply(&source, edits.insertions, &edits.blanked);
        fs::write(&path, text)?;
        for (id, start, end) in ranges {
            planted.mutants.push(Outcome::planted(id, file, start, end));
        }
        planted
            .mutants
            .extend(edits.refused.into_iter().map(|(id, why)| Outcome::refused(id, file, why)));
    }
    fs::write(tree.join("src/mutant_switch.rs"), SWITCH)?;
    let library = tree.join("src/lib.rs");
    let text = fs::read_to_string(&library)?;
    let text = text.replacen("\nmod canary;\n", "\nmod canary;\nmod mutant_switch;\n", 1);
    // What a mutant computes may overflow for all to see: it is to run, not to be refused.
    fs::write(
        &library,
        format!("#![allow(warnings, arithmetic_overflow, unconditional_panic)]\n{text}"),
    )?;
    println!("{}", serde_json::to_string(&planted)?);
    Ok(())
}
