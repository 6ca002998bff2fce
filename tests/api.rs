//! What the public types promise, checked while compiling: a trait that gets lost breaks callers.

use ampwire::amp::payee::{
    Action, Event, FailReason, Htlc, HtlcId, Limits, MppTimeout, Payee, PayeeConfig, PayeeError,
    PayeeErrorKind, PayeeInvoice,
};
use ampwire::amp::payer::{self, FinalHop, PayerConfig, PayerError, PayerErrorKind, Status};
use ampwire::amp::{AmpError, AmpErrorKind, Child, Part, Scheme, Set, Shard, ShareTree};
use ampwire::bolt11::{
    self, AmpInvoice, AmpSupport, Fallback, Invoice, InvoiceBuilder, InvoiceError,
    InvoiceErrorKind, InvoiceView, Network, Payer, RawField, RouteHintEntry, Tag, UnsignedInvoice,
    VerifiedInvoice,
};
use ampwire::onion::payload::{CustomRecord, OtherRecords};
use ampwire::onion::{
    AmpRecord, HopPayload, Layout, Layouts, OnionError, OnionErrorKind, Payload, PayloadBuilder,
    PayloadRules, PayloadView, PaymentData, PublicKey, Role,
};
use ampwire::rule::{Authority, Class, Level, RuleId};
use ampwire::secret::{PaymentHash, PaymentSecret, Preimage, Root, SetId, Share};
use ampwire::symbols::{Case, Checked, CheckedError, Checksum, Symbols, SymbolsBuf};
use ampwire::tlv::{Record, Records, TlvError, TlvErrorKind, TlvReader, TlvStream, TlvWriter};
use ampwire::wire::{BigSize, BufferTooSmall, Encode, Tu16, Tu32, Tu64, WireError, WireErrorKind};
use core::error::Error;
use core::fmt::{Debug, Display};
use core::hash::Hash;
use core::iter::FusedIterator;
use core::panic::{RefUnwindSafe, UnwindSafe};

/// Every type: can be shown, sent to and shared with another thread, and kept over a caught panic.
fn every<T: Debug + Send + Sync + Unpin + UnwindSafe + RefUnwindSafe>() {}
fn plain<T: Clone + Copy + Eq>() {}
fn owned<T: Clone + Eq + 'static>() {}
fn ordered<T: Copy + Ord + Hash>() {}
fn shown<T: Display>() {}
fn error<T: Error + Clone + Copy + Eq + Hash + Send + Sync + 'static>() {}
fn kind<T: Clone + Copy + Eq + Hash + Display + Debug + Send + Sync + 'static>() {}
fn written<T: Encode>() {}
fn view<T: Clone + Copy>() {}
fn cloned<T: Clone>() {}
fn boxed<T: Into<Box<dyn Error + Send + Sync>>>() {}
fn of_payload<T: Into<OnionError>>() {}
fn writer<T: Debug + Send + Sync>() {}
fn walk<T: FusedIterator>() {}

macro_rules! all {
    ($check:ident: $($type:ty),+ $(,)?) => {
        $( $check::<$type>(); )+
    };
}

#[test]
fn every_type_can_be_shown_and_shared() {
    all!(every: AmpError, AmpErrorKind, Child, Part, Scheme, Set, Shard, ShareTree);
    all!(every: Action, Event<'_>, FailReason, Htlc<'_>, HtlcId, Limits, MppTimeout, Payee);
    all!(every: PayeeConfig, PayeeError, PayeeErrorKind, PayeeInvoice);
    all!(every: payer::Action, payer::Event, payer::Payer, FinalHop, PayerConfig, PayerError);
    all!(every: PayerErrorKind, Status);
    all!(every: AmpRecord, HopPayload<'_>, Layout, Layouts, OnionError, OnionErrorKind, Payload);
    all!(every: PayloadBuilder, PayloadRules, PayloadView<'_>, PaymentData, PublicKey, Role);
    all!(every: CustomRecord, OtherRecords<'_>);
    all!(every: Authority, Class, Level, RuleId);
    all!(every: PaymentHash, PaymentSecret, Preimage, Root, SetId, Share);
    all!(every: Record<'_>, Records<'_>, TlvError, TlvErrorKind, TlvReader<'_>, TlvStream<'_>);
    all!(every: BigSize, BufferTooSmall, Tu16, Tu32, Tu64, WireError, WireErrorKind);
    all!(every: InvoiceView<'_>, VerifiedInvoice<'_>, Invoice, InvoiceBuilder, UnsignedInvoice);
    all!(every: AmpInvoice<'_>, AmpSupport, Payer, bolt11::Part);
    all!(every: Fallback, Network, RawField, RouteHintEntry, Tag, InvoiceError, InvoiceErrorKind);
    all!(every: Case, Checked<'_>, CheckedError, Checksum, Symbols<'_>, SymbolsBuf);
    // A writer holds a buffer of the caller's.
    writer::<TlvWriter<'_, Vec<u8>>>();
}

#[cfg(feature = "serde")]
#[test]
fn states_are_stored() {
    fn stored<T: serde::Serialize + serde::de::DeserializeOwned>() {}
    all!(every: ampwire::amp::payee::PayeeState, payer::PayerState);
    all!(owned: ampwire::amp::payee::PayeeState, payer::PayerState);
    all!(stored: ampwire::amp::payee::PayeeState, payer::PayerState);
}

/// The key to sign with is not copied without being asked to, nor compared.
#[cfg(feature = "secp256k1")]
#[test]
fn the_key_to_sign_with() {
    all!(every: bolt11::SecretKey);
    all!(cloned: bolt11::SecretKey);
}

#[test]
fn views_are_copied() {
    all!(view: PayloadView<'_>, HopPayload<'_>, TlvStream<'_>, Record<'_>, PayloadRules);
    all!(view: InvoiceView<'_>, VerifiedInvoice<'_>, AmpInvoice<'_>, Symbols<'_>);
    all!(cloned: InvoiceBuilder, Payer, Payee, payer::Payer);
    all!(cloned: TlvReader<'_>, Records<'_>, OtherRecords<'_>, PayloadBuilder);
}

#[test]
fn values_are_compared() {
    all!(plain: BigSize, Tu16, Tu32, Tu64, BufferTooSmall, RuleId, Level, Authority, Class);
    all!(plain: AmpRecord, PaymentData, PublicKey, Layout, Layouts, Role, PayloadRules);
    all!(plain: PaymentHash, PaymentSecret, Preimage, Root, SetId, Share, Child, Part, Shard);
    all!(plain: Record<'_>, TlvStream<'_>, HopPayload<'_>);
    all!(plain: Fallback, RouteHintEntry, bolt11::Part, Tag, Network, AmpSupport, Case);
    all!(owned: RawField, UnsignedInvoice, Invoice, SymbolsBuf);
    all!(owned: Payload, CustomRecord, Set, ShareTree);
    all!(plain: Action, Event<'_>, FailReason, Htlc<'_>, HtlcId, Limits, MppTimeout, Scheme);
    all!(owned: PayeeConfig, PayeeInvoice);
    all!(plain: payer::Event, Status);
    all!(owned: payer::Action, FinalHop, PayerConfig);
}

/// What names something is ordered and hashed; secrets are neither, as both would look at their bytes
/// in a time that depends on them.
#[test]
fn names_are_ordered() {
    all!(ordered: BigSize, Tu16, Tu32, Tu64, SetId, PaymentHash, PublicKey, RuleId, Layout, Role);
    all!(ordered: Network, Tag, AmpSupport, Case, HtlcId);
    all!(ordered: Level, Authority, Class);
}

#[test]
fn texts_are_there() {
    all!(shown: Network, Tag, Invoice, InvoiceView<'_>, Symbols<'_>);
    all!(shown: SetId, PaymentHash, PublicKey, Layout, RuleId, Class);
}

#[test]
fn errors_are_errors() {
    all!(error: WireError, TlvError, OnionError, AmpError, InvoiceError, CheckedError, PayeeError);
    all!(error: PayerError);
    all!(kind: WireErrorKind, TlvErrorKind, OnionErrorKind, AmpErrorKind, InvoiceErrorKind);
    all!(kind: FailReason, PayeeErrorKind, PayerErrorKind);
    all!(boxed: WireError, TlvError, OnionError, AmpError, BufferTooSmall);
    of_payload::<TlvError>();
}

#[test]
fn values_are_written() {
    all!(written: BigSize, Tu16, Tu32, Tu64, AmpRecord, PaymentData, Payload, Record<'_>);
}

#[test]
fn walks_end_once() {
    all!(walk: TlvReader<'_>, Records<'_>, OtherRecords<'_>);
}

/// What a view gives lives as long as the bytes, not as long as the view.
#[test]
fn what_is_borrowed_outlives_the_view() {
    fn value(bytes: &[u8]) -> Option<&[u8]> {
        let stream = TlvStream::parse(bytes).ok()?;
        stream.get(1).map(|record| record.value())
    }
    fn metadata(bytes: &[u8], rules: PayloadRules) -> Option<&[u8]> {
        PayloadView::parse(bytes, rules).ok()?.payment_metadata()
    }
    fn payload(bytes: &[u8]) -> Option<&[u8]> {
        HopPayload::parse(bytes).ok().map(|hop| hop.payload())
    }
    let rules = PayloadRules::new(Role::Final, Layouts::DEPLOYED);
    assert_eq!(value(&[1, 1, 7]), Some(&[7][..]));
    assert_eq!(metadata(&[2, 1, 1, 4, 1, 1, 16, 1, 9], rules), Some(&[9][..]));
    assert_eq!(payload(&[2, 0x21, 0]), Some(&[0x21, 0][..]));
}

/// Small enough to pass around: a change here is a change of speed.
#[cfg(target_pointer_width = "64")]
#[test]
fn sizes() {
    assert!(size_of::<WireError>() <= 16);
    assert!(size_of::<TlvError>() <= 48);
    assert!(size_of::<OnionError>() <= 56);
    assert!(size_of::<AmpError>() <= 24);
    assert_eq!(size_of::<RuleId>(), 8);
    assert!(size_of::<Record<'_>>() <= 32);
}
