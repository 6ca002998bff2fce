use super::{InvoiceError, InvoiceErrorKind, Tag};
use crate::symbols::SymbolBytes;
use crate::wire::Encode;
use core::fmt;

/// The version of a pay-to-pubkey-hash address.
const P2PKH: u8 = 17;
/// The version of a pay-to-script-hash address.
const P2SH: u8 = 18;
/// The longest program: a witness program of BIP 141.
const MAX_PROGRAM: usize = 40;

/// An address on the chain to fall back on (BOLT 11, `f`): a version and its program.
///
/// ```
/// use ampwire::bolt11::Fallback;
///
/// let fallback = Fallback::new(17, &[0x31; 20])?;
/// assert_eq!((fallback.version(), fallback.program().len()), (17, 20));
/// assert!(Fallback::new(17, &[0x31; 21]).is_err());
/// # Ok::<(), ampwire::bolt11::InvoiceError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fallback {
    version: u8,
    length: u8,
    /// Zero behind the program.
    program: [u8; MAX_PROGRAM],
}

impl Fallback {
    /// An address of this version and program: 17 and 18 are the hash of a public key and of a
    /// script, of 20 bytes; 0 to 16 are witness versions, with a program of 20 or 32 bytes for 0 and
    /// of 2 to 40 bytes else.
    ///
    /// # Errors
    ///
    /// [`FallbackVersion`](InvoiceErrorKind::FallbackVersion) over 18, else
    /// [`FallbackProgram`](InvoiceErrorKind::FallbackProgram).
    pub fn new(version: u8, program: &[u8]) -> Result<Self, InvoiceError> {
        let error = |kind| Err(InvoiceError::new(kind).of_field(Tag::FALLBACK));
        if !is_known(version) {
            return error(InvoiceErrorKind::FallbackVersion { version });
        }
        let Some(mut fallback) = Self::with_length(version, program.len()) else {
            return error(InvoiceErrorKind::FallbackProgram { actual: program.len() });
        };
        fallback.program.iter_mut().zip(program).for_each(|(to, byte)| *to = *byte);
        Ok(fallback)
    }

    /// An address of a version that is known; `None` where the program has a wrong length.
    // rule: bolt11.f.program
    pub(super) fn of_known(version: u8, program: SymbolBytes<'_>) -> Option<Self> {
        let mut fallback = Self::with_length(version, program.len())?;
        program.encode_to_slice(&mut fallback.program).ok()?;
        Some(fallback)
    }

    /// An address with a program of zeros, if its length is right.
    fn with_length(version: u8, length: usize) -> Option<Self> {
        let right = match version {
            0 => matches!(length, 20 | 32),
            P2PKH | P2SH => length == 20,
            _ => matches!(length, 2..=MAX_PROGRAM),
        };
        let length = u8::try_from(length).ok().filter(|_| right)?;
        Some(Self { version, length, program: [0; MAX_PROGRAM] })
    }

    /// The version: 0 to 16 for a witness program, 17 for the hash of a public key, 18 for the hash of
    /// a script.
    pub const fn version(&self) -> u8 {
        self.version
    }

    /// The program: the hash, or the witness program.
    pub fn program(&self) -> &[u8] {
        self.program.get(..usize::from(self.length)).unwrap_or_default()
    }
}

/// Whether a version means something. Readers skip the others.
// rule: bolt11.f.version
pub(super) const fn is_known(version: u8) -> bool {
    version <= P2SH
}

impl fmt::Debug for Fallback {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Fallback(version {}, ", self.version)?;
        self.program().iter().try_for_each(|byte| write!(f, "{byte:02x}"))?;
        f.write_str(")")
    }
}
