//! The fields of an AMP record.

use super::explanation::{Explanation, Taken};
use super::spans::{Place, Spans};
use super::words::Grouped;
use super::{Kind, Refusal, Unit, Value};
use crate::onion::{self, Layout, Layouts};
use alloc::string::String;
use alloc::vec::Vec;

/// What a record says, as far as it can be read.
#[derive(Clone, Copy, Default)]
pub(super) struct Part {
    pub(super) set_id: Option<[u8; 32]>,
    pub(super) child_index: Option<u32>,
}

impl Part {
    /// Which part of which set it is.
    pub(super) fn words(&self) -> String {
        let set = self
            .set_id
            .map(|[a, b, c, d, ..]| alloc::format!("part of set {a:02x}{b:02x}{c:02x}{d:02x}…"));
        let index = self.child_index.map(|index| alloc::format!("index {}", Grouped(index.into())));
        let words: Vec<String> = [set, index].into_iter().flatten().collect();
        words.join(", ")
    }
}

/// Gives the bytes of a record's value their spans. They are what stands next; where the value is
/// cut, its last field is.
pub(super) fn fields<'a>(
    spans: &mut Spans<'a>,
    value: &'a [u8],
    layout: Layout,
    is_complete: bool,
) -> Part {
    let place = Place::inside(layout.record_type());
    let mut part = Part::default();
    let Some((_, rest)) = value.split_first_chunk::<32>() else {
        spans.push_secret(value.len(), "root_share", place, Value::Malformed);
        return part;
    };
    spans.push_secret(32, "root_share", place, Value::Bytes);
    let Some((set_id, index)) = rest.split_first_chunk::<32>() else {
        if !rest.is_empty() || is_complete {
            spans.push(rest.len(), "set_id", place, Value::Malformed);
        }
        return part;
    };
    spans.push(32, "set_id", place, Value::Bytes);
    part.set_id = Some(*set_id);
    part.child_index = if is_complete { index_of(index, layout) } else { None };
    let number = part
        .child_index
        .map_or(Value::Malformed, |index| Value::Number { number: index.into(), unit: Unit::None });
    if !index.is_empty() || is_complete {
        spans.push(index.len(), "child_index", place, number);
    }
    part
}

fn index_of(bytes: &[u8], layout: Layout) -> Option<u32> {
    let width = match layout {
        Layout::Type14 => bytes.len() <= 4 && bytes.first() != Some(&0),
        Layout::Type8 => bytes.len() == 4,
    };
    width.then(|| bytes.iter().fold(0, |index, &byte| index << 8 | u32::from(byte)))
}

/// The layout that a value alone has: of those accepted, the first in which it is right.
pub(super) fn layout_of(bytes: &[u8], layouts: Layouts) -> Layout {
    let fits = |layout| onion::AmpRecord::parse(layout, bytes).is_ok();
    match (layouts.accepts(Layout::Type14), layouts.accepts(Layout::Type8)) {
        (false, true) => Layout::Type8,
        (true, true) if !fits(Layout::Type14) && fits(Layout::Type8) => Layout::Type8,
        _ => Layout::Type14,
    }
}

/// Explains the value of a record, without type and length.
pub(super) fn explain(bytes: &[u8], layouts: Layouts) -> Explanation<'_> {
    let layout = layout_of(bytes, layouts);
    let mut spans = Spans::new(bytes);
    let words = fields(&mut spans, bytes, layout, true).words();
    let refusal = onion::AmpRecord::parse(layout, bytes).err().map(Refusal::Onion);
    let which = match layout {
        Layout::Type14 => "the deployed layout (type 14)",
        Layout::Type8 => "the layout of type 8",
    };
    let colon = if words.is_empty() { "" } else { ": " };
    let what = alloc::format!("AMP record in {which}{colon}{words}");
    let taken = Taken { layout: Some(layout), ..Taken::default() };
    Explanation::new(bytes, Kind::AmpRecord, taken, spans, refusal, &what)
}
