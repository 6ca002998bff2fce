//! Where a machine's state is kept between its runs.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::Fault;

/// A file that holds a state, once one was stored.
pub(crate) struct StateFile(PathBuf);

impl StateFile {
    pub(crate) fn at(path: &Path) -> Self {
        Self(path.to_owned())
    }

    /// What was stored last, where anything was.
    pub(crate) fn load<T: DeserializeOwned>(&self) -> Result<Option<T>, Fault> {
        if !self.0.exists() {
            return Ok(None);
        }
        Ok(Some(serde_json::from_slice(&fs::read(&self.0)?)?))
    }

    /// Beside the old state first, so that there is a whole one at any time.
    pub(crate) fn store(&self, state: &impl Serialize) -> Result<(), Fault> {
        let beside = self.0.with_extension("new");
        fs::write(&beside, serde_json::to_vec(state)?)?;
        File::open(&beside)?.sync_all()?;
        fs::rename(&beside, &self.0)?;
        Ok(())
    }
}
