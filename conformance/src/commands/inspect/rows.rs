//! The fields as rows: place, bytes, name and what they say, laid out for a width.

use core::ops::Range;

use ampwire::explain::{Explanation, Fault, Kind, Span, Unit, Value};
use anstyle::{AnsiColor, Style};

use crate::render::style::{DIM, GREEN, RED, YELLOW, paint};
use crate::render::wrap::{width, wrap};

/// What a record begins with.
const TYPE: Style = AnsiColor::Cyan.on_default();
/// Neither.
const PLAIN: Style = Style::new();

/// Of one field, so many bytes are shown.
const MOST_BYTES: usize = 256;
/// Of a text, so many characters are shown.
const MOST_CHARACTERS: usize = 600;
/// The columns of a name, at most, where there are columns.
const NAME: usize = 29;
/// Between columns.
const GAP: usize = 2;
/// The heads of the columns.
const BYTE: &str = "byte";
const HEX: &str = "hex";
const FIELD: &str = "field";
/// Under the bytes at fault, behind the marks.
const HERE: &str = "here";

/// How bytes are written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Notation {
    /// As hex digits.
    Hex,
    /// As the characters of a text.
    Text,
}

impl Notation {
    const fn of(kind: Kind) -> Self {
        if matches!(kind, Kind::Invoice) { Self::Text } else { Self::Hex }
    }

    /// The columns of a byte.
    const fn columns(self) -> usize {
        match self {
            Self::Hex => 2,
            Self::Text => 1,
        }
    }

    /// Bytes on one line, at most.
    const fn bytes_a_line(self) -> usize {
        match self {
            Self::Hex => 16,
            Self::Text => 20,
        }
    }

    /// The columns that are left for what the bytes say, at least.
    const fn says(self) -> usize {
        match self {
            Self::Hex => 22,
            // The longest name of a field.
            Self::Text => 27,
        }
    }

    /// The head of the column.
    const fn head(self) -> &'static str {
        match self {
            Self::Hex => "bytes",
            Self::Text => "characters",
        }
    }

    fn write(self, bytes: &[u8]) -> String {
        let character = |byte: &u8| match byte {
            b'!'..=b'~' => char::from(*byte),
            _ => '·',
        };
        match self {
            Self::Hex => hex::encode(bytes),
            Self::Text => bytes.iter().map(character).collect(),
        }
    }
}

/// One field.
struct Row<'a> {
    span: Span<'a>,
    notation: Notation,
    hidden: bool,
    at_fault: bool,
    /// The bytes at fault, counted from the start of the field, where they begin in it; at least 1.
    mark: Option<Range<usize>>,
}

/// How rows are laid out.
struct Layout {
    notation: Notation,
    decimal: usize,
    /// The columns of a place in hexadecimal; `None` where it is in decimal alone.
    hexadecimal: Option<usize>,
    bytes_a_line: usize,
    /// The columns of the bytes.
    bytes: usize,
    name: usize,
    /// The columns of all that stands before what the bytes say, or, where rows are stacked, before anything else.
    before: usize,
    width: usize,
    stacked: bool,
}

/// All fields of an explanation, in lines of at most so many columns, given away one row at a time.
pub(super) fn write(
    explanation: &Explanation<'_>,
    reveal: bool,
    width: usize,
    mut line: impl FnMut(&str),
) {
    let layout = Layout::of(explanation, reveal, width);
    let at_fault = range_at_fault(explanation);
    let first = at_fault.as_ref().map_or(0, |range| range.start);
    if !layout.stacked {
        line(&layout.head());
    }
    for (index, span) in explanation.spans().iter().enumerate() {
        let mut row = Row::of(span, layout.notation, reveal);
        row.at_fault = at_fault.as_ref().is_some_and(|range| range.contains(&index));
        if row.at_fault && index == first {
            let length = explanation.fault().map_or(0, Fault::length);
            let start = explanation.fault().and_then(Fault::offset).unwrap_or_default();
            let start = start.saturating_sub(span.offset());
            row.mark = Some(start..start.saturating_add(length.max(1)));
        }
        layout.row(&row, &mut line);
    }
}

/// The fields that are at fault.
fn range_at_fault(explanation: &Explanation<'_>) -> Option<Range<usize>> {
    let fault = explanation.fault()?;
    let offset = fault.offset()?;
    let end = offset.saturating_add(fault.length());
    let here = |span: &Span<'_>| match fault.length() {
        // What is at fault is an empty value: it stands before what begins at the same byte.
        0 => span.offset() == offset && span.length() == 0,
        _ => span.offset() < end && offset < span.offset().saturating_add(span.length()),
    };
    let spans = explanation.spans();
    let first = spans.iter().position(here)?;
    let last = spans.iter().rposition(here)?;
    Some(first..last.saturating_add(1))
}

impl Layout {
    fn of(explanation: &Explanation<'_>, reveal: bool, width: usize) -> Self {
        let notation = Notation::of(explanation.kind());
        let (most, columns) = (notation.bytes_a_line(), notation.columns());
        let spans = explanation.spans();
        let last = spans.last().map_or(0, Span::offset);
        let name =
            spans.iter().map(|span| label(span).len()).max().unwrap_or(0).clamp(FIELD.len(), NAME);
        let rows = spans.iter().map(|span| Row::of(span, notation, reveal));
        let needed = rows.map(|row| row.bytes_needed()).max().unwrap_or(0);
        let needed = needed.max(notation.head().len());
        // As wide as the heads of the columns.
        let decimal = last.to_string().len().max(BYTE.len());
        let in_hex = |least: usize| {
            (notation == Notation::Hex).then(|| format!("{last:x}").len().max(least))
        };
        let hexadecimal = in_hex(HEX.len());
        let place = decimal + hexadecimal.map_or(0, |columns| 1 + columns) + GAP;
        let room = width.saturating_sub(place + GAP + name + GAP + notation.says()) / columns;
        let even = columns * 2;
        let bytes_a_line = if room >= most { most } else { room / even * even };
        if bytes_a_line >= 8 {
            let bytes = needed.min(bytes_a_line * columns).max(notation.head().len());
            let before = place + bytes + GAP + name + GAP;
            return Self {
                notation,
                decimal,
                hexadecimal,
                bytes_a_line,
                bytes,
                name,
                before,
                width,
                stacked: false,
            };
        }
        let (decimal, hexadecimal) = (last.to_string().len(), in_hex(0));
        let before = decimal + hexadecimal.map_or(0, |columns| 1 + columns) + 1;
        let room = width.saturating_sub(before + GAP) / columns;
        // Behind the marks under a whole line there is something too.
        let room = match notation {
            Notation::Hex => room,
            Notation::Text => room.saturating_sub(HERE.len() + 1),
        };
        let bytes_a_line = room.clamp(1, most);
        Self {
            notation,
            decimal,
            hexadecimal,
            bytes_a_line,
            bytes: 0,
            name,
            before,
            width,
            stacked: true,
        }
    }

    fn head(&self) -> String {
        let (decimal, bytes, name) = (self.decimal, self.bytes, self.name);
        let head = self.notation.head();
        let place = match self.hexadecimal {
            Some(hexadecimal) => format!("{BYTE:>decimal$} {HEX:>hexadecimal$}"),
            None => format!("{:>decimal$}", "at"),
        };
        paint(DIM, format!("{place}  {head:<bytes$}  {FIELD:<name$}  says"))
    }

    fn row(&self, row: &Row<'_>, line: &mut impl FnMut(&str)) {
        if self.stacked { self.stacked_row(row, line) } else { self.columns(row, line) }
    }

    fn place(&self, span: &Span<'_>) -> String {
        let (offset, decimal) = (span.offset(), self.decimal);
        match self.hexadecimal {
            Some(columns) => format!("{offset:>decimal$} {:>columns$}", format!("{offset:x}")),
            None => format!("{offset:>decimal$}"),
        }
    }

    /// Everything beside everything else.
    fn columns(&self, row: &Row<'_>, line: &mut impl FnMut(&str)) {
        let style = style_of(row);
        let bytes = row.bytes(self.bytes_a_line);
        let says = wrap(&row.says(), self.width.saturating_sub(self.before));
        let name = label(&row.span);
        let place = self.place(&row.span);
        let blank = " ".repeat(width(&place));
        for index in 0..bytes.len().max(says.len()) {
            let place = if index == 0 { paint(DIM, &place) } else { blank.clone() };
            let name = if index == 0 { name.as_str() } else { "" };
            let at = |lines: &[String]| lines.get(index).cloned().unwrap_or_default();
            let cells = [
                place,
                cell(style, &at(&bytes), self.bytes),
                cell(PLAIN, name, self.name),
                cell(style, &at(&says), 0),
            ];
            line(cells.join("  ").trim_end());
            if let Some(marks) = row.marks(index, self.bytes_a_line) {
                line(&format!("{blank}  {}", paint(RED, marks)));
            }
        }
    }

    /// Name and what the bytes say above the bytes.
    fn stacked_row(&self, row: &Row<'_>, line: &mut impl FnMut(&str)) {
        let style = style_of(row);
        let name = row.span.name();
        let says = row.says();
        let text = if says.is_empty() { name.to_owned() } else { format!("{name}: {says}") };
        let deeper = "  ".repeat(usize::from(row.span.depth()));
        let indent = format!("{}{deeper}", " ".repeat(self.before));
        let mut place = format!("{} {deeper}", paint(DIM, self.place(&row.span)));
        for text in wrap(&text, self.width.saturating_sub(indent.len())) {
            line(&format!("{place}{text}"));
            place.clone_from(&indent);
        }
        let room = self.width.saturating_sub(indent.len()) / self.notation.columns();
        let bytes_a_line = self.bytes_a_line.min(room).max(1);
        for (index, bytes) in row.bytes(bytes_a_line).iter().enumerate() {
            if !bytes.is_empty() {
                line(&format!("{indent}{}", painted(style, bytes)));
            }
            if let Some(marks) = row.marks(index, bytes_a_line) {
                line(&format!("{indent}{}", paint(RED, marks)));
            }
        }
    }
}

impl<'a> Row<'a> {
    fn of(span: &Span<'a>, notation: Notation, reveal: bool) -> Self {
        let hidden = span.is_secret() && !reveal;
        Self { span: *span, notation, hidden, at_fault: false, mark: None }
    }

    /// The columns that the bytes would take on one line.
    fn bytes_needed(&self) -> usize {
        let most = self.notation.bytes_a_line();
        let whole = if self.hidden || self.span.length() <= most { usize::MAX } else { most };
        self.bytes(whole).first().map_or(0, |line| width(line))
    }

    /// The bytes, so many a line; at least one line.
    fn bytes(&self, a_line: usize) -> Vec<String> {
        let bytes = self.span.bytes();
        if matches!(self.span.value(), Value::NotListed { .. }) {
            let what = self.notation.head();
            return vec![format!("({} {what})", bytes.len())];
        }
        if bytes.is_empty() {
            return vec![String::new()];
        }
        if self.hidden {
            return vec![format!("({} hidden)", bytes.len())];
        }
        // A few more are shown rather than said to be there.
        let most = MOST_BYTES + self.notation.bytes_a_line();
        let shown = if bytes.len() > most { MOST_BYTES } else { bytes.len() };
        let chunks = bytes.chunks(a_line.max(1)).take(shown.div_ceil(a_line));
        let mut lines: Vec<String> = chunks.map(|chunk| self.notation.write(chunk)).collect();
        let more = bytes.len().saturating_sub(lines.len().saturating_mul(a_line));
        if more > 0 {
            lines.push(format!("… {more} more"));
        }
        lines
    }

    /// What stands under the line with this index, where the fault begins in it: as many marks as there
    /// are digits at fault, as far as they are on that line.
    fn marks(&self, index: usize, a_line: usize) -> Option<String> {
        let mark = self.mark.as_ref()?;
        let start = if self.hidden { 0 } else { mark.start };
        let (line, column) = (start / a_line.max(1), start % a_line.max(1));
        if line != index {
            return None;
        }
        let shown = if self.hidden { 1 } else { self.span.length().clamp(1, a_line) };
        let length = mark.len().min(shown.saturating_sub(column)).max(1);
        let columns = self.notation.columns();
        let before = " ".repeat(column.saturating_mul(columns));
        Some(format!("{before}{} {HERE}", "^".repeat(length.saturating_mul(columns))))
    }

    /// What the bytes say.
    fn says(&self) -> String {
        match self.span.value() {
            Value::Text(_) | Value::Packed(_) | Value::PackedText(_) if self.hidden => {
                String::new()
            }
            Value::Text(text) if text.chars().nth(MOST_CHARACTERS).is_some() => {
                let start: String = text.chars().take(MOST_CHARACTERS).collect();
                // Which characters need an escape is the library's to say.
                format!("{}… ({} bytes of text)", Value::Text(&start), text.len())
            }
            Value::Type { number, name: None } if self.span.record().is_some() => {
                format!("{number}{}", if number % 2 == 0 { " (even)" } else { " (odd)" })
            }
            value => value.to_string(),
        }
    }
}

/// The field's name, further right in the value of a record.
fn label(span: &Span<'_>) -> String {
    format!("{}{}", "  ".repeat(usize::from(span.depth())), span.name())
}

fn style_of(row: &Row<'_>) -> Style {
    if row.at_fault {
        return RED;
    }
    match row.span.value() {
        _ if row.hidden => YELLOW,
        Value::Malformed | Value::Unread | Value::LeftOver => RED,
        Value::Type { .. } | Value::Tag { .. } => TYPE,
        Value::Number { unit: Unit::Bytes | Unit::Symbols, .. }
        | Value::NotListed { .. }
        | Value::Ignored(_) => DIM,
        Value::Text(_) | Value::PackedText(_) => GREEN,
        _ => PLAIN,
    }
}

/// A text in this style, and blanks up to so many columns.
fn cell(style: Style, text: &str, columns: usize) -> String {
    let missing = columns.saturating_sub(width(text));
    format!("{}{}", painted(style, text), " ".repeat(missing))
}

fn painted(style: Style, text: &str) -> String {
    if text.is_empty() || style == PLAIN { text.to_owned() } else { paint(style, text) }
}
