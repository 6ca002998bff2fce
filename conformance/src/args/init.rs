//! The command line of `ampwire init`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::ProfileName;

/// Writes a program that stands between `ampwire check` and an implementation, to begin with.
#[derive(Debug, Args)]
#[command(after_help = EXIT_STATUSES, after_long_help = format!("{EXAMPLES}\n\n{EXIT_STATUSES}"))]
pub(crate) struct Init {
    /// The language that the adapter is written in
    #[arg(value_name = "LANGUAGE", required_unless_present = "list")]
    pub(crate) language: Option<LanguageName>,
    /// The folder. It is made where it isn't there; what else is in it stays as it is
    #[arg(value_name = "DIR", default_value = "ampwire-adapter")]
    pub(crate) folder: PathBuf,
    /// The implementation's name, as reports shall show it
    #[arg(long, default_value = "my-implementation", value_parser = implementation_name)]
    pub(crate) name: String,
    /// Whether the implementation is one of AMP
    #[arg(long, value_name = "PROFILE", default_value = "bystander")]
    pub(crate) profile: ProfileName,
    /// Overwrite files that differ
    #[arg(long)]
    pub(crate) force: bool,
    /// List the languages, with what each needs, and write nothing
    #[arg(long, exclusive = true)]
    pub(crate) list: bool,
}

/// A language by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum LanguageName {
    Go,
    Python,
    Node,
    Kotlin,
    Rust,
    C,
}

const EXIT_STATUSES: &str = "\
Exit status:
  0  the adapter is there
  2  usage, files that would be overwritten, or a file that can't be written; nothing is written";

const EXAMPLES: &str = "\
Examples:
  ampwire init python                        writes ampwire-adapter
  ampwire init kotlin . --name my-wallet     into the current folder
  ampwire init --list";

/// The name goes into source files of six languages: it has nothing that any of them would read otherwise.
fn implementation_name(text: &str) -> Result<String, String> {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || "._-".contains(letter);
    let starts = text.starts_with(|first: char| first.is_ascii_alphanumeric());
    if starts && text.len() <= 64 && text.chars().all(plain) {
        Ok(text.to_owned())
    } else {
        Err("a name has 1 to 64 letters and digits of ASCII, and behind the first also . _ -"
            .to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        for name in ["x", "lnd", "lightning-kmp", "Core_Lightning.25", "9"] {
            assert_eq!(implementation_name(name), Ok(name.to_owned()));
        }
        let long = "x".repeat(65);
        for name in ["", " ", "-x", ".x", "a b", "a\"b", "a'b", "a\\b", "a\nb", "ä", &long] {
            assert!(implementation_name(name).is_err(), "{name:?}");
        }
    }
}
