//! Counts instructions with valgrind's callgrind.
//!
//! A case runs in a process of its own, once for N passes over its input and once for 2N. The
//! difference is N passes: what it takes to start and to make the input falls out. The counts are the
//! same in every run to a digit in the last place, whatever else the machine does.

use std::env;
use std::process::Command;

/// How many passes the shorter run makes.
const PASSES: u64 = 8;

/// Instructions of one pass of the case.
///
/// # Errors
///
/// Where valgrind is not there or does not say what it counted.
pub fn instructions(case: &str) -> Result<f64, String> {
    let short = counted(case, PASSES)?;
    let long = counted(case, 2 * PASSES)?;
    let difference = long.checked_sub(short).ok_or("the longer run took fewer instructions")?;
    Ok(difference as f64 / PASSES as f64)
}

fn counted(case: &str, passes: u64) -> Result<u64, String> {
    let this = env::current_exe().map_err(|error| error.to_string())?;
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(this)
        .args(["--case", case, "--iterations", &passes.to_string()])
        .output()
        .map_err(|error| format!("valgrind does not start: {error}"))?;
    let report = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() {
        return Err(format!("valgrind ended with {}:\n{report}", output.status));
    }
    // ==1234== Collected : 5678
    let total = report.lines().find_map(|line| line.split_once("Collected : "));
    total
        .and_then(|(_, number)| number.trim().parse().ok())
        .ok_or_else(|| format!("valgrind does not say what it counted:\n{report}"))
}
