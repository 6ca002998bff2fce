//! `ampwire amp reconstruct`: a payment put together from the shares of all its parts.

use ampwire::amp::{Part, Scheme, Set};
use serde_json::{Map, Value};

use super::bytes::{named, whole};
use super::{Failure, parts, refusal};
use crate::args::Reconstruct;
use crate::commands::finish;
use crate::exit;
use crate::render::output::Output;
use crate::render::style::{GREEN, RED, paint};

/// Runs the command.
pub(super) fn execute(arguments: &Reconstruct, no_color: bool) -> Result<u8, Failure> {
    let parts = read(arguments, no_color)?;
    if parts.is_empty() {
        return Err(Failure::usage("there is no part"));
    }
    // Without the hashes, so that all that differ are found and not the first alone.
    let bare: Vec<Part> = parts.iter().map(|part| Part { payment_hash: None, ..*part }).collect();
    let set = Scheme::from(arguments.scheme).reconstruct(&bare).map_err(|error| Failure {
        message: format!("the parts can't be put together: {}", refusal(&error)),
        status: exit::UNEXPECTED,
    })?;
    let differs: Vec<bool> = parts
        .iter()
        .zip(&set.children)
        .map(|(part, child)| part.payment_hash.is_some_and(|hash| hash != child.payment_hash))
        .collect();
    let right = !differs.contains(&true);
    let mut output = Output::stdout(no_color);
    if arguments.json {
        output.line(&object(arguments, &parts, &set, &differs).to_string());
    } else {
        text(&mut output, arguments, &parts, &set, &differs);
    }
    finish(output, if right { exit::SUCCESS } else { exit::UNEXPECTED })
}

fn read(arguments: &Reconstruct, no_color: bool) -> Result<Vec<Part>, Failure> {
    let Some(file) = &arguments.from else {
        return parts::from_arguments(&arguments.parts).map_err(Failure::usage);
    };
    let bytes = whole(file, no_color)?;
    parts::from_json(&bytes).map_err(|words| Failure::usage(format!("{}: {words}", named(file))))
}

fn text(output: &mut Output, arguments: &Reconstruct, parts: &[Part], set: &Set, differs: &[bool]) {
    let right = !differs.contains(&true);
    if arguments.show_root && right {
        output.line(&format!("root            {}\n", hex::encode(set.root.reveal())));
    }
    for (number, ((part, child), differs)) in
        (1..).zip(parts.iter().zip(&set.children).zip(differs))
    {
        let word = match (part.payment_hash, differs) {
            (None, _) => String::new(),
            (Some(_), false) => format!("  {}", paint(GREEN, "right")),
            (Some(_), true) => format!("  {}", paint(RED, "differs")),
        };
        output.line(&format!("part {number}{word}"));
        output.line(&format!("  child_index   {}", part.child_index));
        match part.payment_hash.filter(|_| *differs) {
            Some(hash) => {
                output.line(&format!("  given         {hash}"));
                output.line(&format!("  derived       {}", child.payment_hash));
            }
            None => output.line(&format!("  payment_hash  {}", child.payment_hash)),
        }
        if right {
            output.line(&format!("  preimage      {}", hex::encode(child.preimage.reveal())));
        }
    }
    if !right {
        let wrong = differs.iter().filter(|differs| **differs).count();
        let words = format!("\n{wrong} of {} hashes differ: ", parts.len());
        let why =
            "a share or an index is wrong, or a part lacks. No preimage is known to be right.";
        output.line(&format!("{}{why}", paint(RED, words)));
    }
}

fn object(arguments: &Reconstruct, parts: &[Part], set: &Set, differs: &[bool]) -> Value {
    let right = !differs.contains(&true);
    let mut object = Map::new();
    object.insert("right".to_owned(), right.into());
    if arguments.show_root && right {
        object.insert("root".to_owned(), hex::encode(set.root.reveal()).into());
    }
    let children = parts.iter().zip(&set.children).zip(differs).map(|((part, child), differs)| {
        let mut object = Map::new();
        object.insert("child_index".to_owned(), part.child_index.into());
        object.insert("payment_hash".to_owned(), child.payment_hash.to_string().into());
        if let Some(given) = part.payment_hash.filter(|_| *differs) {
            object.insert("given".to_owned(), given.to_string().into());
        }
        if right {
            object.insert("preimage".to_owned(), hex::encode(child.preimage.reveal()).into());
        }
        Value::Object(object)
    });
    object.insert("parts".to_owned(), children.collect());
    Value::Object(object)
}
