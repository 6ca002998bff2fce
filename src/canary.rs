//! Bugs planted on purpose: `fuzz/canaries` proves with them that the fuzz targets find what they are
//! there to find (feature `canary`).
//!
//! **The feature makes the library wrong on demand. It is for this project's fuzzing and for nothing
//! else; nobody who uses the library may turn it on.** With it, the environment variable
//! `AMPWIRE_CANARY` names the bug that the process has; without the variable there is none. Without the
//! feature [`planted`] is a constant `false`, and no bug is compiled.
//!
//! Each is a mistake that someone made, or could have made, in an implementation. It stands beside the
//! right code, in one place. Which target has to find it stands in `fuzz/canaries`.

macro_rules! canaries {
    ($($(#[$doc:meta])* $canary:ident $name:literal;)*) => {
        /// A bug.
        #[cfg_attr(
            not(all(feature = "secp256k1", feature = "serde")),
            allow(dead_code, reason = "some stand where signatures are looked at, some in what is stored")
        )]
        #[derive(Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Canary {
            $($(#[$doc])* $canary,)*
        }

        /// Every bug, by the name it has in the environment.
        #[cfg(feature = "canary")]
        const NAMES: &[(&str, Canary)] = &[$(($name, Canary::$canary)),*];
    };
}

canaries! {
    /// A `BigSize` may be one below what its width is for.
    BigSizeFloor "bigsize-floor";
    /// A truncated integer may start with a zero byte if it has four bytes.
    TruncatedZero "truncated-zero";
    /// Types are compared as signed numbers.
    TypeSigned "type-signed";
    /// The next type is at least the last one plus one, and 2^64-1 plus one is zero.
    TypeAfterHighest "type-after-highest";
    /// The length of a frame is narrowed to 32 bits before it is compared.
    FrameLengthNarrowed "frame-length-narrowed";
    /// The faults of a payload behind its length are counted from the payload.
    FrameOffset "frame-offset";
    /// An AMP record with index 0, and so without index, is refused.
    AmpRecordShortest "amp-record-shortest";
    /// Unknown odd records are taken inside a blinded path.
    BlindedUnknownOdd "blinded-unknown-odd";
    /// Unknown even records are looked for before what lacks.
    PresenceOrder "presence-order";
    /// The keysend preimage is written before all custom records.
    PayloadOrder "payload-order";
    /// The index goes into the preimage with its last byte first.
    IndexOrder "index-order";
    /// With more than four parts, one share is no part of the root.
    ShareLeftOut "share-left-out";
    /// A payee counts what an HTLC has, also where a router put more on it than it should forward.
    PayeeOverpaid "payee-overpaid";
    /// A payee takes an HTLC for a known one by its id alone.
    PayeeReplay "payee-replay";
    /// A payee takes an HTLC with another total than the set's others have.
    PayeeTotal "payee-total";
    /// A payee forgets that a set was settled.
    PayeeSettled "payee-settled";
    /// A payee fails a set a second too late.
    PayeeTimeout "payee-timeout";
    /// A payee looks at the expiry of a set's first HTLC alone.
    PayeeExpiry "payee-expiry";
    /// A payee that has been loaded begins a set's time anew.
    PayeeLoaded "payee-loaded";
    /// A payee keeps counting an HTLC that has left its set.
    PayeeLeft "payee-left";
    /// A payer makes other parts of a root of which the payee knows a share.
    PayerSpent "payer-spent";
    /// A payer sends a part of nothing.
    PayerZero "payer-zero";
    /// A payer takes any preimage.
    PayerPreimage "payer-preimage";
    /// A payer sends more after a part was settled.
    PayerSettled "payer-settled";
    /// A payer uses a `set_id` again with a fresh root.
    PayerSetId "payer-set-id";
    /// A payer that has been loaded may use the shares that the payee knows.
    PayerLoaded "payer-loaded";
    /// A payer sends two parts with one hash.
    PayerHash "payer-hash";
    /// A payer's last place is taken by a part that is not the last.
    PayerPlaces "payer-places";
    /// A share that comes back is not kept.
    ShareCancelled "share-cancelled";
    /// A shard that is refused may leave others behind that were made before it.
    ShareUndone "share-undone";
    /// A vector whose highest bit is the lowest of a byte is sized without that byte.
    FeatureByte "feature-byte";
    /// Symbols are made of whole bytes, and keep the zeros in front.
    FeatureSymbols "feature-symbols";
    /// Of both bits of a pair the odd one counts.
    FeatureBothBits "feature-both-bits";
    /// What a required feature needs stays optional beside being required.
    FeatureBuilder "feature-builder";
    /// The separator of an invoice passes for a symbol.
    SymbolSeparator "symbol-separator";
    /// The offset in a failure is written with its last byte first.
    FailureOffset "failure-offset";
    /// The type in a failure may be written in three bytes whatever it is.
    FailureType "failure-type";
    /// The fee in `payment_relay` may start with a zero byte if it has four bytes.
    EncryptedDataFee "encrypted-data-fee";
    /// `encrypted_data_tlv` may have even custom records.
    EncryptedDataCustom "encrypted-data-custom";
    /// Bytes behind a failure's data get no span.
    ExplainGap "explain-gap";
    /// What stands before the place where bytes were noticed to be broken is not hidden.
    ExplainSecret "explain-secret";
    /// In text of four blocks and more, cases and characters outside the alphabet pass.
    ChecksumCase "checksum-case";
    /// The first separator of an invoice ends its human-readable part.
    InvoiceSeparator "invoice-separator";
    /// The shortest prefix of a network counts.
    InvoiceNetwork "invoice-network";
    /// An amount over 2^64-1 is kept in 64 bits.
    InvoiceAmount "invoice-amount";
    /// Where there is one padding bit, it is not looked at.
    InvoicePadding "invoice-padding";
    /// An expiry may start with a zero symbol.
    InvoiceExpiry "invoice-expiry";
    /// Of several fields that count once, the last does.
    InvoiceLast "invoice-last";
    /// Where the payee's key is given, any recovery id is taken.
    InvoiceRecoveryId "invoice-recovery-id";
    /// The last symbols that fill no five bytes are not hashed.
    InvoiceHash "invoice-hash";
    /// An expiry of zero is written as one symbol.
    InvoiceZero "invoice-zero";
    /// A payment secret that does not count, for its length or as the second, is shown.
    InvoiceSecret "invoice-secret";
}

/// Whether the process has this bug.
#[cfg(not(feature = "canary"))]
pub(crate) const fn planted(_: Canary) -> bool {
    false
}

/// Whether the process has this bug.
#[cfg(feature = "canary")]
pub(crate) fn planted(canary: Canary) -> bool {
    static CHOSEN: std::sync::OnceLock<Option<Canary>> = std::sync::OnceLock::new();
    *CHOSEN.get_or_init(chosen) == Some(canary)
}

#[cfg(feature = "canary")]
fn chosen() -> Option<Canary> {
    let name = std::env::var("AMPWIRE_CANARY").ok()?;
    let named = NAMES.iter().find(|(known, _)| *known == name);
    if named.is_none() {
        // No panic: to a fuzzer that would look as if the bug were found.
        std::eprintln!("AMPWIRE_CANARY: no bug is called {name}");
        std::process::exit(2);
    }
    named.map(|(_, canary)| *canary)
}
