//! `ampwire vectors`: the embedded files, for those who look at them or vendor them.

pub(crate) mod export;
mod form;
pub(crate) mod list;
pub(crate) mod show;
pub(crate) mod verify;

use super::Failure;
use crate::args::Vectors;

/// Runs the command.
pub(crate) fn execute(arguments: &Vectors, no_color: bool) -> Result<u8, Failure> {
    match arguments {
        Vectors::List(list) => list::execute(list, no_color),
        Vectors::Show(show) => show::execute(show, no_color),
        Vectors::Verify(verify) => verify::execute(verify, no_color),
        Vectors::Export(export) => export::execute(export, no_color),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_file_is_the_one_that_the_manifest_has() {
        let manifest = ampwire_vectors::manifest().unwrap();
        let files = ampwire_vectors::all_files().collect::<Vec<_>>();
        for entry in &manifest.files {
            let file = files.iter().find(|file| file.path == entry.path).unwrap();
            assert_eq!(
                ampwire_vectors::file_hash(file.text.as_bytes()),
                entry.sha256,
                "{}",
                entry.path
            );
        }
        assert_eq!(files.len(), manifest.files.len() + 1);
    }
}
