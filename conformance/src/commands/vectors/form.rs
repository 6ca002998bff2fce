//! The two forms of the suite, and their files.

use ampwire_vectors::EmbeddedFile;

/// A form of the suite.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// One file an operation, with everything that is known of a vector.
    Rich,
    /// Plain arrays.
    Flat,
}

impl Form {
    /// The name, for people.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Rich => "rich",
            Self::Flat => "flat",
        }
    }

    /// The files of the form, by their path below the folder that holds its manifest.
    pub(crate) fn files(self) -> Vec<EmbeddedFile> {
        match self {
            Self::Rich => ampwire_vectors::all_files().collect(),
            Self::Flat => {
                let below = |path: &'static str| path.strip_prefix("flat/").unwrap_or(path);
                let files = ampwire_vectors::flat_files().iter();
                files.map(|file| EmbeddedFile { path: below(file.path), text: file.text }).collect()
            }
        }
    }
}
