//! `ampwire inspect --each`: many inputs, one a line, and a line of JSON for each, in their order.
//!
//! ```text
//!            ┌─ worker ─┐
//!  reader ───┼─ worker ─┼─── writer
//!            └─ worker ─┘
//! ```
//!
//! The reader deals batches to the workers in turn, and the writer takes their answers in the same turn: so the order is kept, and
//! nothing has to be sorted. All queues are short: what is held does not grow with the input.
//!
//! | file | concept |
//! |---|---|
//! | `batches` | lines of a stream, in batches of about one read |
//! | `line` | one line, answered by one line of JSON |
//! | `tally` | how many lines there were, and what became of them |
//! | `progress` | a bar on a terminal |

mod batches;
mod line;
mod progress;
mod tally;

use std::fs::File;
use std::io::{self, IsTerminal, Read};
use std::num::NonZero;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{self, JoinHandle};

use self::batches::{Batch, Batches};
use self::line::{Done, How};
use self::progress::Progress;
use self::tally::Tally;
use super::super::{Failure, finish};
use crate::args::Inspect;
use crate::exit;
use crate::render::output::Output;

/// How many batches wait before and behind each worker.
const QUEUE: usize = 2;

/// Runs the command.
pub(super) fn execute(arguments: &Inspect, no_color: bool) -> Result<u8, Failure> {
    let Source { stream, name, size } = Source::of(arguments, no_color)?;
    let workers = workers(arguments);
    let how = How::new(arguments);
    let mut to_workers = Vec::new();
    let mut from_workers = Vec::new();
    for _ in 0..workers {
        let (to_worker, batches) = sync_channel(QUEUE);
        let (answers, from_worker) = sync_channel(QUEUE);
        to_workers.push(to_worker);
        from_workers.push((from_worker, thread::spawn(move || work(how, &batches, &answers))));
    }
    let reader = thread::spawn(move || deal(stream, &to_workers));

    let mut output = Output::plain_stdout();
    let progress = Progress::new(size);
    let mut tally = Tally::default();
    for (answers, _) in from_workers.iter().cycle() {
        // In this turn the reader dealt, so where one has no more, none has.
        let Ok(done) = answers.recv() else { break };
        output.bytes(&done.text);
        if output.has_failed() {
            // The threads end with the program: one of them may wait for input that never comes.
            progress.end();
            return finish(output, status(tally));
        }
        tally.add(done.tally);
        progress.step(done.size, tally);
    }
    progress.end();
    let ends = from_workers.into_iter().map(|(_, worker)| joined(worker)).collect::<Vec<_>>();
    let read = joined(reader)?;
    for end in ends {
        end?.map_err(|error| fault(&error.to_string()))?;
    }
    let mut messages = Output::stderr(no_color);
    messages.line(&format!("ampwire: {tally}"));
    read.map_err(|error| Failure::usage(format!("{name} can't be read: {error}")))?;
    if tally.is_empty() {
        return Err(Failure::usage(format!("there is nothing to inspect in {name}")));
    }
    finish(output, status(tally))
}

/// The exit status for what was found so far.
const fn status(tally: Tally) -> u8 {
    if tally.is_right() { exit::SUCCESS } else { exit::UNEXPECTED }
}

/// What a thread gave. It never panics.
fn joined<T>(thread: JoinHandle<T>) -> Result<T, Failure> {
    thread.join().map_err(|_| fault("a thread ended early"))
}

fn fault(message: &str) -> Failure {
    Failure { message: message.to_owned(), status: exit::SUITE }
}

fn workers(arguments: &Inspect) -> usize {
    arguments
        .jobs
        .map_or_else(|| thread::available_parallelism().map_or(1, NonZero::get), usize::from)
}

/// Deals the batches of a stream to the workers in turn, until there is none or nobody wants more.
fn deal(stream: Box<dyn Read + Send>, to_workers: &[SyncSender<Batch>]) -> io::Result<()> {
    for (batch, to_worker) in Batches::new(stream).zip(to_workers.iter().cycle()) {
        if to_worker.send(batch?).is_err() {
            break;
        }
    }
    Ok(())
}

/// Answers batches until there is none or nobody wants more.
fn work(
    how: How,
    batches: &Receiver<Batch>,
    answers: &SyncSender<Done>,
) -> Result<(), serde_json::Error> {
    for batch in batches {
        if answers.send(how.answer(&batch)?).is_err() {
            break;
        }
    }
    Ok(())
}

/// Where the lines come from.
struct Source {
    stream: Box<dyn Read + Send>,
    name: String,
    /// How many bytes there are, where that is known.
    size: Option<u64>,
}

impl Source {
    fn of(arguments: &Inspect, no_color: bool) -> Result<Self, Failure> {
        match arguments.input.as_slice() {
            [] => Ok(Self::standard_input(no_color)),
            [only] if only == "-" => Ok(Self::standard_input(no_color)),
            [path] => {
                let name = format!("{path:?}");
                let unreadable = |error| Failure::usage(format!("{name} can't be read: {error}"));
                let file = File::open(path).map_err(unreadable)?;
                let metadata = file.metadata().map_err(unreadable)?;
                let size = metadata.is_file().then_some(metadata.len());
                Ok(Self { stream: Box::new(file), name, size })
            }
            _ => Err(Failure::usage("--each takes one file: the inputs stand in it, one a line")),
        }
    }

    fn standard_input(no_color: bool) -> Self {
        let stdin = io::stdin();
        if stdin.is_terminal() {
            Output::stderr(no_color)
                .line("ampwire: reading lines from the terminal, to the end of input (Ctrl-D)");
        }
        Self { stream: Box::new(stdin), name: "standard input".to_owned(), size: None }
    }
}
