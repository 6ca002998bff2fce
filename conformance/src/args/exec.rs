//! The options of `ampwire check` for a program that is started anew for every vector.

use clap::{Args, ValueEnum};

/// A process a vector.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "A process a vector")]
pub(crate) struct ExecOptions {
    /// Start COMMAND anew for every vector: for shells, C, and a first five minutes
    ///
    /// plain, which is meant without a form: the hex or the invoice is on standard input, exit status 0 accepts, 1 refuses, 89 is
    /// unsupported, and standard output has the members as name=value lines or as one JSON object. In COMMAND {op} stands for the
    /// operation, and {role} and the like for members of the request. --op and --profile say what the program is.
    ///
    /// json: one request line of the testee protocol in, one answer line out.
    #[arg(long, value_name = "FORM", num_args = 0..=1, require_equals = true, default_missing_value = "plain")]
    pub(crate) exec: Option<ExecForm>,
    /// With --exec: what the program is called in reports
    #[arg(long, value_name = "NAME")]
    pub(crate) name: Option<String>,
    /// With --exec: a capability tag that the program has (repeatable): role:intermediate
    #[arg(long = "can", value_name = "TAG")]
    pub(crate) can: Vec<String>,
    /// With --exec: compare nothing but what is accepted and what is refused
    #[arg(long)]
    pub(crate) verdict_only: bool,
}

/// What is said between the runner and a process for one vector.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExecForm {
    /// Hex or text in, an exit status out
    Plain,
    /// A request line of the testee protocol in, an answer line out
    Json,
}

impl ExecOptions {
    /// The same as it would be typed.
    pub(crate) fn words(&self) -> Vec<String> {
        let Some(form) = self.exec else { return Vec::new() };
        let form = match form {
            ExecForm::Plain => "--exec",
            ExecForm::Json => "--exec=json",
        };
        let mut words = vec![form.to_owned()];
        if let Some(name) = &self.name {
            words.extend(["--name".to_owned(), name.clone()]);
        }
        words.extend(self.can.iter().flat_map(|tag| ["--can".to_owned(), tag.clone()]));
        words.extend(self.verdict_only.then(|| "--verdict-only".to_owned()));
        words
    }
}
