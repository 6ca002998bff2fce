use super::draw;
use crate::bolt11::{Fallback, InvoiceBuilder, Network, RawField, RouteHintEntry, Tag};
use crate::feature::{Context, Feature, Features};
use crate::onion::PublicKey;
use crate::secret::{PaymentHash, PaymentSecret};
use crate::symbols::{Symbols, SymbolsBuf};
use alloc::string::String;
use alloc::vec::Vec;
use arbitrary::{Arbitrary, Error, Result, Unstructured};

/// The most bytes of a field's value.
const LONGEST: usize = 639;

/// Amounts at which a multiplier stops fitting, and the ends.
const AMOUNTS: [u64; 12] = [
    1,
    9,
    10,
    99,
    100,
    101,
    99_999,
    100_000,
    100_000_000,
    100_000_000_000,
    2_100_000_000_000_000_000,
    u64::MAX,
];

/// Bits that mean something in an invoice, unknown ones beside them, and the last that fits.
const BITS: [u32; 22] =
    [0, 1, 8, 9, 14, 15, 16, 17, 24, 25, 30, 31, 36, 48, 49, 20, 63, 64, 99, 100, 5113, 5114];

/// Tags that mean nothing, among them that of blinded paths.
const UNKNOWN: [char; 6] = ['2', '5', 'q', 'l', 'z', '7'];

impl<'a> Arbitrary<'a> for Network {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        u.choose(&Self::ALL).copied()
    }

    fn size_hint(_: usize) -> (usize, Option<usize>) {
        (0, Some(1))
    }
}

/// Every version that means something, with every length of program that it may have.
impl<'a> Arbitrary<'a> for Fallback {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        let version = u.int_in_range(0..=18_u8)?;
        let length = match version {
            0 => *u.choose(&[20, 32])?,
            17 | 18 => 20,
            _ => u.int_in_range(2..=40_usize)?,
        };
        let program = draw::bytes(u, length)?;
        Self::new(version, &program).map_err(|_| Error::IncorrectFormat)
    }

    fn size_hint(_: usize) -> (usize, Option<usize>) {
        (0, Some(42))
    }
}

/// The node is the generator or its opposite, so that it is on the curve.
impl<'a> Arbitrary<'a> for RouteHintEntry {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        let narrow = |value: u64| u32::try_from(value).unwrap_or(u32::MAX);
        Ok(Self {
            node_id: on_the_curve(u)?,
            short_channel_id: draw::integer(u, 64)?,
            fee_base_msat: narrow(draw::integer(u, 32)?),
            fee_proportional_millionths: narrow(draw::integer(u, 32)?),
            cltv_expiry_delta: u.arbitrary()?,
        })
    }

    fn size_hint(_: usize) -> (usize, Option<usize>) {
        (3, Some(30))
    }
}

fn on_the_curve(u: &mut Unstructured<'_>) -> Result<PublicKey> {
    let mut bytes = [0; PublicKey::WIRE_LEN];
    let [first, x @ ..] = &mut bytes;
    *first = if u.arbitrary()? { 0x02 } else { 0x03 };
    x.copy_from_slice(&super::values::GENERATOR_X);
    PublicKey::new(bytes).ok_or(Error::IncorrectFormat)
}

/// An invoice that can be signed: each field there and absent, in the order that is usual and in any
/// other, with fields that readers skip.
impl<'a> Arbitrary<'a> for InvoiceBuilder {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        let mut drawn = Drawn::required(u)?;
        drawn.optional(u)?;
        drawn.raw_fields(u)?;
        let (builder, tags, raw) = (drawn.builder, drawn.tags, drawn.raw);
        let plain = raw.iter().cloned().fold(builder.clone(), Self::raw_field);
        let ordered = match u.int_in_range(0..=3_u8)? {
            0 => shuffled(builder, tags, &raw, u)?,
            1 => plain.clone().order(tags),
            _ => plain.clone(),
        };
        // Not every sequence is one: a field that counts stands before what repeats it.
        let builder = if ordered.check().is_ok() { ordered } else { plain };
        // Valid by construction; the tests of this module hold that this never happens.
        builder.check().map_err(|_| Error::IncorrectFormat)?;
        Ok(builder)
    }

    fn size_hint(_: usize) -> (usize, Option<usize>) {
        (1, None)
    }
}

/// What was drawn so far, and the tags of it in the order that is usual.
struct Drawn {
    builder: InvoiceBuilder,
    tags: Vec<Tag>,
    raw: Vec<RawField>,
    amp: bool,
}

impl Drawn {
    fn required(u: &mut Unstructured<'_>) -> Result<Self> {
        let timestamp = draw::integer(u, 35)?;
        let builder = InvoiceBuilder::new(u.arbitrary()?, timestamp)
            .payment_hash(u.arbitrary::<PaymentHash>()?)
            .payment_secret(u.arbitrary::<PaymentSecret>()?)
            .upper_case(u.ratio(1, 4)?);
        let mut drawn =
            Self { builder, tags: alloc::vec![Tag::PAYMENT_HASH], raw: Vec::new(), amp: false };
        if u.ratio(3, 4)? {
            let text = description(u)?;
            drawn.set(Tag::DESCRIPTION, |builder| builder.description(text));
        } else {
            let hash = draw::array32(u)?;
            drawn.set(Tag::DESCRIPTION_HASH, |builder| builder.description_hash(hash));
        }
        Ok(drawn)
    }

    fn set(&mut self, tag: Tag, with: impl FnOnce(InvoiceBuilder) -> InvoiceBuilder) {
        self.tags.push(tag);
        self.builder = with(self.builder.clone());
    }

    fn optional(&mut self, u: &mut Unstructured<'_>) -> Result<()> {
        if u.ratio(3, 4)? {
            let msat = if u.arbitrary()? { *u.choose(&AMOUNTS)? } else { draw::integer(u, 64)? };
            self.builder = self.builder.clone().amount_msat(msat.max(1));
        }
        if u.ratio(1, 3)? {
            let metadata = long_bytes(u)?;
            self.set(Tag::PAYMENT_METADATA, |builder| builder.payment_metadata(metadata));
        }
        if u.arbitrary()? {
            let blocks = draw::integer(u, 64)?;
            self.set(Tag::MIN_FINAL_CLTV_EXPIRY_DELTA, |builder| {
                builder.min_final_cltv_expiry_delta(blocks)
            });
        }
        if u.arbitrary()? {
            let seconds = if u.ratio(1, 8)? { 0 } else { draw::integer(u, 64)? };
            self.set(Tag::EXPIRY, |builder| builder.expiry(seconds));
        }
        for _ in 0..some(u)? {
            let fallback = u.arbitrary()?;
            self.set(Tag::FALLBACK, |builder| builder.fallback(fallback));
        }
        for _ in 0..some(u)? {
            let count = *u.choose(&[1, 1, 2, 3, 12])?;
            let hops: Vec<RouteHintEntry> =
                (0..count).map(|_| u.arbitrary()).collect::<Result<_>>()?;
            self.set(Tag::ROUTE_HINT, |builder| builder.route_hint(hops));
        }
        if u.ratio(1, 3)? {
            self.set(Tag::PAYEE, |builder| builder.payee_in_field(true));
        }
        self.tags.push(Tag::PAYMENT_SECRET);
        let features = features(u)?;
        self.amp = features.has(Feature::AMP);
        if !features.is_empty() {
            self.set(Tag::FEATURES, |builder| builder.features(features));
        }
        Ok(())
    }

    fn raw_fields(&mut self, u: &mut Unstructured<'_>) -> Result<()> {
        // What comes twice has to count the first time: a field of the wrong length doesn't.
        let counted = self.tags.clone();
        for _ in 0..some(u)? {
            let (tag, length) = self.skipped(&counted, u)?;
            let words = words(tag, length, u)?;
            let field = RawField::new(tag, &words).map_err(|_| Error::IncorrectFormat)?;
            self.tags.push(tag);
            self.raw.push(field);
        }
        Ok(())
    }

    /// A tag and a length that a reader skips behind all that counts.
    fn skipped(&self, counted: &[Tag], u: &mut Unstructured<'_>) -> Result<(Tag, usize)> {
        let free = *u.choose(&[0, 1, 7, 52, 53, 1022, 1023])?;
        let once = |tag: &Tag| !matches!(*tag, Tag::FALLBACK | Tag::ROUTE_HINT);
        Ok(match u.int_in_range(0..=3_u8)? {
            0 => {
                // Of a length that does not count, wherever it stands.
                let tags =
                    [Tag::PAYMENT_HASH, Tag::PAYMENT_SECRET, Tag::DESCRIPTION_HASH, Tag::PAYEE];
                let tag = *u.choose(&tags)?;
                (tag, *u.choose(&[0, 51, if tag == Tag::PAYEE { 52 } else { 53 }, 54])?)
            }
            1 => (Tag::FALLBACK, free.max(1)),
            2 => {
                let repeatable: Vec<Tag> = counted.iter().copied().filter(once).collect();
                (*u.choose(&repeatable)?, free)
            }
            _ => {
                let tag =
                    Tag::from_character(*u.choose(&UNKNOWN)?).ok_or(Error::IncorrectFormat)?;
                let blinded = self.amp && tag == Tag::BLINDED_PATH;
                (if blinded { Tag::PAYMENT_HASH } else { tag }, free)
            }
        })
    }
}

/// Words of a length; of a fallback address, with a version that means nothing.
fn words(tag: Tag, length: usize, u: &mut Unstructured<'_>) -> Result<String> {
    let mut words = SymbolsBuf::new();
    for byte in draw::bytes(u, length)? {
        words.push(byte);
    }
    if tag != Tag::FALLBACK {
        return Ok(words.as_str().into());
    }
    let mut fallback = SymbolsBuf::new();
    fallback.push(u.int_in_range(19..=31)?);
    let rest = words.as_str().get(1..).unwrap_or_default();
    fallback.push_symbols(Symbols::parse(rest).map_err(|_| Error::IncorrectFormat)?);
    Ok(fallback.as_str().into())
}

/// None as often as not, else up to three.
fn some(u: &mut Unstructured<'_>) -> Result<usize> {
    Ok(if u.arbitrary()? { u.int_in_range(0..=3)? } else { 0 })
}

/// Bytes as a field holds them, sometimes as many as it can.
fn long_bytes(u: &mut Unstructured<'_>) -> Result<Vec<u8>> {
    if u.ratio(1, 8)? {
        let length = *u.choose(&[LONGEST, LONGEST - 1])?;
        return draw::bytes(u, length);
    }
    draw::value(u)
}

fn description(u: &mut Unstructured<'_>) -> Result<String> {
    let mut text = match u.int_in_range(0..=3_u8)? {
        0 => String::new(),
        1 => String::from("\u{30ca}\u{0}\u{feff}\u{1f600}"),
        2 => u.arbitrary::<&str>()?.into(),
        _ => String::from_utf8_lossy(&long_bytes(u)?).into_owned(),
    };
    let end = (0..=LONGEST.min(text.len())).rev().find(|end| text.is_char_boundary(*end));
    text.truncate(end.unwrap_or(0));
    Ok(text)
}

/// Features that may stand together in an invoice.
pub(super) fn features(u: &mut Unstructured<'_>) -> Result<Features> {
    let mut bits: Vec<u32> = Vec::new();
    for _ in 0..u.int_in_range(0..=6)? {
        let bit = if u.ratio(7, 8)? { *u.choose(&BITS)? } else { u.int_in_range(0..=5114)? };
        let fits = Feature::of_bit(bit).is_none_or(|feature| feature.stands_in(Context::Invoice));
        if fits && !bits.contains(&(bit ^ 1)) {
            bits.push(bit);
        }
    }
    let needs = |bit: &u32| {
        Feature::of_bit(*bit).is_some_and(|f| f.depends_on().contains(&Feature::PAYMENT_SECRET))
    };
    let secret = [Feature::PAYMENT_SECRET.required_bit(), Feature::PAYMENT_SECRET.optional_bit()];
    if bits.iter().any(needs) && !bits.iter().any(|bit| secret.contains(bit)) {
        bits.push(*u.choose(&secret)?);
    }
    Ok(bits.into_iter().collect())
}

/// Any sequence, and for each of the fields that are skipped a place of its tag or none.
fn shuffled(
    mut builder: InvoiceBuilder,
    mut order: Vec<Tag>,
    raw: &[RawField],
    u: &mut Unstructured<'_>,
) -> Result<InvoiceBuilder> {
    for last in (1..order.len()).rev() {
        let other = u.int_in_range(0..=last)?;
        order.swap(last, other);
    }
    for field in raw {
        let places: Vec<usize> =
            (0..order.len()).filter(|place| order.get(*place) == Some(&field.tag())).collect();
        let field = field.clone();
        let somewhere = u.arbitrary()?;
        builder = builder.raw_field(if somewhere { field.at(*u.choose(&places)?) } else { field });
    }
    Ok(builder.order(order))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bolt11::InvoiceView;

    /// Inputs of many lengths, with many a byte in front.
    fn inputs() -> impl Iterator<Item = Vec<u8>> {
        (0..=255_u8).step_by(3).flat_map(|first| {
            (0..12_usize).map(move |length| {
                let next = |state: &u64| {
                    Some(state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1))
                };
                // The first numbers are too alike, and so are the low bytes of all.
                core::iter::successors(Some(u64::from(first)), next)
                    .skip(4)
                    .map(|state| state.to_be_bytes()[0])
                    .take(length * 97)
                    .collect()
            })
        })
    }

    fn written(builder: &InvoiceBuilder) -> String {
        let payee = PublicKey::new({
            let mut bytes = [2; 33];
            bytes[1..].copy_from_slice(&super::super::values::GENERATOR_X);
            bytes
        });
        builder.unsigned(payee.unwrap()).unwrap().with_unchecked_signature(&[1; 64], 0)
    }

    #[test]
    fn never_fails() {
        for input in inputs() {
            let builder = InvoiceBuilder::arbitrary(&mut Unstructured::new(&input));
            assert!(builder.is_ok(), "{input:?}");
        }
    }

    #[test]
    fn every_kind_of_invoice_comes_up() {
        let texts: Vec<String> = inputs()
            .map(|input| InvoiceBuilder::arbitrary(&mut Unstructured::new(&input)).unwrap())
            .map(|builder| written(&builder))
            .collect();
        let views: Vec<InvoiceView<'_>> =
            texts.iter().map(|text| InvoiceView::parse_unverified(text).unwrap()).collect();
        let count = |is: &dyn Fn(&&InvoiceView<'_>) -> bool| views.iter().filter(is).count();
        assert!(count(&|view| view.amount_msat().is_none()) > 30);
        assert!(count(&|view| view.description_hash().is_some()) > 30);
        assert!(count(&|view| view.payee_field().is_some()) > 30);
        assert!(count(&|view| view.fallbacks().count() > 1) > 15);
        assert!(count(&|view| view.route_hints().count() > 1) > 15);
        assert!(count(&|view| view.amp_support().is_offered()) > 30);
        assert!(count(&|view| view.unknown_fields().count() > 1) > 15);
        assert!(count(&|view| view.is_upper_case()) > 30);
        assert!(count(&|view| view.expiry() == Some(0)) > 2);
        // Something stands in front of the payment hash.
        let first = |view: &&InvoiceView<'_>| {
            view.fields().next().is_some_and(|field| field.tag() != Tag::PAYMENT_HASH)
        };
        assert!(count(&first) > 15);
        // A field that is skipped stands before one that counts.
        let early = |view: &&InvoiceView<'_>| {
            let last = view.fields().enumerate().filter(|(_, field)| field.counts()).last();
            let skipped = view.unknown_fields().next();
            skipped.is_some_and(|(place, _)| last.is_some_and(|(last, _)| place < last))
        };
        assert!(count(&early) > 6);
        assert!(texts.iter().any(|text| text.len() > 2000));
    }
}
