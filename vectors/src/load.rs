//! Reading the embedded files.

use core::fmt;

use crate::embedded;
use crate::{Manifest, RuleFile, Vector, VectorFile};

/// A file as it stands in the package.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EmbeddedFile {
    /// The path below the `vectors` folder: `v1/tlv.decode.json`.
    pub path: &'static str,
    /// All of its text.
    pub text: &'static str,
}

/// Every embedded vector file, sorted by path; without the rule file and the manifest.
pub fn files() -> &'static [EmbeddedFile] {
    embedded::FILES
}

/// Every file of the suite: the vectors, the rules and the manifest, as a copy of the suite has them.
pub fn all_files() -> impl Iterator<Item = EmbeddedFile> {
    embedded::FILES.iter().copied().chain([embedded::RULES, embedded::MANIFEST])
}

/// Every file of the flat form, with its manifest: the same vectors as plain arrays, for those who copy files. Sorted by path,
/// which starts with `flat/`.
pub fn flat_files() -> &'static [EmbeddedFile] {
    embedded::FLAT
}

/// The embedded vectors, parsed.
///
/// # Errors
/// None for the embedded files, unless this package was changed by hand.
pub fn suite() -> Result<Suite, LoadError> {
    Suite::parse(files().iter().map(|file| (file.path, file.text)))
}

/// The embedded rules, parsed.
///
/// # Errors
/// As [`suite`].
pub fn rules() -> Result<RuleFile, LoadError> {
    RuleFile::parse(embedded::RULES.path, embedded::RULES.text)
}

/// The embedded manifest, parsed.
///
/// # Errors
/// As [`suite`].
pub fn manifest() -> Result<Manifest, LoadError> {
    Manifest::parse(embedded::MANIFEST.path, embedded::MANIFEST.text)
}

/// All vectors, by file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suite {
    /// The files, in the order given.
    pub files: Vec<VectorFile>,
}

impl Suite {
    /// Parses files given as path and text; the path is for the error alone.
    ///
    /// # Errors
    /// The first file that is not of the form this version knows.
    pub fn parse<'a>(
        files: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Self, LoadError> {
        let files = files
            .into_iter()
            .map(|(path, text)| VectorFile::parse(path, text))
            .collect::<Result<_, _>>()?;
        Ok(Self { files })
    }

    /// Every vector with its operation.
    pub fn vectors(&self) -> impl Iterator<Item = (&str, &Vector)> {
        self.files
            .iter()
            .flat_map(|file| file.vectors.iter().map(|vector| (file.op.as_str(), vector)))
    }

    /// The vector of this id, with its operation.
    pub fn find(&self, id: &str) -> Option<(&str, &Vector)> {
        self.vectors().find(|(_, vector)| vector.id == id)
    }
}

impl VectorFile {
    /// Parses one vector file; the path is for the error alone.
    ///
    /// # Errors
    /// Where the text is not JSON, not of this form, or of another schema.
    pub fn parse(path: &str, text: &str) -> Result<Self, LoadError> {
        let file: Self = parse(path, text)?;
        check_schema(path, &file.schema, crate::VECTORS_SCHEMA)?;
        Ok(file)
    }
}

impl RuleFile {
    /// Parses the rule file; the path is for the error alone.
    ///
    /// # Errors
    /// As [`VectorFile::parse`].
    pub fn parse(path: &str, text: &str) -> Result<Self, LoadError> {
        let file: Self = parse(path, text)?;
        check_schema(path, &file.schema, crate::RULES_SCHEMA)?;
        Ok(file)
    }
}

impl Manifest {
    /// Parses a manifest; the path is for the error alone.
    ///
    /// # Errors
    /// As [`VectorFile::parse`].
    pub fn parse(path: &str, text: &str) -> Result<Self, LoadError> {
        let manifest: Self = parse(path, text)?;
        check_schema(path, &manifest.schema, crate::MANIFEST_SCHEMA)?;
        Ok(manifest)
    }
}

fn parse<T: serde::de::DeserializeOwned>(path: &str, text: &str) -> Result<T, LoadError> {
    serde_json::from_str(text)
        .map_err(|error| LoadError { path: path.to_owned(), reason: error.to_string() })
}

fn check_schema(path: &str, found: &str, expected: &str) -> Result<(), LoadError> {
    if found == expected {
        return Ok(());
    }
    Err(LoadError {
        path: path.to_owned(),
        reason: format!("schema is {found:?}, this version reads {expected:?}"),
    })
}

/// A file of the suite can't be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadError {
    path: String,
    reason: String,
}

impl LoadError {
    /// The path as it was given.
    pub fn path(&self) -> &str {
        &self.path
    }
}

impl fmt::Display for LoadError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.path, self.reason)
    }
}

impl core::error::Error for LoadError {}
