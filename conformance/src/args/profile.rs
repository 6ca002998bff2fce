//! The profiles by their names.

use ampwire_vectors::Profile;
use clap::ValueEnum;

/// A profile by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ProfileName {
    /// It implements AMP
    Amp,
    /// It does not
    Bystander,
}

impl From<Profile> for ProfileName {
    fn from(profile: Profile) -> Self {
        match profile {
            Profile::Amp => Self::Amp,
            Profile::Bystander => Self::Bystander,
        }
    }
}

impl From<ProfileName> for Profile {
    fn from(name: ProfileName) -> Self {
        match name {
            ProfileName::Amp => Self::Amp,
            ProfileName::Bystander => Self::Bystander,
        }
    }
}
