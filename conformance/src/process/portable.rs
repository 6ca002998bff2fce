//! A process with a thread for each pipe. On Windows it is in a job object, so that a kill reaches its children; elsewhere it reaches the
//! process alone.

use std::io::{Read, Write};
use std::process::{Child, Command as StdCommand, ExitStatus};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, SyncSender, channel, sync_channel};
use std::time::{Duration, Instant};

use super::{CHUNK, Command, Ending, Outgoing, Pumped, StartFault, Tail};

/// How long a killed process may take to be gone.
const KILL_TIME: Duration = Duration::from_secs(2);

/// How many chunks may wait before a reading thread has to: a flood must not fill the memory.
const WAITING: usize = 8;

/// A running testee.
#[derive(Debug)]
pub(crate) struct Process {
    family: Family,
    input: Option<Sender<Vec<u8>>>,
    arriving: Receiver<Arrival>,
    open: bool,
    ended: Option<Ending>,
}

#[derive(Debug)]
enum Arrival {
    Output(Vec<u8>),
    OutputClosed,
    Errors(Vec<u8>),
}

impl Process {
    /// Starts the command.
    ///
    /// # Errors
    /// Where the system can't start it.
    pub(crate) fn start(command: &Command) -> Result<Self, StartFault> {
        let description = command.prepared();
        let mut family =
            Family::start(description).map_err(|error| StartFault::new(command, &error))?;
        let child = family.root();
        let (arrivals, arriving) = sync_channel(WAITING);
        if let Some(pipe) = child.stdout.take() {
            let arrivals = arrivals.clone();
            std::thread::spawn(move || {
                forward(pipe, &arrivals, Arrival::Output);
                // The receiver is gone when the testee is: nobody is left to tell.
                let _ = arrivals.send(Arrival::OutputClosed);
            });
        }
        if let Some(pipe) = child.stderr.take() {
            std::thread::spawn(move || forward(pipe, &arrivals, Arrival::Errors));
        }
        let input = child.stdin.take().map(|mut pipe| {
            let (requests, sending) = channel::<Vec<u8>>();
            // Writing may block for ever where the testee doesn't read. Then this thread waits, and nobody waits for it.
            std::thread::spawn(move || {
                for bytes in sending {
                    if pipe.write_all(&bytes).and_then(|()| pipe.flush()).is_err() {
                        return;
                    }
                }
            });
            requests
        });
        Ok(Self { family, input, arriving, open: true, ended: None })
    }

    /// Waits at most `wait` until bytes arrive. What is to be sent is handed to its thread at once.
    pub(crate) fn pump(
        &mut self,
        wait: Duration,
        outgoing: &mut Outgoing,
        output: &mut Vec<u8>,
        errors: &mut Tail,
    ) -> Pumped {
        if !outgoing.rest().is_empty() {
            if let Some(input) = &self.input {
                if input.send(outgoing.rest().to_vec()).is_err() {
                    self.input = None;
                }
            }
            outgoing.advance(outgoing.rest().len());
        }
        match self.arriving.recv_timeout(wait) {
            Ok(Arrival::Output(bytes)) => {
                output.extend_from_slice(&bytes);
                Pumped::Output
            }
            Ok(Arrival::Errors(bytes)) => {
                errors.push(&bytes);
                Pumped::Moved
            }
            Ok(Arrival::OutputClosed) => {
                self.open = false;
                Pumped::Closed
            }
            Err(RecvTimeoutError::Timeout) if self.open => Pumped::Idle,
            Err(RecvTimeoutError::Timeout) => Pumped::Closed,
            Err(RecvTimeoutError::Disconnected) => {
                self.open = false;
                // Nothing can arrive any more: don't spin.
                std::thread::sleep(wait.min(Duration::from_millis(5)));
                Pumped::Closed
            }
        }
    }

    /// The system's number for the process.
    pub(crate) fn id(&self) -> u32 {
        self.family.id()
    }

    /// Closes standard input: the end of all requests.
    pub(crate) fn close_input(&mut self) {
        self.input = None;
    }

    /// Of the bytes sent, how many the process has not read. Not known here, except where the pipe is broken.
    pub(crate) fn unread(&self, outgoing: &Outgoing) -> Option<usize> {
        self.input.is_none().then(|| outgoing.length())
    }

    /// How the process ended, if it has.
    pub(crate) fn ending(&mut self) -> Option<Ending> {
        if self.ended.is_none() {
            self.ended = self.family.root().try_wait().ok().flatten().map(ending);
        }
        self.ended
    }

    /// Kills the process, and waits a bounded time for its end.
    pub(crate) fn kill(&mut self) -> Ending {
        self.family.kill();
        let deadline = Instant::now() + KILL_TIME;
        while self.ending().is_none() && Instant::now() < deadline {
            std::thread::sleep(Duration::from_millis(1));
        }
        self.ended.unwrap_or(Ending::Unknown)
    }

    /// Reads what is left of standard error, without waiting and not more than a bounded amount.
    pub(crate) fn drain_errors(&mut self, errors: &mut Tail) {
        for _ in 0..2 * WAITING {
            // The thread may not have read yet what the process wrote before its end.
            match self.arriving.recv_timeout(Duration::from_millis(20)) {
                Ok(Arrival::Errors(bytes)) => errors.push(&bytes),
                Ok(_) => {}
                Err(_) => return,
            }
        }
    }
}

/// A process with all that come from it, as far as the system knows them.
#[derive(Debug)]
#[cfg(windows)]
struct Family(Box<dyn process_wrap::std::StdChildWrapper>);

#[cfg(windows)]
impl Family {
    fn start(command: StdCommand) -> std::io::Result<Self> {
        use process_wrap::std::{CreationFlags, JobObject, StdCommandWrap};
        use windows::Win32::System::Threading::CREATE_NEW_PROCESS_GROUP;
        // A Ctrl-C at the console is for this program alone: a testee that it ends would look like one that crashed.
        let group = CreationFlags(CREATE_NEW_PROCESS_GROUP);
        // The job object comes last: it keeps the flags that it finds.
        StdCommandWrap::from(command).wrap(group).wrap(JobObject).spawn().map(Self)
    }

    fn root(&mut self) -> &mut Child {
        self.0.inner_mut()
    }

    fn id(&self) -> u32 {
        self.0.id()
    }

    fn kill(&mut self) {
        let _ = self.0.start_kill();
    }
}

/// A process. Its children are not known here.
#[derive(Debug)]
#[cfg(not(windows))]
struct Family(Child);

#[cfg(not(windows))]
impl Family {
    fn start(mut command: StdCommand) -> std::io::Result<Self> {
        command.spawn().map(Self)
    }

    const fn root(&mut self) -> &mut Child {
        &mut self.0
    }

    fn id(&self) -> u32 {
        self.0.id()
    }

    fn kill(&mut self) {
        let _ = self.0.kill();
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.kill();
    }
}

fn forward(mut pipe: impl Read, arrivals: &SyncSender<Arrival>, wrap: fn(Vec<u8>) -> Arrival) {
    let mut chunk = vec![0; CHUNK];
    while let Ok(count) = pipe.read(&mut chunk) {
        let bytes = chunk.get(..count).unwrap_or_default();
        if bytes.is_empty() || arrivals.send(wrap(bytes.to_vec())).is_err() {
            return;
        }
    }
}

#[cfg(unix)]
fn ending(status: ExitStatus) -> Ending {
    use std::os::unix::process::ExitStatusExt as _;
    status
        .code()
        .map_or_else(|| status.signal().map_or(Ending::Unknown, Ending::Signal), Ending::Exit)
}

#[cfg(not(unix))]
fn ending(status: ExitStatus) -> Ending {
    status.code().map_or(Ending::Unknown, Ending::Exit)
}
