//! `ampwire testee`: the built-in codec as a testee.

use std::io;

use super::Failure;
use crate::args::Testee;
use crate::builtin::Builtin;
use crate::exit;
use crate::testee::serve;

/// Runs the command.
pub(crate) fn execute(arguments: &Testee) -> Result<u8, Failure> {
    let mut testee = Builtin { profile: arguments.profile.into() };
    let served = serve(&mut testee, io::stdin().lock(), io::stdout().lock(), io::stderr());
    match served {
        Ok(()) => Ok(exit::SUCCESS),
        // Nobody reads any more: there is nobody to tell either.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(exit::SUCCESS),
        Err(error) => Err(Failure { message: error.to_string(), status: exit::UNEXPECTED }),
    }
}
