//! The operating system's generator, for what the built-in payer draws.

/// Fills the bytes. Where the system has no generator they are zeros, which every machine that draws refuses as broken.
pub(super) fn fill(bytes: &mut [u8; 32]) {
    if getrandom::fill(bytes).is_err() {
        bytes.fill(0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_draw_is_like_another() {
        let (mut one, mut other) = ([0; 32], [0; 32]);
        fill(&mut one);
        fill(&mut other);
        assert_ne!(one, other);
        assert_ne!(one, [0; 32]);
    }
}
