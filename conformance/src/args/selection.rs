//! Which vectors a command takes, and from which suite.

use std::path::PathBuf;

use ampwire_vectors::Profile;
use clap::Args;

use super::ProfileName;
use crate::select::Patterns;

/// Which vectors. In a pattern * and ? stay within one part of a name, ** crosses parts; a pattern that matches nothing is an error.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Selection")]
pub(crate) struct Selection {
    /// Only the vectors whose id matches (repeatable): 'payload/*', '**/*truncated*'
    #[arg(long, value_name = "GLOB")]
    pub(crate) only: Vec<String>,
    /// Leave out the vectors whose id matches (repeatable)
    #[arg(long, value_name = "GLOB")]
    pub(crate) skip: Vec<String>,
    /// Only the vectors that obey or break a rule that matches (repeatable): 'bolt1.tlv.*'
    #[arg(long = "rule", value_name = "GLOB")]
    pub(crate) rules: Vec<String>,
    /// Only the operations that match (repeatable): '*.decode'
    #[arg(long = "op", value_name = "GLOB")]
    pub(crate) ops: Vec<String>,
    /// Only the vectors of this profile
    #[arg(long, value_name = "PROFILE")]
    pub(crate) profile: Option<ProfileName>,
}

impl Selection {
    /// The patterns, for selecting.
    pub(crate) fn patterns(&self) -> Patterns {
        Patterns {
            only: self.only.clone(),
            skip: self.skip.clone(),
            rules: self.rules.clone(),
            ops: self.ops.clone(),
            levels: Vec::new(),
            profile: self.profile(),
        }
    }

    /// The profile.
    pub(crate) fn profile(&self) -> Option<Profile> {
        self.profile.map(Profile::from)
    }
}

/// Which suite.
#[derive(Debug, Clone, Args)]
pub(crate) struct SuiteChoice {
    /// Use the vectors of this folder instead of the embedded ones
    #[arg(long = "vectors", value_name = "DIR", help_heading = "Selection")]
    pub(crate) folder: Option<PathBuf>,
}
