//! The matrix: what several testees say to the same questions, who differs from whom, and whether that is known.
//!
//! It is made from reports alone, be they of this call or saved ones, and the suite.
//!
//! | file | concept |
//! |---|---|
//! | `model` | the matrix, in the form of `schema/matrix-1.schema.json` |
//! | `questions` | which vectors ask the same |
//! | `said` | an answer made comparable: what one testee doesn't report is no difference |
//! | `partition` | the testees that say the same |
//! | `known` | what is on file about a difference |
//! | `rows` | one question with all its answers |
//! | `clusters` | the rows that differ alike |
//! | `gather` | all of it from the reports of a run each |
//! | `words` | what every form says alike |
//! | `terminal` `markdown` `html` | one form each |

mod clusters;
mod gather;
pub(crate) mod html;
mod known;
pub(crate) mod markdown;
mod model;
mod partition;
mod questions;
mod rows;
mod said;
pub(crate) mod terminal;
#[cfg(test)]
mod tests;
mod words;

pub(crate) use gather::{Party, Wanted, matrix};
pub(crate) use model::{LeftOut, Matrix, Standing};
