//! Ampwire against another implementation, on payloads with faults put in.
//!
//! ```text
//! differential --peer reference|lnd|ldk [--count N] [--invoices N] [--seed N] [--show N]
//!              [-- COMMAND [ARGUMENTS]]
//! ```
//!
//! The built-in codec is asked in this process, the peer over the testee protocol. Every payload is
//! asked about as a stream of records and for each kind of hop; what was read is given to both to be
//! written again. Then the reference and LND are asked about invoices with faults put in, with checksum and
//! signature made right. Departures that are known stand in `fuzz/divergences/<peer>.toml` and are counted. Any
//! other is shown with its bytes, and fails the run (status 1). So does a `panic` of the peer. Entries
//! of the file that nothing hit are reported at the end.

mod compare;
mod invoices;
mod listed;
mod peer;
mod questions;

use ampwire_conformance::builtin;
use ampwire_conformance::protocol::{Answer, Profile};
use compare::{differences, in_a_word, rule};
use listed::Divergence;
use peer::Peer;
use questions::Question;
use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

/// The layouts that a peer is asked with, one after the other.
const REFERENCE_LAYOUTS: &[&[&str]] = &[&["type14"], &[], &["type8"], &["type14", "type8"]];
const LND_LAYOUTS: &[&[&str]] = &[&["type14"]];
const LDK_LAYOUTS: &[&[&str]] = &[&[]];

struct Options {
    peer: String,
    count: u64,
    invoices: u64,
    seed: u64,
    show: usize,
    command: Vec<String>,
}

fn main() -> ExitCode {
    match options().and_then(|options| run(&options)) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(error) => {
            eprintln!("differential: {error}");
            ExitCode::from(2)
        }
    }
}

fn options() -> Result<Options, Box<dyn Error>> {
    let mut options = Options {
        peer: String::new(),
        count: 100_000,
        invoices: 20_000,
        seed: 1,
        show: 10,
        command: Vec::new(),
    };
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().ok_or(format!("{argument} wants a value"));
        match argument.as_str() {
            "--peer" => options.peer = value()?,
            "--count" => options.count = value()?.parse()?,
            "--invoices" => options.invoices = value()?.parse()?,
            "--seed" => options.seed = value()?.parse()?,
            "--show" => options.show = value()?.parse()?,
            "--" => options.command = arguments.by_ref().collect(),
            other => return Err(format!("unknown argument {other}").into()),
        }
    }
    if !["reference", "lnd", "ldk"].contains(&options.peer.as_str()) {
        return Err("--peer is reference, lnd or ldk".into());
    }
    Ok(options)
}

/// The repository's folder.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The program to ask where none is given.
fn command(options: &Options) -> Result<Vec<String>, Box<dyn Error>> {
    if !options.command.is_empty() {
        return Ok(options.command.clone());
    }
    if options.peer == "reference" {
        let testee = root().join("spec/reference/testee.py");
        return Ok(vec!["python3".to_owned(), "-B".to_owned(), testee.display().to_string()]);
    }
    // The script prints where the program is.
    let adapter = format!("adapters/{}", options.peer);
    let built = Command::new(root().join(&adapter).join("build"))
        .env("AMPWIRE_REQUIRE_PEERS", "1")
        .stderr(std::process::Stdio::inherit())
        .output()?;
    if !built.status.success() {
        return Err(format!("{adapter} could not be built").into());
    }
    // That of LDK prints two versions, the stable one first.
    let printed = String::from_utf8(built.stdout)?;
    Ok(vec![printed.lines().next().ok_or("no program was built")?.to_owned()])
}

fn run(options: &Options) -> Result<bool, Box<dyn Error>> {
    let command = command(options)?;
    let (program, arguments) = command.split_first().ok_or("no command")?;
    let mut peer = Peer::start(program, arguments)?;
    println!(
        "{} {}, {} payloads, seed {}",
        peer.hello.name, peer.hello.version, options.count, options.seed
    );
    let file = root().join(format!("fuzz/divergences/{}.toml", options.peer));
    let layouts = match options.peer.as_str() {
        "lnd" => LND_LAYOUTS,
        "ldk" => LDK_LAYOUTS,
        _ => REFERENCE_LAYOUTS,
    };
    let mut run = Run {
        profile: if options.peer == "ldk" { Profile::Bystander } else { Profile::Amp },
        known: listed::read(&file)?,
        show: options.show,
        asked: BTreeMap::new(),
        verdicts: BTreeMap::new(),
        unlisted: 0,
        kinds: BTreeMap::new(),
    };
    // LDK has no writer of payloads. It makes payments, of a route and what the recipient is to get, and most
    // payloads are none that a payment has. What it writes is asked by the vectors.
    let writes = options.peer != "ldk";
    let path_key = peer.hello.can.contains("path-key");
    let mut distinct = BTreeSet::new();
    for (number, layouts) in (0..options.count).zip(layouts.iter().cycle()) {
        let payload = questions::payload(options.seed, number);
        for question in questions::about(&payload, layouts, path_key) {
            let read = run.ask(&mut peer, &question)?;
            if let (Some(Answer::Ok(members)), "payload.decode", true) = (read, question.op, writes)
            {
                run.ask(&mut peer, &questions::written(&members))?;
            }
        }
        distinct.insert(payload);
    }
    run.report(distinct.len());
    if peer.implements("invoice.decode") && ["reference", "lnd"].contains(&options.peer.as_str()) {
        run.unlisted += invoices::run(&mut peer, options, &file)?;
    }
    if !writes {
        println!("payload.encode: not asked of {}", options.peer);
    }
    Ok(run.unlisted == 0)
}

/// A run, and what it came to.
struct Run {
    profile: Profile,
    known: Vec<Divergence>,
    show: usize,
    asked: BTreeMap<&'static str, u64>,
    verdicts: BTreeMap<(&'static str, String), u64>,
    unlisted: u64,
    kinds: BTreeMap<String, u64>,
}

impl Run {
    /// Asks both, and gives our answer where there was anything to compare.
    fn ask(
        &mut self,
        peer: &mut Peer,
        question: &Question,
    ) -> Result<Option<Answer>, Box<dyn Error>> {
        if !peer.implements(question.op) {
            return Ok(None);
        }
        let ours = builtin::answer(self.profile, question.op, &question.input);
        let theirs = peer.ask(question.op, &question.input)?;
        *self.asked.entry(question.op).or_default() += 1;
        *self.verdicts.entry((question.op, in_a_word(&ours).to_owned())).or_default() += 1;
        let differences = differences(question.op, &ours, &theirs, &peer.hello);
        if !differences.is_empty() {
            let entry = self
                .known
                .iter_mut()
                .find(|entry| entry.covers(question, &ours, &theirs, &differences));
            match entry {
                Some(entry) => entry.hits += 1,
                None => self.unlisted(question, &ours, &theirs, &differences),
            }
        }
        Ok(Some(ours))
    }

    fn unlisted(
        &mut self,
        question: &Question,
        ours: &Answer,
        theirs: &Answer,
        differences: &compare::Differences,
    ) {
        self.unlisted += 1;
        let their_type = match theirs {
            Answer::Reject(rejection) => rejection.tlv_type.clone().unwrap_or_default(),
            _ => String::new(),
        };
        let kind = format!(
            "{} {differences:?}: ours {} ({}), theirs {} {their_type}",
            question.op,
            in_a_word(ours),
            rule(ours).unwrap_or("-"),
            in_a_word(theirs),
        );
        let count = self.kinds.entry(kind.clone()).or_default();
        *count += 1;
        // The first few of each kind are enough to see it.
        if *count <= 2 && self.kinds.len() <= self.show {
            println!("UNLISTED {kind}");
            println!("  in     {}", serde_json::Value::Object(question.input.clone()));
            println!("  ours   {}", ours.to_json(""));
            println!("  theirs {}", theirs.to_json(""));
        }
    }

    fn report(&self, distinct: usize) {
        println!("{distinct} of the payloads are distinct");
        for (op, count) in &self.asked {
            println!("{op}: {count} asked");
            for ((_, verdict), count) in self.verdicts.iter().filter(|((of, _), _)| of == op) {
                println!("  {count:>8} {verdict}");
            }
        }
        for entry in &self.known {
            match entry.hits {
                0 => println!("STALE  {}: nothing hit it", entry.entry.id),
                hits => println!("listed {}: {hits}", entry.entry.id),
            }
        }
        for (kind, count) in &self.kinds {
            println!("UNLISTED {count} times: {kind}");
        }
        println!("{} differences that are not listed", self.unlisted);
    }
}
