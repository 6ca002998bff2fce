/// What an adapter packed into bytes: integers have the highest byte first, and a byte string stands
/// behind its length in four bytes.
#[derive(Clone, Copy)]
pub struct Packed<'a>(&'a [u8]);

/// # Panics
///
/// Each function where the bytes end too early: the adapter and its reader don't fit together.
impl<'a> Packed<'a> {
    /// Reads from these bytes.
    pub const fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// What is left.
    #[inline]
    pub const fn rest(&self) -> &'a [u8] {
        self.0
    }

    #[inline]
    fn take(&mut self, length: usize) -> &'a [u8] {
        let (value, rest) = self.0.split_at(length);
        self.0 = rest;
        value
    }

    /// As many bytes as the array has.
    #[inline]
    pub fn array<const N: usize>(&mut self) -> [u8; N] {
        let mut value = [0; N];
        value.copy_from_slice(self.take(N));
        value
    }

    /// One byte.
    #[inline]
    pub fn byte(&mut self) -> u8 {
        let [byte] = self.array();
        byte
    }

    /// An integer of four bytes.
    #[inline]
    pub fn narrow(&mut self) -> u32 {
        u32::from_be_bytes(self.array())
    }

    /// An integer of eight bytes.
    #[inline]
    pub fn integer(&mut self) -> u64 {
        u64::from_be_bytes(self.array())
    }

    /// A byte string.
    #[inline]
    pub fn bytes(&mut self) -> &'a [u8] {
        let length = self.narrow();
        self.take(usize::try_from(length).expect("at least 32 bits"))
    }
}
