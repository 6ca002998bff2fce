//! The stable version of LDK as a testee, on standard input and output.

use std::io::{stdin, stdout};
use std::process::ExitCode;

use ampwire_testee_ldk::server::serve;
use ampwire_testee_ldk::stable::Testee;

fn main() -> ExitCode {
    match serve(&Testee::new(), stdin().lock(), stdout().lock()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("ampwire-testee-ldk-stable: {error}");
            ExitCode::FAILURE
        }
    }
}
