//! Programs that are no testees at all: never green, in bounded time, with the right words.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use std::fs;
use std::process::Command;

use support::{Outcome, Suite};
use tempfile::TempDir;

fn check(command: &[&str]) -> Outcome {
    Suite::new().check(&["--hello-timeout", "2s"], command)
}

/// An executable file with this text. Another process writes it: a file that this one has open while another thread starts a
/// program is busy for that program.
fn program(folder: &TempDir, text: &str) -> String {
    let path = folder.path().join("program").to_str().unwrap().to_owned();
    let script = "printf %s \"$2\" > \"$1\" && chmod 755 \"$1\"";
    assert!(Command::new("sh").args(["-c", script, "sh", &path, text]).status().unwrap().success());
    path
}

#[test]
fn cat() {
    check(&["cat"]).ends_with(3).says("it repeats the request");
}

#[test]
fn true_and_false() {
    check(&["true"]).ends_with(3).says("instead of an answer to hello, it exited with status 0");
    check(&["false"]).ends_with(3).says("instead of an answer to hello, it exited with status 1");
}

#[test]
fn yes() {
    check(&["yes"]).ends_with(3).says("a flood: more than 1000 stray lines");
    check(&["yes", "{\"id\":\"0\",\"ok\":{}}"])
        .ends_with(3)
        .says("`hello` stands only in the answer to hello");
}

#[test]
fn a_sleeping_shell_script() {
    let folder = tempfile::tempdir().unwrap();
    let script = program(&folder, "#!/bin/sh\nsleep 60\n");
    check(&[&script]).ends_with(3).says("no answer within 2 s");
}

#[test]
fn a_missing_file() {
    check(&["./no/such/adapter"])
        .ends_with(3)
        .says("couldn't be run: `./no/such/adapter` doesn't exist");
    check(&["no-such-adapter"]).ends_with(3).says("doesn't exist, neither here nor in PATH");
}

#[test]
fn a_folder_and_files_that_are_no_programs() {
    let folder = tempfile::tempdir().unwrap();
    check(&[folder.path().to_str().unwrap()]).ends_with(3).says("is a directory");
    let file = folder.path().join("notes.txt");
    fs::write(&file, "notes").unwrap();
    check(&[file.to_str().unwrap()]).ends_with(3).says("isn't executable");
    check(&[&program(&folder, "notes")])
        .ends_with(3)
        .says("has no first line that names an interpreter (#!…)");
    check(&[&program(&folder, "#!/no/such/interpreter\n")])
        .ends_with(3)
        .says("the interpreter that its first line names is not");
}

#[test]
fn noise_without_an_end() {
    check(&["cat", "/dev/zero"]).ends_with(3).says("a line of more than 4194304 bytes");
    check(&["cat", "/dev/urandom"]).ends_with(3);
    check(&["sh", "-c", "yes noise >&2"]).ends_with(3).says("no answer within 2 s");
}
