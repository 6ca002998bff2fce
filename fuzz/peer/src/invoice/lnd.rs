//! LND's reader of invoices, as far as it is known to do otherwise.

use super::notes::Notes;
use super::parts::{Field, Parts, bits, bytes, is_point};
use super::{ANOTHER_FAULT, Habits, Invoice, Modelled};

/// What the model can do otherwise.
pub const HABITS: &[&str] = &[
    ANOTHER_FAULT,
    "longest-text",
    "amount-leading-zeros",
    "amount-of-zero",
    "amount-wraps",
    "amount-digits-in-64-bits",
    "integer-leading-zeros",
    "integer-wraps",
    "expiry-in-nanoseconds",
    "default-final-cltv-expiry-delta",
    "secret-absent",
    "first-fallback-counts",
    "fallback-versions",
    "taproot-program",
    "fallback-without-program",
    "blinded-path-field",
    "recovery-id-beside-payee",
    "recovery-id-wraps",
    "high-s-beside-payee",
];

/// The longest text that LND reads.
const LONGEST_TEXT: usize = 7089;
/// The most symbols of an integer that LND reads.
const LONGEST_INTEGER: usize = 13;
/// What LND takes where `min_final_cltv_expiry_delta` is not said, and what BOLT 11 says.
const BLOCKS: (u64, u64) = (24, 18);

/// Reads a text as LND does, with these habits.
pub fn model(text: &str, habits: &Habits) -> Modelled {
    let mut reader = Reader { notes: Notes::new(habits), may_refuse: None };
    if text.len() > LONGEST_TEXT && reader.notes.does("longest-text") {
        reader.notes.fault("limit");
    }
    let parts = match Parts::of(text) {
        Ok(parts) => parts,
        Err(classes) => {
            reader.notes.faults(classes);
            return reader.finish(Invoice::default());
        }
    };
    let read = reader.invoice(&parts);
    reader.finish(read)
}

struct Reader<'h> {
    notes: Notes<'h>,
    may_refuse: Option<&'static str>,
}

impl Reader<'_> {
    fn finish(self, read: Invoice) -> Modelled {
        let Self { notes, may_refuse } = self;
        let (read, used) = notes.judged(read);
        Modelled { read, used, may_refuse, payee_is_open: false }
    }

    fn invoice(&mut self, parts: &Parts) -> Invoice {
        let mut read = Invoice {
            network: parts.network.clone(),
            amount_msat: parts.amount.as_deref().map(|amount| self.amount(amount)),
            timestamp: parts.timestamp,
            expiry: 3600,
            ..Invoice::default()
        };
        if parts.truncated {
            self.notes.fault("truncated");
        }
        let mut counted = String::new();
        let (mut payee, mut blocks) = (None, None);
        for field in &parts.fields {
            if counted.contains(field.tag) {
                if field.tag == 'f' && !matches!(field.symbols[..], [19..=31, _, ..]) {
                    self.notes.does("first-fallback-counts");
                }
                continue;
            }
            if self.field(field, &mut read, &mut payee, &mut blocks) {
                counted.push(field.tag);
            }
        }
        read.min_final_cltv_expiry_delta = match blocks {
            Some(blocks) => blocks,
            None if self.notes.does("default-final-cltv-expiry-delta") => BLOCKS.0,
            None => BLOCKS.1,
        };
        if read.payment_hash.is_empty()
            || read.description.is_none() && read.description_hash.is_none()
            || read.payment_secret.is_none() && !self.notes.does("secret-absent")
        {
            self.notes.fault("missing");
        }
        if read.description.is_some() && read.description_hash.is_some() {
            self.notes.fault("conflict");
        }
        match self.payee(parts, payee) {
            Some(payee) => read.payee = payee,
            None => self.notes.fault("bad_signature"),
        }
        read
    }

    /// The amount, whatever it is where there is a fault.
    fn amount(&mut self, text: &str) -> u64 {
        let end = text.find(|one: char| !one.is_ascii_digit()).unwrap_or(text.len());
        let (digits, multiplier) = text.split_at(end);
        let exact = digits.parse::<u128>().unwrap_or(u128::MAX);
        let pico = multiplier == "p";
        let unit = match multiplier {
            "" => 100_000_000_000_u64,
            "m" => 100_000_000,
            "u" => 100_000,
            "n" => 100,
            _ => 1,
        };
        let msat = if pico { exact / 10 } else { exact.saturating_mul(unit.into()) };
        if pico && (!digits.ends_with('0') || exact == 0) {
            self.notes.fault("bad_amount");
            return 0;
        }
        if digits.starts_with('0') {
            let habit = if exact == 0 { "amount-of-zero" } else { "amount-leading-zeros" };
            if !self.notes.does(habit) {
                self.notes.fault("bad_amount");
            }
        }
        let Ok(number) = u64::try_from(exact) else {
            // Ampwire refuses it too, but for picobitcoin.
            if u64::try_from(msat).is_err() || self.notes.does("amount-digits-in-64-bits") {
                self.notes.fault("bad_amount");
            }
            return u64::try_from(msat).unwrap_or(0);
        };
        u64::try_from(msat).unwrap_or_else(|_| {
            if !self.notes.does("amount-wraps") {
                self.notes.fault("bad_amount");
            }
            number.wrapping_mul(unit)
        })
    }

    /// Reads a field. Whether another of the tag is not looked at.
    fn field(
        &mut self,
        field: &Field,
        read: &mut Invoice,
        payee: &mut Option<Vec<u8>>,
        blocks: &mut Option<u64>,
    ) -> bool {
        let symbols = &field.symbols[..];
        match field.tag {
            'p' | 's' | 'h' if symbols.len() != 52 => return false,
            'n' if symbols.len() != 53 => return false,
            'p' => read.payment_hash = self.bytes(symbols),
            's' => read.payment_secret = Some(self.bytes(symbols)),
            'h' => read.description_hash = Some(self.bytes(symbols)),
            'm' => read.payment_metadata = Some(self.bytes(symbols)),
            'n' => {
                let point = self.bytes(symbols);
                if !is_point(&point) {
                    self.notes.fault("bad_value");
                }
                *payee = Some(point);
            }
            'd' => {
                let text = self.bytes(symbols);
                if std::str::from_utf8(&text).is_err() {
                    self.notes.fault("bad_encoding");
                }
                read.description = Some(text);
            }
            'x' => {
                let seconds = self.integer(symbols);
                read.expiry = self.seconds(seconds);
            }
            'c' => *blocks = Some(self.integer(symbols)),
            '9' => {
                self.minimal(symbols);
                read.features = bits(symbols);
            }
            'f' => return self.fallback(symbols, read),
            'r' => {
                let entries = self.bytes(symbols);
                if entries.is_empty() || entries.len() % 51 != 0 {
                    self.notes.fault("bad_length");
                } else if !entries.chunks(51).all(|entry| is_point(&entry[..33])) {
                    self.notes.fault("bad_value");
                }
                read.route_hints.push(entries);
                return false;
            }
            '5' => {
                if self.notes.habits.has("blinded-path-field") {
                    self.may_refuse = Some("blinded-path-field");
                }
                return false;
            }
            _ => return false,
        }
        true
    }

    fn bytes(&mut self, symbols: &[u8]) -> Vec<u8> {
        bytes(symbols).unwrap_or_else(|| {
            self.notes.fault("bad_padding");
            Vec::new()
        })
    }

    fn minimal(&mut self, symbols: &[u8]) {
        if symbols.first() == Some(&0) && !self.notes.does("integer-leading-zeros") {
            self.notes.fault("not_minimal");
        }
    }

    fn integer(&mut self, symbols: &[u8]) -> u64 {
        if symbols.len() > LONGEST_INTEGER {
            self.notes.fault(if symbols.first() == Some(&0) { "not_minimal" } else { "bad_value" });
            return 0;
        }
        self.minimal(symbols);
        let exact = symbols.iter().fold(0_u128, |sum, symbol| sum << 5 | u128::from(*symbol));
        u64::try_from(exact).unwrap_or_else(|_| {
            if !self.notes.does("integer-wraps") {
                self.notes.fault("bad_value");
            }
            symbols.iter().fold(0_u64, |sum, symbol| sum << 5 | u64::from(*symbol))
        })
    }

    /// What a duration of signed nanoseconds makes of seconds.
    fn seconds(&mut self, seconds: u64) -> i128 {
        const NANOSECONDS: i64 = 1_000_000_000;
        let kept =
            i64::from_ne_bytes(seconds.to_ne_bytes()).wrapping_mul(NANOSECONDS) / NANOSECONDS;
        if i128::from(kept) != i128::from(seconds) && self.notes.does("expiry-in-nanoseconds") {
            return kept.into();
        }
        seconds.into()
    }

    fn fallback(&mut self, symbols: &[u8], read: &mut Invoice) -> bool {
        let Some((version, program)) = symbols.split_first() else {
            self.notes.fault("bad_length");
            return false;
        };
        if program.is_empty() && *version > 18 {
            if self.notes.does("fallback-without-program") {
                self.notes.fault("bad_length");
            }
            return false;
        }
        if *version > 18 {
            return false;
        }
        let skipped = (2..=16).contains(version) && !program.is_empty();
        if skipped && self.notes.does("fallback-versions") {
            return false;
        }
        let program = self.bytes(program);
        let right = match version {
            0 => matches!(program.len(), 20 | 32),
            17 | 18 => program.len() == 20,
            _ => matches!(program.len(), 2..=40),
        };
        if !right || *version == 1 && program.len() != 32 && self.notes.does("taproot-program") {
            self.notes.fault("bad_length");
        }
        read.fallbacks.push((*version, program));
        // Whether it matters shows when another comes.
        self.notes.habits.has("first-fallback-counts")
    }

    fn payee(&mut self, parts: &Parts, payee: Option<Vec<u8>>) -> Option<Vec<u8>> {
        let id = parts.recovery_id;
        let Some(payee) = payee else {
            let wrapped = id.wrapping_sub(252);
            let id =
                if wrapped <= 3 && self.notes.does("recovery-id-wraps") { wrapped } else { id };
            return parts.recover(id);
        };
        let id_is_right = id <= 3 || self.notes.does("recovery-id-beside-payee");
        let s_is_right = !parts.has_high_s() || self.notes.does("high-s-beside-payee");
        (id_is_right && s_is_right && parts.is_signed_by(&payee)).then_some(payee)
    }
}
