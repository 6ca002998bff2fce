//! The candidate version of LDK as a testee, on standard input and output.

use std::io::{stdin, stdout};
use std::process::ExitCode;

use ampwire_testee_ldk::candidate::Testee;
use ampwire_testee_ldk::server::serve;

fn main() -> ExitCode {
    match serve(&Testee::new(), stdin().lock(), stdout().lock()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("ampwire-testee-ldk-candidate: {error}");
            ExitCode::FAILURE
        }
    }
}
