//! Records read whatever is wrong with them, as long as it can be said where they end.

/// A `BigSize` whether or not it is minimal: the value, and how many bytes it takes.
pub(super) fn bigsize(input: &[u8]) -> Option<(u64, usize)> {
    let (&first, rest) = input.split_first()?;
    let width = match first {
        0xfd => 2,
        0xfe => 4,
        0xff => 8,
        small => return Some((u64::from(small), 1)),
    };
    let digits = rest.get(..width)?;
    let value = digits.iter().fold(0, |value, &byte| value << 8 | u64::from(byte));
    Some((value, width.saturating_add(1)))
}

/// What stands at the start of the input.
pub(super) enum Step<'a> {
    Record(LaxRecord<'a>),
    /// The type is cut.
    TypeCut,
    /// The type can be read, the length is cut or not there.
    LengthCut {
        record_type: u64,
        type_len: usize,
    },
}

/// A record, its type and length perhaps longer than needed, its value perhaps cut.
pub(super) struct LaxRecord<'a> {
    pub(super) record_type: u64,
    pub(super) type_len: usize,
    /// The length it claims.
    pub(super) declared: u64,
    pub(super) length_len: usize,
    /// What is there of the value.
    pub(super) value: &'a [u8],
}

impl LaxRecord<'_> {
    /// Whether the whole value is there.
    pub(super) fn is_complete(&self) -> bool {
        u64::try_from(self.value.len()).is_ok_and(|length| length == self.declared)
    }

    /// How many bytes it takes, as far as they are there.
    pub(super) fn size(&self) -> usize {
        self.type_len.saturating_add(self.length_len).saturating_add(self.value.len())
    }
}

/// Reads what stands at the start of an input that is not empty.
pub(super) fn step(input: &[u8]) -> Step<'_> {
    let Some((record_type, type_len)) = bigsize(input) else {
        return Step::TypeCut;
    };
    let rest = input.get(type_len..).unwrap_or_default();
    let Some((declared, length_len)) = bigsize(rest) else {
        return Step::LengthCut { record_type, type_len };
    };
    let rest = rest.get(length_len..).unwrap_or_default();
    let whole = usize::try_from(declared).ok().and_then(|length| rest.get(..length));
    Step::Record(LaxRecord {
        record_type,
        type_len,
        declared,
        length_len,
        value: whole.unwrap_or(rest),
    })
}

/// How many records there are, counting one that is cut.
pub(super) fn count(mut input: &[u8]) -> usize {
    let mut records = 0_usize;
    while !input.is_empty() {
        records = records.saturating_add(1);
        input = match step(input) {
            Step::Record(record) => input.get(record.size()..).unwrap_or_default(),
            Step::TypeCut | Step::LengthCut { .. } => &[],
        };
    }
    records
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_width_minimal_or_not() {
        assert_eq!(bigsize(&[]), None);
        assert_eq!(bigsize(&[0xfc, 1]), Some((0xfc, 1)));
        assert_eq!(bigsize(&[0xfd, 0, 1, 9]), Some((1, 3)));
        assert_eq!(bigsize(&[0xfd, 0]), None);
        assert_eq!(bigsize(&[0xfe, 0, 1, 0, 0]), Some((65536, 5)));
        assert_eq!(bigsize(&[0xff; 9]), Some((u64::MAX, 9)));
    }

    #[test]
    fn records_are_counted_to_the_end() {
        assert_eq!(count(&[]), 0);
        assert_eq!(count(&[2, 0, 1, 1, 7]), 2);
        assert_eq!(count(&[2, 0, 1, 9, 7]), 2);
        assert_eq!(count(&[2, 0, 1]), 2);
        assert_eq!(count(&[2, 0, 0xfd]), 2);
    }
}
