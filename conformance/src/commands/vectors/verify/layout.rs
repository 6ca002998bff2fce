//! Which form of the suite a folder holds, and where each file of it lies.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use ampwire_vectors::EmbeddedFile;

use super::versions::CopiedManifest;
use crate::commands::Failure;
use crate::commands::vectors::form::Form;

/// The folders of the flat form.
const AUDIENCES: [&str; 3] = ["everyone", "amp", "bystander"];

/// A file of the suite, and where the copy has it.
pub(super) struct CopiedFile {
    /// The path below the folder that holds the manifest: as the manifest writes it.
    pub(super) path: &'static str,
    /// Where it lies, or would.
    pub(super) place: PathBuf,
    /// What it has to be.
    pub(super) text: &'static str,
    /// Whether it is no vectors, but a list of files.
    pub(super) is_list: bool,
}

/// One form of the suite in a folder.
pub(super) struct VendoredCopy {
    pub(super) form: Form,
    pub(super) folder: PathBuf,
    pub(super) files: Vec<CopiedFile>,
    pub(super) manifest: Option<CopiedManifest>,
}

/// The copies in a folder: each form that has its own folders there, else the one that the files in it are of.
pub(super) fn copies(folder: &Path) -> Result<Vec<VendoredCopy>, Failure> {
    match fs::metadata(folder) {
        Ok(metadata) if metadata.is_dir() => {}
        Ok(_) => return Err(Failure::usage(format!("{}: not a folder", folder.display()))),
        Err(error) => return Err(Failure::usage(format!("{}: {error}", folder.display()))),
    }
    let mut copies = Vec::new();
    if folder.join("v1").is_dir() {
        copies.push(VendoredCopy::nested(Form::Rich, folder));
    }
    if folder.join("flat").is_dir() {
        copies.push(VendoredCopy::nested(Form::Flat, &folder.join("flat")));
    }
    if AUDIENCES.iter().any(|name| folder.join(name).is_dir()) {
        copies.push(VendoredCopy::nested(Form::Flat, folder));
    }
    if copies.is_empty() {
        copies.push(VendoredCopy::in_place(folder)?);
    }
    Ok(copies)
}

impl VendoredCopy {
    fn nested(form: Form, folder: &Path) -> Self {
        let files = form.files().into_iter().map(|file| copied(file, folder.join(file.path)));
        Self::new(form, folder, files.collect(), &folder.join("MANIFEST.json"))
    }

    /// A copy whose files lie in one folder, without those that the suite has them in.
    fn in_place(folder: &Path) -> Result<Self, Failure> {
        let texts: Vec<String> = json_files(folder)?
            .iter()
            .filter(|path| !path.ends_with("MANIFEST.json"))
            .filter_map(|path| fs::read_to_string(path).ok())
            .collect();
        let is_list =
            |text: &String| text.trim_start_matches('\u{feff}').trim_start().starts_with('[');
        let form = if texts.iter().any(is_list) { Form::Flat } else { Form::Rich };
        let files = chosen(form.files(), folder);
        let files = files.into_iter().map(|file| copied(file, folder.join(file_name(file.path))));
        // Where only one folder of a copy is looked at, the manifest is beside it.
        let beside = folder.join("..").join("MANIFEST.json");
        let here = folder.join("MANIFEST.json");
        let manifest = if here.is_file() { here } else { beside };
        Ok(Self::new(form, folder, files.collect(), &manifest))
    }

    fn new(form: Form, folder: &Path, files: Vec<CopiedFile>, manifest: &Path) -> Self {
        let manifest = CopiedManifest::read(manifest);
        Self { form, folder: folder.to_path_buf(), files, manifest }
    }

    /// What it is, in words.
    pub(super) fn described(&self) -> String {
        let (folder, form) = (self.folder.display(), self.form.name());
        let ours = ampwire_vectors::SUITE_VERSION;
        match &self.manifest {
            Some(manifest) if manifest.suite == ours => {
                format!("{folder}: a copy of suite {ours}, {form} form, says its manifest")
            }
            Some(manifest) => format!(
                "{folder}: a copy of suite {}, {form} form, says its manifest; it is compared with suite {ours}",
                manifest.suite
            ),
            None => format!(
                "{folder}: a copy in the {form} form, without the manifest that says of which suite; it is compared with suite {ours}"
            ),
        }
    }

    /// Whether the copy has nothing of the folder that the file would be in: who has no AMP needs no vectors for it.
    pub(super) fn leaves_out(&self, file: &CopiedFile) -> bool {
        self.form == Form::Flat && file.place.parent().is_some_and(|folder| !folder.is_dir())
    }

    /// Whether the file is what the manifest of another version lists: older or newer, and not edited.
    pub(super) fn is_as_released(&self, file: &CopiedFile, bytes: &[u8]) -> bool {
        self.manifest.as_ref().is_some_and(|manifest| {
            manifest.suite != ampwire_vectors::SUITE_VERSION
                && (file.is_list || manifest.lists(file.path, bytes))
        })
    }

    /// Of a file that the suite does not have: the other version that has it, in words.
    pub(super) fn of_another_version(&self, path: &Path) -> String {
        let Some(manifest) = &self.manifest else { return String::new() };
        let name = |listed: &str| path.ends_with(listed);
        match fs::read(path) {
            Ok(bytes) if manifest.lists_any(name, &bytes) => {
                format!("suite {} has it", manifest.suite)
            }
            _ => String::new(),
        }
    }

    /// JSON files among the vectors that the suite doesn't have.
    pub(super) fn extra(&self) -> Result<Vec<PathBuf>, Failure> {
        let known: BTreeSet<&Path> = self.files.iter().map(|file| file.place.as_path()).collect();
        let folders: BTreeSet<&Path> = self
            .files
            .iter()
            .filter(|file| !file.is_list)
            .filter_map(|file| file.place.parent())
            .filter(|folder| folder.is_dir())
            .collect();
        let mut extra = Vec::new();
        for folder in folders {
            let files = json_files(folder)?;
            extra.extend(files.into_iter().filter(|path| !known.contains(path.as_path())));
        }
        Ok(extra)
    }
}

fn copied(file: EmbeddedFile, place: PathBuf) -> CopiedFile {
    let is_list = matches!(file.path, "MANIFEST.json" | "SHA256SUMS");
    CopiedFile { path: file.path, place, text: file.text, is_list }
}

fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// One file for each name: that of the folder's own name, else the one that shares most lines with what is there.
fn chosen(files: Vec<EmbeddedFile>, folder: &Path) -> Vec<EmbeddedFile> {
    let whole = folder.canonicalize().unwrap_or_else(|_| folder.to_path_buf());
    let own = AUDIENCES.into_iter().find(|audience| whole.ends_with(audience));
    let mut by_name: BTreeMap<&str, (usize, EmbeddedFile)> = BTreeMap::new();
    for file in files {
        let audience = file.path.split('/').next().filter(|first| AUDIENCES.contains(first));
        if own.is_some() && audience.is_some() && audience != own {
            continue;
        }
        let name = file_name(file.path);
        let common = fs::read_to_string(folder.join(name))
            .map_or(0, |text| lines(&text).intersection(&lines(file.text)).count());
        let entry = by_name.entry(name).or_insert((common, file));
        if common > entry.0 {
            *entry = (common, file);
        }
    }
    by_name.into_values().map(|(_, file)| file).collect()
}

/// The lines, wherever they stand in a list.
fn lines(text: &str) -> BTreeSet<&str> {
    text.lines().map(|line| line.trim_end_matches(',')).collect()
}

fn json_files(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let fault = |error: std::io::Error| Failure::usage(format!("{}: {error}", folder.display()));
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(fault)? {
        let path = entry.map_err(fault)?.path();
        if path.extension().is_some_and(|extension| extension == "json") {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}
