//! The command line of the generator.

use std::path::PathBuf;
use std::process::ExitCode;

use ampwire_vectors_generate::oracle::{Oracle, Reference};
use ampwire_vectors_generate::{cases, lint, produce, rules, since, tree};
use clap::{Args, Parser, Subcommand};

/// Writes and checks the vectors of Ampwire.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    /// The repository's root.
    #[arg(long, global = true, default_value = concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))]
    root: PathBuf,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Writes the vectors in both forms, their manifests and the list that embeds them.
    Generate(Generate),
    /// Writes vectors/v1/rules.json and the library's rule table from spec/rules.toml.
    Rules {
        /// Writes nothing; fails where a file differs.
        #[arg(long)]
        check: bool,
    },
    /// Checks everything that must hold of the files as they are.
    Lint,
}

#[derive(Args)]
struct Generate {
    /// Writes nothing; fails where a file differs.
    #[arg(long)]
    check: bool,
    /// Below which folder to write, instead of the root.
    #[arg(long)]
    output: Option<PathBuf>,
    /// Leaves the executable reference out: for drafts, with --output.
    #[arg(long, requires = "output", conflicts_with = "check")]
    without_reference: bool,
    /// Leaves the codec out: for drafts, with --output.
    #[arg(long, requires = "output", conflicts_with = "check")]
    without_codec: bool,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let result = match &arguments.command {
        Command::Generate(options) => generate(&arguments, options),
        Command::Rules { check } => rule_files(&arguments, *check),
        Command::Lint => lint_files(&arguments),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(problems) => {
            for problem in &problems {
                eprintln!("{problem}");
            }
            eprintln!("{} problem(s)", problems.len());
            ExitCode::FAILURE
        }
    }
}

fn generate(arguments: &Arguments, options: &Generate) -> Result<(), Vec<String>> {
    let rule_file = rules::read(&arguments.root).map_err(|problem| vec![problem])?;
    let mut oracles: Vec<Box<dyn Oracle>> = Vec::new();
    if !options.without_codec {
        #[cfg(feature = "codec")]
        oracles.push(Box::new(ampwire_vectors_generate::oracle::Codec));
        #[cfg(not(feature = "codec"))]
        return Err(vec![
            "this program was built without the codec: only --without-codec can work".to_owned(),
        ]);
    }
    if !options.without_reference {
        oracles.push(Box::new(Reference::start(&arguments.root).map_err(|problem| vec![problem])?));
    }
    let mut files = produce::produce(cases::OPERATIONS, &cases::all(), &rule_file, &mut oracles)?;
    since::keep(&arguments.root, &mut files).map_err(|problem| vec![problem])?;
    for file in &files {
        println!("{:>4} {}", file.vectors.len(), file.op);
    }
    let files = tree::vector_files(&files, &rule_file).map_err(|problem| vec![problem])?;
    if options.check {
        let differences = tree::differences(&arguments.root, &files);
        return if differences.is_empty() { Ok(()) } else { Err(differences) };
    }
    let root = options.output.as_ref().unwrap_or(&arguments.root);
    for path in tree::write(root, &files).map_err(|problem| vec![problem])? {
        println!("wrote {path}");
    }
    let stale = tree::stale(root, &files);
    if stale.is_empty() {
        return Ok(());
    }
    Err(stale
        .into_iter()
        .map(|path| format!("{path} is not generated any more: remove it"))
        .collect())
}

fn rule_files(arguments: &Arguments, check: bool) -> Result<(), Vec<String>> {
    let rule_file = rules::read(&arguments.root).map_err(|problem| vec![problem])?;
    let files = tree::rule_files(&rule_file);
    if check {
        let mut differences = tree::differences(&arguments.root, &files);
        differences.retain(|line| !line.ends_with("any more"));
        return if differences.is_empty() { Ok(()) } else { Err(differences) };
    }
    for path in tree::write(&arguments.root, &files).map_err(|problem| vec![problem])? {
        println!("wrote {path}");
    }
    Ok(())
}

fn lint_files(arguments: &Arguments) -> Result<(), Vec<String>> {
    let report = lint::lint(&arguments.root).map_err(|problem| vec![problem])?;
    println!("{}", report.summary);
    if report.problems.is_empty() { Ok(()) } else { Err(report.problems) }
}
