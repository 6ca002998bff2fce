//! What is measured, on which bytes, and how. README.md says how to run it.

pub mod callgrind;
pub mod cases;
pub mod clock;
pub mod hand;
pub mod inputs;
pub mod invoices;
pub mod random;
pub mod shared;
