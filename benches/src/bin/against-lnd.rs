//! Times our code and LND's on the same bytes in the same run. The script of this name runs it.
//!
//! `--write DIRECTORY` writes the inputs; `--compare DIRECTORY PROGRAM` reads them, runs LND's
//! benchmarks (a test program that Go built) and ours by turns, and prints a table.

use ampwire::amp::sha256;
use ampwire::bolt11::VerifiedInvoice;
use ampwire::onion::{AmpRecord, Layout, Layouts, PayloadRules, PayloadView, Role};
use ampwire::tlv::{TlvReader, TlvStream};
use ampwire::wire::{BigSize, Encode};
use ampwire_benches::shared::{self, Shared};
use ampwire_benches::{clock, inputs};
use std::collections::BTreeMap;
use std::env;
use std::hint::black_box;
use std::path::Path;
use std::process::{Command, ExitCode};
use std::time::Duration;

/// How often both sides run.
const ROUNDS: usize = 25;
/// How long a benchmark runs each time: short, so that some of the runs are not disturbed, and long
/// enough for Go to collect its garbage in each.
const SPAN: Duration = Duration::from_millis(10);
/// How many times faster than LND's something of ours has to be, without allocating.
struct Bar {
    case: &'static str,
    faster: f64,
}

const PAYLOAD: &str = "payload, parse and check";
const INVOICE: &str = "64 invoices, read";
const BARS: [Bar; 2] = [Bar { case: PAYLOAD, faster: 30.0 }, Bar { case: INVOICE, faster: 4.0 }];

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let result = match arguments[..] {
        ["--write", directory] => shared::write(Path::new(directory)),
        ["--compare", directory, program] => compare(Path::new(directory), Path::new(program)),
        _ => Err("usage: against-lnd --write DIRECTORY | --compare DIRECTORY PROGRAM".to_owned()),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            eprintln!("{reason}");
            ExitCode::FAILURE
        }
    }
}

/// Something of ours, and the benchmark of LND's that does the same.
struct Case<'i> {
    name: String,
    lnd: String,
    run: Box<dyn FnMut() + 'i>,
}

/// What was measured of one run of something.
#[derive(Clone, Copy)]
struct Figure {
    nanoseconds: f64,
    allocations: u64,
}

fn compare(directory: &Path, program: &Path) -> Result<(), String> {
    let shared = shared::read(directory)?;
    let mut cases = cases(&shared);
    let mut ours = vec![f64::INFINITY; cases.len()];
    let mut theirs: BTreeMap<String, Figure> = BTreeMap::new();
    for _ in 0..ROUNDS {
        for (name, figure) in run_lnd(directory, program)? {
            let fastest = theirs.entry(name).or_insert(figure);
            fastest.nanoseconds = fastest.nanoseconds.min(figure.nanoseconds);
        }
        for (case, fastest) in cases.iter_mut().zip(&mut ours) {
            *fastest = fastest.min(clock::nanoseconds(SPAN, &mut case.run));
        }
    }

    println!(
        "{:<26} {:>12} {:>7} {:>12} {:>7} {:>8}",
        "", "LND, ns", "allocs", "ours, ns", "allocs", "faster"
    );
    let mut failed = Vec::new();
    for (case, nanoseconds) in cases.iter_mut().zip(ours) {
        let lnd = theirs.get(&case.lnd).ok_or_else(|| format!("LND did not run {}", case.lnd))?;
        let allocations = allocation_counter::measure(&mut case.run).count_total;
        let faster = lnd.nanoseconds / nanoseconds;
        println!(
            "{:<26} {:>12.1} {:>7} {nanoseconds:>12.1} {allocations:>7} {faster:>7.1}x",
            case.name, lnd.nanoseconds, lnd.allocations,
        );
        let Some(bar) = BARS.iter().find(|bar| bar.case == case.name) else { continue };
        if faster < bar.faster {
            failed.push(format!("{}: {faster:.1} times faster, not {}", case.name, bar.faster));
        }
        if allocations > 0 {
            failed.push(format!("{}: allocates {allocations} times", case.name));
        }
    }
    if failed.is_empty() { Ok(()) } else { Err(failed.join("\n")) }
}

/// Runs all of LND's benchmarks once.
fn run_lnd(directory: &Path, program: &Path) -> Result<Vec<(String, Figure)>, String> {
    let output = Command::new(program)
        .args(["-test.run", "^$", "-test.bench", ".", "-test.benchmem"])
        .args(["-test.benchtime", &format!("{}ms", SPAN.as_millis())])
        // The benchmarks are single-threaded; the collector has the other processors.
        .env("AMPWIRE_BENCH_INPUTS", directory)
        .output()
        .map_err(|error| format!("{} does not start: {error}", program.display()))?;
    let report = String::from_utf8_lossy(&output.stdout);
    if !output.status.success() {
        let errors = String::from_utf8_lossy(&output.stderr);
        return Err(format!("LND's benchmarks ended with {}:\n{report}{errors}", output.status));
    }
    Ok(report.lines().filter_map(benchmark_line).collect())
}

/// `BenchmarkName-2   1000   1234 ns/op   10.5 MB/s   64 B/op   2 allocs/op`
fn benchmark_line(line: &str) -> Option<(String, Figure)> {
    let fields: Vec<&str> = line.split_whitespace().collect();
    let name = fields.first()?.strip_prefix("Benchmark")?;
    let before = |unit| {
        let at = fields.iter().position(|field| *field == unit)?;
        fields.get(at.checked_sub(1)?)
    };
    let figure = Figure {
        nanoseconds: before("ns/op")?.parse().ok()?,
        allocations: before("allocs/op")?.parse().ok()?,
    };
    // Go appends the number of processors, unless it is one.
    let bare = name.rsplit_once('-').map_or(name, |(bare, _)| bare);
    Some((bare.to_owned(), figure))
}

fn cases(shared: &Shared) -> Vec<Case<'_>> {
    let rules = PayloadRules::new(Role::Final, Layouts::DEPLOYED);
    let values: Vec<BigSize> = bigsizes(&shared.bigsizes).collect();
    let payload = PayloadView::parse(&shared.payload, rules).expect("a right payload").to_payload();
    let (mut integers, mut written) = (Vec::new(), Vec::new());

    let (root, part) = (inputs::root_of(&shared.parts[0]), &shared.parts[0][0]);

    let mut cases = vec![
        case("256 BigSizes, read", "BigSizeDecode", || {
            black_box(bigsizes(black_box(&shared.bigsizes)).fold(0, |sum, value| sum ^ value.0));
        }),
        case("256 BigSizes, write", "BigSizeEncode", move || {
            integers.clear();
            for value in black_box(&values) {
                value.put(&mut integers);
            }
            black_box(&integers);
        }),
        case("TLV stream, check", "TLVWalk", || {
            black_box(TlvStream::parse(black_box(&shared.stream)).expect("a right stream"));
        }),
        case("TLV stream, check and walk", "TLVWalkKept", || {
            let stream = TlvStream::parse(black_box(&shared.stream)).expect("a right stream");
            stream.iter().for_each(|record| {
                black_box((record.record_type(), record.value()));
            });
        }),
        case("TLV stream, lazy walk", "TLVWalkKept", || {
            TlvReader::new(black_box(&shared.stream)).for_each(|record| {
                let record = record.expect("a right stream");
                black_box((record.record_type(), record.value()));
            });
        }),
        case("AMP record, parse", "AMPRecordDecode", || {
            let bytes = black_box(&shared.amp_record);
            black_box(&AmpRecord::parse(Layout::Type14, bytes).expect("a right record"));
        }),
        case(PAYLOAD, "FinalHopPayloadDecode", move || {
            let bytes = black_box(&shared.payload);
            black_box(&PayloadView::parse(bytes, rules).expect("a right payload"));
        }),
        case("payload, parse and own", "FinalHopPayloadDecode", move || {
            let bytes = black_box(&shared.payload);
            black_box(&PayloadView::parse(bytes, rules).expect("a right payload").to_payload());
        }),
        case("payload, write", "FinalHopPayloadEncode", move || {
            written.clear();
            black_box(&payload).put(&mut written);
            black_box(&written);
        }),
        case(INVOICE, "InvoiceDecode", || {
            for text in black_box(&shared.invoices) {
                black_box(&VerifiedInvoice::parse(text).expect("a right invoice"));
            }
        }),
        case("derive", "DeriveChild", move || {
            let (root, part) = (black_box(&root), black_box(part));
            black_box(&sha256::derive(root, &part.share, part.child_index));
        }),
    ];
    for parts in &shared.parts {
        let count = parts.len();
        cases.push(case(
            &format!("reconstruct {count}"),
            &format!("Reconstruct/{count}"),
            move || {
                black_box(&sha256::reconstruct(black_box(parts)).expect("a whole set"));
            },
        ));
    }
    cases
}

fn case<'i>(name: &str, lnd: &str, run: impl FnMut() + 'i) -> Case<'i> {
    Case { name: name.to_owned(), lnd: lnd.to_owned(), run: Box::new(run) }
}

/// The integers of a file of `BigSize`s.
fn bigsizes(mut rest: &[u8]) -> impl Iterator<Item = BigSize> {
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let (value, after) = BigSize::parse_prefix(rest).expect("a right BigSize");
        rest = after;
        Some(value)
    })
}
