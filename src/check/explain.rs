use super::naive::payload::walk;
use super::naive::{self, Fault};
use super::secrecy::debug_hides;
use crate::arbitrary::{Damage, Damaged};
use crate::bolt11::InvoiceView;
use crate::explain::{Explanation, Kind, MAX_SPANS, Reading, Refusal, Span, Value};
use crate::feature::{Context, FeatureRules, FeaturesView};
use crate::onion::{
    AmpRecord, Failure, Layouts, OnionError, PayloadRules, PayloadView, Role, frame,
};
use crate::tlv::TlvStream;
use crate::wire::Encode;
use alloc::string::ToString;
use alloc::vec::Vec;

/// The most that is said of an input in plain words, in bytes, and of one field that is not text.
const SUMMARY: usize = 1_000;
const WORDS: usize = 500;

/// Any bytes, explained as every kind, with more or less known beside them, and guessed.
pub fn explain(data: &[u8]) {
    let both = Reading::new(Layouts::BOTH);
    let readings = [
        both,
        Reading::new(Layouts::DEPLOYED).role(Role::Final).context(Context::Invoice),
        Reading::new(Layouts::TYPE8).role(Role::Intermediate).path_key_in_htlc(true),
        Reading::new(Layouts::NONE).path_key_in_htlc(false).context(Context::Init),
    ];
    for reading in readings {
        // What is known beside the bytes makes no difference to these two.
        let alike = |kind: &Kind| matches!(kind, Kind::TlvStream | Kind::Failure);
        for kind in Kind::ALL.into_iter().filter(|kind| reading == both || !alike(kind)) {
            explanation(reading, kind, data);
        }
        guess(reading, data);
    }
}

/// The guess is right as what it says it is, and so is all that it names beside.
fn guess(reading: Reading, data: &[u8]) {
    let guess = reading.guess(data);
    let fault = reading.explain(guess.kind(), data).fault().copied();
    assert_eq!(guess.fits(), fault.is_none() && !data.is_empty(), "{guess:?}: {fault:?}");
    for other in guess.others() {
        assert_ne!(*other, guess.kind());
        assert!(reading.explain(*other, data).fault().is_none(), "{guess:?}: not right as {other}");
    }
}

/// Explains, and checks what holds for every explanation.
pub fn explanation(reading: Reading, kind: Kind, bytes: &[u8]) -> Explanation<'_> {
    let explanation = reading.explain(kind, bytes);
    assert_eq!((explanation.input(), explanation.kind()), (bytes, kind));
    covered(&explanation);
    short(&explanation);
    assert_eq!(
        explanation.fault().map(|fault| *fault.refusal()),
        strict(&explanation, reading),
        "{kind}: not the parser's error"
    );
    marked(&explanation);
    hidden(&explanation);
    explanation
}

/// Every byte stands in one span, in order.
fn covered(explanation: &Explanation<'_>) {
    let (kind, bytes) = (explanation.kind(), explanation.input());
    let mut end = 0;
    for span in explanation.spans() {
        assert_eq!(span.offset(), end, "{kind}: a gap or an overlap");
        assert_eq!(span.bytes(), &bytes[end..end + span.length()]);
        end += span.length();
    }
    assert_eq!(end, bytes.len(), "{kind}: not to the end");
}

/// However much there is, there is not much more to say.
fn short(explanation: &Explanation<'_>) {
    let summary = explanation.summary();
    assert!((1..=SUMMARY).contains(&summary.len()), "{} bytes of words", summary.len());
    assert!(explanation.spans().len() <= MAX_SPANS + 8);
    // Looking at all of a long input's words would take longer than to explain it.
    for span in explanation.spans().iter().take(100) {
        let words = span.value().to_string().len();
        match span.value() {
            // Two for the quotes; a line end takes two.
            Value::Text(text) => assert!(words <= 2 * text.len() + 2),
            // Both at most a field of an invoice, and every byte may need an escape.
            Value::PackedText(packed) | Value::Packed(packed) => {
                assert!(words <= WORDS + 10 * packed.len(), "{words} for {packed:?}");
            }
            value => assert!(words <= WORDS, "{value:?}"),
        }
    }
}

/// The parser's error, for the bytes as they were read.
fn strict(explanation: &Explanation<'_>, reading: Reading) -> Option<Refusal> {
    let bytes = explanation.input();
    let onion = |result: Result<(), OnionError>| result.err().map(Refusal::Onion);
    let rules = || {
        PayloadRules::new(explanation.role().unwrap(), reading.layouts())
            .path_key_in_htlc(explanation.path_key_in_htlc().unwrap())
    };
    match explanation.kind() {
        Kind::FramedPayload => onion(PayloadView::parse_framed(bytes, rules()).map(drop)),
        Kind::Payload => onion(PayloadView::parse(bytes, rules()).map(drop)),
        Kind::TlvStream => TlvStream::parse(bytes).err().map(Refusal::Tlv),
        Kind::Failure => Failure::parse(bytes).err().map(Refusal::Failure),
        Kind::Invoice => match explanation.invoice() {
            Some(text) => InvoiceView::parse_unverified(text).err().map(Refusal::Invoice),
            // What is not even UTF-8 is refused by its characters.
            None => explanation.fault().map(|fault| *fault.refusal()),
        },
        Kind::AmpRecord => onion(AmpRecord::parse(explanation.layout().unwrap(), bytes).map(drop)),
        Kind::Features => match (FeaturesView::from_bytes(bytes), reading.feature_context()) {
            (Err(error), _) => Some(Refusal::Feature(error)),
            (Ok(view), Some(context)) => {
                let rules = FeatureRules::amp(context);
                rules.check(&view.to_features()).err().map(Refusal::Feature)
            }
            // What is judged then has its own test.
            (Ok(_), None) => explanation.fault().map(|fault| *fault.refusal()),
        },
    }
}

/// What is marked as the fault is there, and begins where a span does.
fn marked(explanation: &Explanation<'_>) {
    let Some(fault) = explanation.fault() else { return };
    assert!(!fault.to_string().is_empty());
    let Some(offset) = fault.offset() else { return };
    let (kind, bytes, spans) = (explanation.kind(), explanation.input(), explanation.spans());
    assert!(offset + fault.length() <= bytes.len(), "{kind}: {fault:?}");
    let starts = spans.iter().any(|span| span.offset() == offset);
    let is_listed = spans
        .iter()
        .all(|span| !matches!(span.value(), Value::NotListed { .. }) || span.offset() > offset);
    // A character of an invoice is at fault wherever it stands.
    let is_inside = kind == Kind::Invoice && fault.length() == 1;
    assert!(
        starts || is_inside || !is_listed || offset == bytes.len(),
        "{kind}: {fault:?} {spans:?}"
    );
}

/// The payload of a kind that is one, its place, and whether bytes in it, or around it, are lost or
/// too many, or a value is not what it has to be: then bytes can stand under a wrong name.
fn broken(kind: Kind, bytes: &[u8]) -> Option<(usize, bool)> {
    let values = |bytes: &[u8]| walk(bytes, Layouts::BOTH).is_err();
    match kind {
        Kind::Payload => Some((0, values(bytes))),
        Kind::TlvStream => Some((0, naive::stream(bytes).1.is_some())),
        Kind::FramedPayload => match super::frame::expected(bytes) {
            Ok((start, end)) => Some((start, end < bytes.len() || values(&bytes[start..end]))),
            Err(Fault { class: "truncated", .. }) => Some((0, true)),
            // A length that can be read and is refused: nothing is known of what is behind it.
            Err(_) => None,
        },
        _ => None,
    }
}

/// Secrets are marked where the bytes are right; where they are broken, everything is but types,
/// numbers, and the text of custom records.
fn hidden(explanation: &Explanation<'_>) {
    let (kind, bytes) = (explanation.kind(), explanation.input());
    let is_listed = |span: &Span<'_>| !matches!(span.value(), Value::NotListed { .. });
    let Some((start, is_broken)) = broken(kind, bytes) else { return };
    if !explanation.spans().iter().all(is_listed) {
        return;
    }
    if is_broken {
        for span in explanation.spans().iter().filter(|span| !span.is_secret()) {
            let may_show = match span.value() {
                Value::Type { .. } | Value::Number { .. } | Value::ShortChannelId(_) => true,
                Value::Text(_) => span.record().is_some_and(|record| record >= 1 << 16),
                _ => false,
            };
            assert!(may_show, "{kind}: broken, and shown: {span:?}");
        }
    } else if let Ok(records) = walk(&bytes[start..], Layouts::BOTH) {
        let secrets: Vec<(usize, &[u8])> = records
            .iter()
            .filter(|record| [8, 14, 5_482_373_484].contains(&record.record_type))
            .map(|record| (start + record.value_at, &record.value(&bytes[start..])[..32]))
            .collect();
        for (at, secret) in &secrets {
            let inside = |span: &&Span<'_>| {
                span.offset() < at + secret.len() && span.offset() + span.length() > *at
            };
            let spans = explanation.spans().iter().filter(inside);
            assert!(
                spans.clone().count() > 0 && spans.clone().all(Span::is_secret),
                "{kind}: a secret is shown"
            );
        }
        let secrets: Vec<&[u8]> = secrets.iter().map(|(_, secret)| *secret).collect();
        debug_hides(explanation, &secrets, &[]);
    }
}

/// More bytes in a row of a secret than a number that stands there by chance can have: a length has up to 9.
const TELLING: usize = 10;

/// A payload whose secrets are known, and damages: whatever is lost, changed or inserted, where that
/// can be noticed, no secret is shown.
pub fn explain_damaged(damaged: &Damaged) {
    let payload = damaged.payload.to_vec();
    let mut framed = Vec::new();
    frame(&damaged.payload, &mut framed).unwrap();
    for (kind, whole) in
        [(Kind::Payload, &payload), (Kind::TlvStream, &payload), (Kind::FramedPayload, &framed)]
    {
        let prefix = whole.len() - payload.len();
        let mut bytes: Vec<(u8, bool)> = whole.iter().map(|byte| (*byte, false)).collect();
        for record in walk(&payload, Layouts::BOTH).unwrap() {
            if [8, 14, 5_482_373_484].contains(&record.record_type) {
                let start = prefix + record.value_at;
                bytes[start..start + 32].iter_mut().for_each(|byte| byte.1 = true);
            }
        }
        for damage in &damaged.damages {
            damage_bytes(&mut bytes, *damage);
        }
        let (bytes, secret): (Vec<u8>, Vec<bool>) = bytes.into_iter().unzip();
        for role in [Role::Final, Role::Intermediate] {
            let reading = Reading::new(Layouts::BOTH).role(role);
            let explanation = explanation(reading, kind, &bytes);
            let unharmed = damaged.damages.is_empty();
            if unharmed || broken(kind, &bytes).is_some_and(|(_, is_broken)| is_broken) {
                let most = if unharmed { 1 } else { TELLING };
                for span in explanation.spans().iter().filter(|span| !span.is_secret()) {
                    let bytes = &secret[span.offset()..span.offset() + span.length()];
                    let shown = bytes.windows(most).any(|bytes| bytes.iter().all(|byte| *byte));
                    assert!(!shown, "{kind}: a secret is shown in {span:?}");
                }
            }
        }
    }
}

/// Each byte goes with whether it is of a secret; one that comes in is not.
fn damage_bytes(bytes: &mut Vec<(u8, bool)>, damage: Damage) {
    let count = bytes.len();
    match damage {
        Damage::Inserted(place, byte) => bytes.insert(place % (count + 1), (byte, false)),
        _ if count == 0 => {}
        Damage::Cut(place) => bytes.truncate(place % count),
        Damage::Lost(place) => {
            bytes.remove(place % count);
        }
        Damage::Changed(place, byte) => bytes[place % count].0 = byte,
    }
}
