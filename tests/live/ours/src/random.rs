//! Randomness that is fit for secrets.

use std::fs::File;
use std::io::Read;

use ampwire::amp::Random;

use crate::Fault;

/// The operating system's generator.
pub(crate) struct SystemRandom {
    device: File,
    /// Set once it gave nothing. What was filled since is all zero, and the payer refuses it.
    pub(crate) failed: bool,
}

impl SystemRandom {
    pub(crate) fn open() -> Result<Self, Fault> {
        Ok(Self { device: File::open("/dev/urandom")?, failed: false })
    }
}

impl Random for SystemRandom {
    fn fill(&mut self, bytes: &mut [u8; 32]) {
        if self.device.read_exact(bytes).is_err() {
            bytes.fill(0);
            self.failed = true;
        }
    }
}
