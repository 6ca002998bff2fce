//! What is asked, and what is answered.

use serde::{Deserialize, Serialize};

/// What to plant.
#[derive(Debug, Deserialize)]
pub(crate) struct Plan {
    /// The mutants.
    pub(crate) mutants: Vec<Mutant>,
    /// The files of the library.
    pub(crate) files: Vec<String>,
    /// The functions that are needed while compiling, by name: they stay `const`, and get no mutants.
    pub(crate) keep_const: Vec<String>,
}

/// A mutant, as `cargo mutants --list --json` has it.
#[derive(Debug, Deserialize)]
pub(crate) struct Mutant {
    /// A number of ours.
    pub(crate) id: u32,
    /// Its file, from the root of the checkout.
    pub(crate) file: String,
    /// What kind it is.
    pub(crate) genre: String,
    /// What stands there instead.
    pub(crate) replacement: String,
    /// What is replaced; the syntax says where it ends.
    pub(crate) span: Span,
}

/// A range of a text.
#[derive(Debug, Clone, Copy, Deserialize)]
pub(crate) struct Span {
    pub(crate) start: Position,
}

/// A place in a text: both numbers count from one, columns are characters.
#[derive(Debug, Clone, Copy, Deserialize)]
pub(crate) struct Position {
    pub(crate) line: usize,
    pub(crate) column: usize,
}

/// What became of the mutants.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Planted {
    pub(crate) mutants: Vec<Outcome>,
}

/// What became of one.
#[derive(Debug, Serialize)]
pub(crate) struct Outcome {
    id: u32,
    file: String,
    /// Where the mutant is in the new text, in bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    range: Option<(usize, usize)>,
    /// Why it was not planted.
    #[serde(skip_serializing_if = "Option::is_none")]
    refused: Option<&'static str>,
}

impl Outcome {
    pub(crate) fn planted(id: u32, file: &str, start: usize, end: usize) -> Self {
        Self { id, file: file.to_owned(), range: Some((start, end)), refused: None }
    }

    pub(crate) fn refused(id: u32, file: &str, why: &'static str) -> Self {
        Self { id, file: file.to_owned(), range: None, refused: Some(why) }
    }
}
