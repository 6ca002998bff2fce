//! How a process ended, in words.

use core::fmt;

use super::MemoryLimit;

/// How a process ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ending {
    /// By itself, with this exit status.
    Exit(i32),
    /// By this signal.
    #[cfg_attr(not(any(unix, test)), expect(dead_code, reason = "only Unix has signals"))]
    Signal(i32),
    /// It was killed here, since it held more than this.
    Memory(MemoryLimit),
    /// It is gone, and the system doesn't say how.
    Unknown,
}

impl fmt::Display for Ending {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            // Windows has no signals: what ends a program there is a status with the highest bits set, known by its hex digits.
            Self::Exit(status @ ..0) => {
                let name = windows_name(status).map(|name| format!(", {name}")).unwrap_or_default();
                write!(formatter, "exited with status {status} ({status:#x}{name})")
            }
            Self::Exit(status) => write!(formatter, "exited with status {status}"),
            Self::Signal(signal) => match signal_name(signal) {
                Some(name) => write!(formatter, "was killed by signal {signal} ({name})"),
                None => write!(formatter, "was killed by signal {signal}"),
            },
            Self::Memory(limit) => {
                write!(
                    formatter,
                    "held more memory than --max-rss allows ({limit}), and was killed"
                )
            }
            Self::Unknown => formatter.write_str("ended"),
        }
    }
}

/// Names of the signals whose numbers are the same on all Unix systems, and of SIGBUS, which is 7 or 10.
fn signal_name(signal: i32) -> Option<&'static str> {
    Some(match signal {
        1 => "SIGHUP",
        2 => "SIGINT",
        3 => "SIGQUIT",
        4 => "SIGILL",
        6 => "SIGABRT",
        7 if cfg!(target_os = "linux") => "SIGBUS",
        8 => "SIGFPE",
        9 => "SIGKILL",
        10 if cfg!(target_vendor = "apple") => "SIGBUS",
        11 => "SIGSEGV",
        13 => "SIGPIPE",
        14 => "SIGALRM",
        15 => "SIGTERM",
        _ => return None,
    })
}

/// Names of the statuses with which Windows ends a program that can't go on.
fn windows_name(status: i32) -> Option<&'static str> {
    Some(match u32::from_ne_bytes(status.to_ne_bytes()) {
        0xc000_0005 => "access violation",
        0xc000_0017 => "out of memory",
        0xc000_001d => "illegal instruction",
        0xc000_0094 => "division by zero",
        0xc000_00fd => "stack overflow",
        0xc000_0135 => "a library was not found",
        0xc000_013a => "Ctrl-C",
        0xc000_0374 => "heap corruption",
        // What `abort` of C and of Rust comes to.
        0xc000_0409 => "abort",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::Ending;

    #[test]
    fn words() {
        assert_eq!(Ending::Exit(0).to_string(), "exited with status 0");
        assert_eq!(Ending::Signal(9).to_string(), "was killed by signal 9 (SIGKILL)");
        assert_eq!(
            Ending::Exit(-1_073_740_791).to_string(),
            "exited with status -1073740791 (0xc0000409, abort)"
        );
        assert_eq!(Ending::Exit(-1).to_string(), "exited with status -1 (0xffffffff)");
        assert_eq!(Ending::Signal(64).to_string(), "was killed by signal 64");
    }
}
