//! `ampwire vectors verify`: has a vendored copy drifted?

use std::fs;
use std::path::PathBuf;

use crate::args::Verify;
use crate::commands::{Failure, finish};
use crate::exit;
use crate::render::output::Output;
use crate::render::style::{DIM, GREEN, RED, paint};

mod difference;
mod layout;
mod versions;

use difference::Difference;
use layout::VendoredCopy;

/// Something that is not as the suite has it.
struct Finding {
    what: &'static str,
    path: PathBuf,
    why: String,
}

/// What was found in one copy.
struct Found {
    /// Files that are equal.
    same: usize,
    /// Files of the form that are not there, where that is fine.
    absent: usize,
    findings: Vec<Finding>,
}

/// Runs the command.
pub(crate) fn execute(arguments: &Verify, no_color: bool) -> Result<u8, Failure> {
    let copies = layout::copies(&arguments.folder)?;
    let mut output = Output::stdout(no_color);
    let version = ampwire_vectors::SUITE_VERSION;
    let (mut same, mut absent, mut differing, mut missing) = (0, 0, 0, false);
    for copy in &copies {
        let found = compare(copy, arguments.partial)?;
        if found.is_nothing() {
            return Err(Failure::usage(format!(
                "{}: no file of the suite is here",
                copy.folder.display()
            )));
        }
        if !found.findings.is_empty() {
            output.line(&paint(DIM, copy.described()));
        }
        for Finding { what, path, why } in &found.findings {
            let colon = if why.is_empty() { "" } else { ": " };
            output.line(&format!(
                "{} {}{colon}{why}",
                paint(RED, format!("{what:<9}")),
                path.display()
            ));
        }
        same += found.same;
        absent += found.absent;
        differing += found.findings.len();
        missing |= found.findings.iter().any(|finding| finding.what == "missing");
    }
    if missing && !arguments.partial {
        output.line(&paint(DIM, "a copy of some files only is verified with --partial"));
    }
    if differing > 0 {
        output.line(&format!("{differing} of {} differ from suite {version}", same + differing));
        return finish(output, exit::UNEXPECTED);
    }
    let forms: Vec<&str> = copies.iter().map(|copy| copy.form.name()).collect();
    let rest = if absent == 0 { String::new() } else { format!("; {absent} are not here") };
    output.line(&format!(
        "{}: {same} files, equal to suite {version}, {} form{rest}",
        paint(GREEN, "verified"),
        forms.join(" and ")
    ));
    finish(output, exit::SUCCESS)
}

impl Found {
    /// Whether there is no file of the suite at all, changed or not.
    fn is_nothing(&self) -> bool {
        self.same == 0
            && self.findings.iter().all(|finding| matches!(finding.what, "missing" | "extra"))
    }
}

fn compare(copy: &VendoredCopy, partial: bool) -> Result<Found, Failure> {
    let mut found = Found { same: 0, absent: 0, findings: Vec::new() };
    for file in &copy.files {
        let (what, why) = match fs::read(&file.place) {
            Ok(bytes) if bytes == file.text.as_bytes() => {
                found.same += 1;
                continue;
            }
            Ok(bytes) => match Difference::of(&bytes, file.text) {
                Difference::LineEnds(why) => ("line ends", why),
                Difference::Content(why) if copy.is_as_released(file, &bytes) => ("version", why),
                Difference::Layout(why) | Difference::Content(why) => ("edited", why),
            },
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                // A manifest lists what a whole copy has: without it there is nothing wrong with the vectors.
                if file.is_list {
                    continue;
                }
                if partial || copy.leaves_out(file) {
                    found.absent += 1;
                    continue;
                }
                ("missing", String::new())
            }
            Err(error) => ("unreadable", error.to_string()),
        };
        found.findings.push(Finding { what, path: file.place.clone(), why });
    }
    for path in copy.extra()? {
        let why = copy.of_another_version(&path);
        found.findings.push(Finding { what: "extra", path, why });
    }
    Ok(found)
}
