//! `ampwire completions` and `ampwire man`: both made from the command line's own definition.

use std::fs;
use std::path::Path;

use clap::CommandFactory;

use super::{Failure, finish};
use crate::args::{Arguments, Completions, Man};
use crate::exit;
use crate::render::output::Output;

/// The completions of a shell.
pub(crate) fn completions(arguments: &Completions) -> Result<u8, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut Arguments::command(), "ampwire", &mut script);
    written(&script)
}

/// The manual pages.
pub(crate) fn man(arguments: &Man) -> Result<u8, Failure> {
    let command = Arguments::command();
    let Some(folder) = &arguments.dir else {
        let mut page = Vec::new();
        clap_mangen::Man::new(command)
            .render(&mut page)
            .map_err(|error| Failure::usage(error.to_string()))?;
        return written(&page);
    };
    let fault = |error: std::io::Error| Failure::usage(format!("{}: {error}", folder.display()));
    fs::create_dir_all(folder).map_err(fault)?;
    clap_mangen::generate_to(command, folder).map_err(fault)?;
    let count = pages(folder).map_err(fault)?;
    let mut output = Output::stdout(true);
    output.line(&format!("{count} pages are in {}; see ampwire(1)", folder.display()));
    finish(output, exit::SUCCESS)
}

fn pages(folder: &Path) -> std::io::Result<usize> {
    let mut count = 0;
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name();
        let name = name.to_string_lossy();
        count += usize::from(name.starts_with("ampwire") && name.ends_with(".1"));
    }
    Ok(count)
}

fn written(bytes: &[u8]) -> Result<u8, Failure> {
    let mut output = Output::plain_stdout();
    output.bytes(bytes);
    finish(output, exit::SUCCESS)
}
