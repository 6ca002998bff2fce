//! The same checks for both ways of moving a process's pipes.

use std::time::{Duration, Instant};

use super::{Command, Ending, Outgoing, Pumped, Tail};

fn shell(script: &str) -> Command {
    Command::new("sh", vec!["-c".into(), script.into()])
}

macro_rules! checks {
    ($name:ident, $process:path, $group:expr) => {
        mod $name {
            use super::*;
            use $process as Process;

            /// Pumps until the output is closed or `enough` says so; fails after ten seconds.
            fn pump(
                process: &mut Process,
                sent: &[u8],
                errors: &mut Tail,
                enough: impl Fn(&[u8]) -> bool,
            ) -> Vec<u8> {
                let (mut outgoing, mut output) = (Outgoing::new(sent.to_vec()), Vec::new());
                let begun = Instant::now();
                while !enough(&output) {
                    let pumped =
                        process.pump(Duration::from_millis(20), &mut outgoing, &mut output, errors);
                    if pumped == Pumped::Closed && process.ending().is_some() {
                        break;
                    }
                    assert!(begun.elapsed() < Duration::from_secs(10), "{} bytes", output.len());
                }
                output
            }

            #[test]
            fn a_folder_and_an_environment_of_its_own() {
                let folder = tempfile::tempdir().unwrap();
                let inner = folder.path().join("inner");
                std::fs::create_dir(&inner).unwrap();
                std::fs::write(inner.join("here"), "#!/bin/sh\npwd\necho $FIRST $SECOND\n")
                    .unwrap();
                let mut command = shell("exec sh ./here");
                command.folder = Some(inner.clone());
                command.environment =
                    vec![("FIRST".into(), "1 2".into()), ("SECOND".into(), String::new())];
                let mut process = Process::start(&command).unwrap();
                let output = pump(&mut process, b"", &mut Tail::default(), |_| false);
                let expected = format!("{}\n1 2\n", inner.canonicalize().unwrap().display());
                assert_eq!(String::from_utf8_lossy(&output), expected);
            }

            #[test]
            fn more_than_a_pipe_holds_comes_back() {
                let mut process = Process::start(&shell("cat")).unwrap();
                let sent = vec![b'x'; 1_000_000];
                let got = pump(&mut process, &sent, &mut Tail::default(), |output| {
                    output.len() >= sent.len()
                });
                assert!(got == sent);
                process.close_input();
                pump(&mut process, b"", &mut Tail::default(), |_| false);
                assert_eq!(process.ending(), Some(Ending::Exit(0)));
            }

            #[test]
            fn the_id_is_the_process_own() {
                let mut process = Process::start(&shell("echo $$")).unwrap();
                let said = pump(&mut process, b"", &mut Tail::default(), |_| false);
                assert_eq!(String::from_utf8(said).unwrap().trim(), process.id().to_string());
            }

            #[test]
            fn a_process_that_never_reads_blocks_nobody() {
                let mut process = Process::start(&shell("sleep 60")).unwrap();
                let (mut outgoing, mut output) = (Outgoing::new(vec![b'x'; 1_000_000]), Vec::new());
                let begun = Instant::now();
                for _ in 0..5 {
                    process.pump(
                        Duration::from_millis(20),
                        &mut outgoing,
                        &mut output,
                        &mut Tail::default(),
                    );
                }
                // Not a byte was read; who doesn't know that may not claim otherwise.
                assert!(matches!(process.unread(&outgoing), None | Some(1_000_000)));
                process.kill();
                assert!(begun.elapsed() < Duration::from_secs(5));
            }

            #[test]
            fn standard_error_is_drained_while_waiting() {
                let mut errors = Tail::default();
                let mut process =
                    Process::start(&shell("yes error | head -c 1000000 >&2; echo done")).unwrap();
                assert_eq!(
                    pump(&mut process, b"", &mut errors, |output| output.ends_with(b"\n")),
                    b"done\n"
                );
                process.drain_errors(&mut errors);
                assert!(errors.take().ends_with("error\nerro"));
            }

            #[test]
            fn the_end_is_told() {
                for (script, expected) in
                    [("exit 3", Ending::Exit(3)), ("kill -SEGV $$", Ending::Signal(11))]
                {
                    let mut process = Process::start(&shell(script)).unwrap();
                    pump(&mut process, b"", &mut Tail::default(), |_| false);
                    assert_eq!(process.ending(), Some(expected));
                    assert_eq!(process.ending(), Some(expected), "asking twice gives the same");
                }
            }

            #[test]
            fn a_kill_comes_back_though_a_grandchild_holds_the_pipes() {
                let mut process =
                    Process::start(&shell("trap '' TERM INT HUP; sleep 30 & echo $!; wait"))
                        .unwrap();
                let output =
                    pump(&mut process, b"", &mut Tail::default(), |output| output.ends_with(b"\n"));
                let grandchild = String::from_utf8(output).unwrap();
                let begun = Instant::now();
                assert_eq!(process.kill(), Ending::Signal(9));
                assert!(begun.elapsed() < Duration::from_secs(1));
                let alive = || {
                    let state =
                        std::fs::read_to_string(format!("/proc/{}/stat", grandchild.trim()))
                            .unwrap_or_default();
                    // A zombie waits for a parent that collects it; it runs no more.
                    !state.is_empty() && !state.contains(") Z ")
                };
                if $group {
                    while alive() {
                        assert!(
                            begun.elapsed() < Duration::from_secs(5),
                            "the grandchild outlived its group"
                        );
                        std::thread::sleep(Duration::from_millis(5));
                    }
                } else if alive() {
                    std::process::Command::new("kill").arg(grandchild.trim()).status().unwrap();
                }
            }
        }
    };
}

checks!(polled, crate::process::platform::Process, true);
checks!(threaded, crate::process::portable::Process, false);

#[test]
fn what_was_not_read_is_known() {
    let mut process = super::Process::start(&shell("read -r line; echo ready; exit 0")).unwrap();
    let (mut output, mut errors) = (Vec::new(), Tail::default());
    let mut first = Outgoing::new(b"first\n".to_vec());
    while !output.ends_with(b"\n") {
        process.pump(Duration::from_secs(1), &mut first, &mut output, &mut errors);
    }
    assert_eq!(process.unread(&first), Some(0));
    let mut second = Outgoing::new(b"second\n".to_vec());
    while process.ending().is_none() {
        process.pump(Duration::from_millis(5), &mut second, &mut output, &mut errors);
    }
    assert_eq!(process.unread(&second), Some(7));
}

#[test]
fn what_cannot_be_started() {
    for (program, words) in [
        ("./no/such/file", "doesn't exist"),
        ("./src", "is a directory"),
        ("./Cargo.toml", "isn't executable"),
        ("no-such-program-anywhere", "neither here nor in PATH"),
    ] {
        let command = Command::new(program, Vec::new());
        let fault = super::Process::start(&command).unwrap_err().to_string();
        assert!(fault.contains(words), "{fault}");
    }
    // A relative path starts at the command's folder, wherever this program runs.
    for (program, folder, words) in [
        ("./tests.rs", "src/process", "isn't executable"),
        ("./src", "src/process", "doesn't exist"),
        ("sh", "no/such/folder", "its folder no/such/folder doesn't exist"),
    ] {
        let folder = Some(folder.into());
        let command = Command { folder, ..Command::new(program, Vec::new()) };
        let fault = super::Process::start(&command).unwrap_err().to_string();
        assert!(fault.contains(words), "{fault}");
    }
}
