//! The commands, one a file. Each gives the exit status.

pub(crate) mod amp;
pub(crate) mod check;
pub(crate) mod check_adapter;
pub(crate) mod expect;
pub(crate) mod explain;
pub(crate) mod export;
pub(crate) mod init;
pub(crate) mod inspect;
pub(crate) mod judge;
pub(crate) mod manual;
pub(crate) mod matrix;
mod named;
pub(crate) mod report;
mod sources;
pub(crate) mod testee;
pub(crate) mod vectors;
mod written;

use crate::exit;
use crate::render::output::Output;
use crate::suite::SuiteFault;

/// What went wrong before anything was done: words for standard error, and the exit status.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) message: String,
    pub(crate) status: u8,
}

impl Failure {
    /// A mistake in the call.
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self { message: message.into(), status: exit::USAGE }
    }

    /// A fault of the suite itself.
    pub(crate) fn suite(message: impl Into<String>) -> Self {
        Self { message: message.into(), status: exit::SUITE }
    }
}

impl From<SuiteFault> for Failure {
    fn from(fault: SuiteFault) -> Self {
        let status = match fault {
            SuiteFault::Unreadable(_) => exit::USAGE,
            SuiteFault::Inconsistent(_) => exit::SUITE,
        };
        Self { message: fault.to_string(), status }
    }
}

impl From<crate::report::saved::ReportFault> for Failure {
    fn from(fault: crate::report::saved::ReportFault) -> Self {
        Self::usage(fault.to_string())
    }
}

impl From<crate::select::PatternFault> for Failure {
    fn from(fault: crate::select::PatternFault) -> Self {
        Self::usage(fault.to_string())
    }
}

/// Ends the output. What couldn't be written must not look like a success.
pub(crate) fn finish(output: Output, status: u8) -> Result<u8, Failure> {
    match output.finish() {
        Ok(()) => Ok(status),
        Err(error) => {
            let status = if status == exit::SUCCESS { exit::USAGE } else { status };
            Err(Failure { message: format!("the output couldn't be written: {error}"), status })
        }
    }
}
