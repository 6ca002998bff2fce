//! The `ampwire` command. All of it is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    ampwire_conformance::cli::main()
}
