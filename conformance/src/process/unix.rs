//! A process on Unix: its own process group, its pipes moved by `poll`. All that is particular to Unix stands here.

use std::io::{self, Read, Write};
use std::os::fd::AsFd;
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::process::{Child, ChildStderr, ChildStdin, ChildStdout};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{OFlags, fcntl_getfl, fcntl_setfl};
use rustix::io::ioctl_fionread;
use rustix::process::{Pid, Signal, WaitId, WaitIdOptions, kill_process_group, waitid};

use super::{CHUNK, Command, Ending, Outgoing, Pumped, StartFault, Tail};

/// How long a killed process may take to be gone. One that a device holds in the kernel is left behind.
const KILL_TIME: Duration = Duration::from_secs(2);

/// How long the wait for a quick answer is a busy one: to be put to sleep and woken takes about as long, and a testee that answers at once
/// is asked nearly twice as often for it. A slow one costs no more than this.
const BUSY: Duration = Duration::from_micros(60);

/// A running testee.
#[derive(Debug)]
pub(crate) struct Process {
    child: Child,
    input: Option<ChildStdin>,
    output: Option<ChildStdout>,
    errors: Option<ChildStderr>,
    /// Nobody reads standard input any more. The pipe is kept: it still knows how much of it was read.
    input_broken: bool,
    chunk: Vec<u8>,
    reaped: bool,
}

impl Process {
    /// Starts the command in a process group of its own, so that it can be killed with all its children, and a Ctrl-C at the
    /// terminal reaches this program alone.
    ///
    /// # Errors
    /// Where the system can't start it.
    pub(crate) fn start(command: &Command) -> Result<Self, StartFault> {
        let fault = |error: &io::Error| StartFault::new(command, error);
        let mut child =
            command.prepared().process_group(0).spawn().map_err(|error| fault(&error))?;
        let (input, output, errors) =
            (child.stdin.take(), child.stdout.take(), child.stderr.take());
        let process = Self {
            child,
            input,
            output,
            errors,
            input_broken: false,
            chunk: vec![0; CHUNK],
            reaped: false,
        };
        // From here on, dropping the process kills it.
        process.set_nonblocking().map_err(|error| fault(&error))?;
        Ok(process)
    }

    fn set_nonblocking(&self) -> io::Result<()> {
        self.input.as_ref().map_or(Ok(()), nonblocking)?;
        self.output.as_ref().map_or(Ok(()), nonblocking)?;
        self.errors.as_ref().map_or(Ok(()), nonblocking)
    }

    /// Sends what can be sent, waits at most `wait` until something arrives, and takes what has.
    pub(crate) fn pump(
        &mut self,
        wait: Duration,
        outgoing: &mut Outgoing,
        output: &mut Vec<u8>,
        errors: &mut Tail,
    ) -> Pumped {
        let sent = self.send(outgoing);
        let ready = self.wait_for_pipes(wait, !outgoing.rest().is_empty());
        if ready.errors {
            receive(&mut self.errors, &mut self.chunk, |bytes| errors.push(bytes));
        }
        if ready.output
            && receive(&mut self.output, &mut self.chunk, |bytes| output.extend_from_slice(bytes))
        {
            return Pumped::Output;
        }
        if self.output.is_none() {
            if !ready.errors {
                // There may be nothing left to wait for: don't spin.
                std::thread::sleep(wait.min(Duration::from_millis(2)));
            }
            return Pumped::Closed;
        }
        if sent || ready.input || ready.errors { Pumped::Moved } else { Pumped::Idle }
    }

    fn wait_for_pipes(&self, wait: Duration, writing: bool) -> Ready {
        let input = self.input.as_ref().filter(|_| writing && !self.input_broken);
        let mut polled = Vec::with_capacity(3);
        polled.extend(self.output.as_ref().map(|pipe| PollFd::new(pipe, PollFlags::IN)));
        polled.extend(self.errors.as_ref().map(|pipe| PollFd::new(pipe, PollFlags::IN)));
        polled.extend(input.map(|pipe| PollFd::new(pipe, PollFlags::OUT)));
        if polled.is_empty() {
            return Ready::default();
        }
        // A signal may end the wait early, with nothing ready: the caller has a deadline of its own and comes back.
        let now = Timespec { tv_sec: 0, tv_nsec: 0 };
        let begun = Instant::now();
        let mut ready = poll(&mut polled, Some(&now));
        while ready == Ok(0) && begun.elapsed() < BUSY.min(wait) {
            ready = poll(&mut polled, Some(&now));
        }
        let left = wait.saturating_sub(BUSY);
        if ready == Ok(0) && !left.is_zero() {
            ready = poll(&mut polled, Timespec::try_from(left).ok().as_ref());
        }
        if ready.is_err() {
            return Ready::default();
        }
        let mut states = polled.iter().map(|pipe| !pipe.revents().is_empty());
        let mut next = |there: bool| there && states.next().unwrap_or(false);
        Ready {
            output: next(self.output.is_some()),
            errors: next(self.errors.is_some()),
            input: next(input.is_some()),
        }
    }

    fn send(&mut self, outgoing: &mut Outgoing) -> bool {
        let Some(pipe) =
            self.input.as_mut().filter(|_| !self.input_broken && !outgoing.rest().is_empty())
        else {
            return false;
        };
        match pipe.write(outgoing.rest()) {
            Ok(count) => {
                outgoing.advance(count);
                count > 0
            }
            Err(error) => {
                // What becomes of a process that reads no more is seen elsewhere.
                self.input_broken = !can_wait(&error);
                false
            }
        }
    }

    /// The system's number for the process.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Closes standard input: the end of all requests.
    pub(crate) fn close_input(&mut self) {
        self.input = None;
    }

    /// Of these bytes, how many the process has not read: `None` where the system doesn't say.
    pub(crate) fn unread(&self, outgoing: &Outgoing) -> Option<usize> {
        let waiting = usize::try_from(ioctl_fionread(self.input.as_ref()?).ok()?).ok()?;
        Some(waiting + outgoing.rest().len())
    }

    /// How the process ended, if it has. It stays a zombie until it is killed, so that its group's id can't be taken by another.
    pub(crate) fn ending(&mut self) -> Option<Ending> {
        if self.reaped {
            return Some(Ending::Unknown);
        }
        let options = WaitIdOptions::EXITED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT;
        match waitid(WaitId::Pid(self.pid()?), options) {
            Ok(Some(status)) => Some(match (status.exit_status(), status.terminating_signal()) {
                (Some(code), _) => Ending::Exit(code),
                (None, Some(signal)) => Ending::Signal(signal),
                (None, None) => Ending::Unknown,
            }),
            Ok(None) => None,
            Err(_) => Some(Ending::Unknown),
        }
    }

    /// Kills the process and its whole group, and waits a bounded time for its end.
    pub(crate) fn kill(&mut self) -> Ending {
        if self.reaped {
            return Ending::Unknown;
        }
        if let Some(group) = self.pid() {
            // The process may be gone and its children not: the group is killed either way.
            let _ = kill_process_group(group, Signal::KILL);
        }
        let deadline = Instant::now() + KILL_TIME;
        loop {
            match self.child.try_wait() {
                Ok(Some(status)) => {
                    self.reaped = true;
                    return match (status.code(), status.signal()) {
                        (Some(code), _) => Ending::Exit(code),
                        (None, Some(signal)) => Ending::Signal(signal),
                        (None, None) => Ending::Unknown,
                    };
                }
                Ok(None) if Instant::now() < deadline => {
                    std::thread::sleep(Duration::from_millis(1));
                }
                Ok(None) | Err(_) => return Ending::Unknown,
            }
        }
    }

    /// Reads what is left of standard error, without waiting and not more than a bounded amount.
    pub(crate) fn drain_errors(&mut self, errors: &mut Tail) {
        for _ in 0..16 {
            if !receive(&mut self.errors, &mut self.chunk, |bytes| errors.push(bytes)) {
                return;
            }
        }
    }

    fn pid(&self) -> Option<Pid> {
        Pid::from_raw(i32::try_from(self.child.id()).ok()?)
    }
}

/// Which pipes can move, or are broken.
#[derive(Debug, Default, Clone, Copy)]
struct Ready {
    input: bool,
    output: bool,
    errors: bool,
}

impl Drop for Process {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Makes our end of a pipe non-blocking. The testee's end is another file description and stays as it is.
fn nonblocking(pipe: &impl AsFd) -> io::Result<()> {
    Ok(fcntl_setfl(pipe, fcntl_getfl(pipe)? | OFlags::NONBLOCK)?)
}

/// Reads one chunk, if there is one; closes the pipe at its end. Says whether bytes came.
fn receive(pipe: &mut Option<impl Read>, chunk: &mut [u8], mut keep: impl FnMut(&[u8])) -> bool {
    let Some(reader) = pipe else {
        return false;
    };
    match reader.read(chunk) {
        Ok(count) if count > 0 => {
            keep(chunk.get(..count).unwrap_or_default());
            true
        }
        Err(error) if can_wait(&error) => false,
        Ok(_) | Err(_) => {
            *pipe = None;
            false
        }
    }
}

fn can_wait(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::Interrupted)
}
