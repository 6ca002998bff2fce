//! Failure messages as rows of widths.

use super::Fault;
use alloc::vec::Vec;

/// How wide a field is.
#[derive(Clone, Copy)]
enum Width {
    Bytes(usize),
    BigSize,
}

/// The fields behind the code, where it has a name: BOLT 4, Failure Messages.
fn widths(code: u128) -> Option<&'static [Width]> {
    use Width::{BigSize, Bytes};
    match code {
        0x4016 => Some(&[BigSize, Bytes(2)]),
        0x400f => Some(&[Bytes(8), Bytes(4)]),
        0x0012 => Some(&[Bytes(4)]),
        0x0013 => Some(&[Bytes(8)]),
        0x0017 => Some(&[]),
        0xc018 => Some(&[Bytes(32)]),
        _ => None,
    }
}

/// A message, taken apart.
#[derive(Debug)]
pub(in super::super) struct Message<'d> {
    pub(in super::super) code: u128,
    /// Whether the code has a name here.
    pub(in super::super) named: bool,
    /// The bytes of each field; of a message without a name, all of its data as one.
    pub(in super::super) fields: Vec<&'d [u8]>,
    /// Where the last field ends.
    pub(in super::super) end: usize,
}

/// A failure message, or its first fault.
pub(in super::super) fn message(data: &[u8]) -> Result<Message<'_>, Fault> {
    if data.len() < 2 {
        return Err(Fault::new("truncated", 0));
    }
    let code = super::number(&data[..2]);
    let Some(widths) = widths(code) else {
        return Ok(Message { code, named: false, fields: [&data[2..]].into(), end: data.len() });
    };
    let mut fields = Vec::new();
    let mut at = 2;
    for width in widths {
        // Nothing of the field is there: the message is what is cut.
        let cut = Fault::new("truncated", if at == data.len() { 0 } else { at });
        let end = match width {
            Width::Bytes(width) => at + width,
            Width::BigSize => match super::bigsize(data, at) {
                Ok((_, end)) => end,
                Err(fault) if fault.class == "not_minimal" => return Err(fault),
                Err(_) => return Err(cut),
            },
        };
        if end > data.len() {
            return Err(cut);
        }
        fields.push(&data[at..end]);
        at = end;
    }
    Ok(Message { code, named: true, fields, end: at })
}
