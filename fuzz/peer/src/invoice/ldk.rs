//! LDK's reader of invoices, as far as it is known to do otherwise.

use super::notes::Notes;
use super::parts::{Field, Parts, bits, bytes, is_point, whole_bytes};
use super::{ANOTHER_FAULT, Habits, Invoice, Modelled};
use std::collections::BTreeSet;

/// What the model can do otherwise.
pub const HABITS: &[&str] = &[
    ANOTHER_FAULT,
    "longest-text",
    "simnet",
    "amount-leading-zeros",
    "amount-of-zero",
    "amount-without-a-number",
    "amount-in-64-bits",
    "padding-of-any-kind",
    "integer-leading-zeros",
    "fallback-program-lengths",
    "route-hint-without-entries",
    "repeated-fields",
    "later-fields-are-read",
    "payment-secret-bit",
    "unknown-even-bit",
    "not-canonical",
];

/// The longest text that LDK reads.
const LONGEST_TEXT: usize = 7089;
/// Prefixes that LDK has beside ours.
const MORE_NETWORKS: &[(&str, &str)] = &[("sb", "simnet")];
/// The prefixes of all networks.
const PREFIXES: [&str; 5] = ["bc", "tb", "bcrt", "tbs", "sb"];
/// The bits of features that LDK knows in an invoice, of each the even one.
const KNOWN_FEATURES: [u32; 5] = [8, 14, 16, 48, 56];
/// `payment_secret`, either bit.
const PAYMENT_SECRET: [u32; 2] = [14, 15];
/// Where the invoice doesn't say: BOLT 11's. The adapter tells what is written.
pub const EXPIRY: i128 = 3600;
/// Likewise.
pub const BLOCKS: u64 = 18;

/// Reads a text as LDK does, with these habits.
pub fn model(text: &str, habits: &Habits) -> Modelled {
    let mut reader = Reader { notes: Notes::new(habits), canonical: true, payee_is_open: false };
    if text.len() > LONGEST_TEXT && reader.notes.does("longest-text") {
        reader.notes.fault("limit");
    }
    let more = if habits.has("simnet") { MORE_NETWORKS } else { &[] };
    let parts = match Parts::of_networks(text, more) {
        Ok(parts) => parts,
        Err(classes) => {
            reader.notes.faults(classes);
            reader.human_readable_part(text);
            return reader.finish(Invoice::default());
        }
    };
    if parts.network == "simnet" {
        reader.notes.does("simnet");
    }
    let read = reader.invoice(&parts);
    reader.finish(read)
}

struct Reader<'h> {
    notes: Notes<'h>,
    /// Whether all that LDK reads has no zeros in front, and no bits behind that say nothing.
    canonical: bool,
    /// Whether it is not compared: it is not where the text is not canonical.
    payee_is_open: bool,
}

/// What the fields hold, the first of a kind.
#[derive(Default)]
struct Found {
    payment_hashes: usize,
    payment_secrets: usize,
    descriptions: usize,
    /// Where `d` stands beside `h`, both of which Ampwire counts.
    kinds_of_description: BTreeSet<char>,
    payee: Option<Vec<u8>>,
    expiry: Option<u64>,
    blocks: Option<u64>,
    features: Option<Vec<u32>>,
}

impl Reader<'_> {
    fn finish(self, read: Invoice) -> Modelled {
        let Self { notes, payee_is_open, .. } = self;
        let (read, used) = notes.judged(read);
        Modelled { read, used, may_refuse: None, payee_is_open }
    }

    /// In a text that is refused: all before the first digit is the network, and all behind the amount.
    fn human_readable_part(&mut self, text: &str) {
        let text = text.to_ascii_lowercase();
        let Some((part, _)) = text.rsplit_once('1') else { return };
        let Some(part) = part.strip_prefix("ln") else { return };
        let start = part.find(|one: char| one.is_ascii_digit()).unwrap_or(part.len());
        let (network, amount) = part.split_at(start);
        if !PREFIXES.contains(&network) {
            self.notes.fault("unknown_network");
        }
        let behind = amount.trim_start_matches(|one: char| one.is_ascii_digit());
        if !matches!(behind, "" | "m" | "u" | "n" | "p") {
            self.notes.fault("bad_amount");
        }
        // It wants digits that fit 64 bits, whatever else is wrong.
        if amount.strip_suffix(behind).is_some_and(|digits| digits.parse::<u64>().is_err()) {
            self.notes.fault("bad_amount");
        }
    }

    fn invoice(&mut self, parts: &Parts) -> Invoice {
        let mut read = Invoice {
            network: parts.network.clone(),
            amount_msat: parts.amount.as_deref().and_then(|amount| self.amount(amount)),
            timestamp: parts.timestamp,
            ..Invoice::default()
        };
        if parts.truncated {
            self.notes.fault("truncated");
        }
        let mut found = Found::default();
        let mut counted = String::new();
        for field in &parts.fields {
            let later = counted.contains(field.tag);
            if later && !self.looks_at(field) {
                continue;
            }
            if self.field(field, later, &mut read, &mut found) {
                counted.push(field.tag);
            }
        }
        read.expiry = found.expiry.map_or(EXPIRY, i128::from);
        read.min_final_cltv_expiry_delta = found.blocks.unwrap_or(BLOCKS);
        self.counts(&found);
        self.features(found.features.as_deref());
        read.features = found.features.unwrap_or_default();
        self.signature(parts, found.payee, &mut read);
        read
    }

    /// Whether a later field of a kind that counts once is looked at all the same.
    fn looks_at(&mut self, field: &Field) -> bool {
        let counted = match field.tag {
            'p' | 's' | 'h' => field.symbols.len() == 52,
            'd' => true,
            _ => return self.notes.habits.has("later-fields-are-read"),
        };
        counted && self.notes.habits.has("repeated-fields")
    }

    /// The amount, where LDK has a number for it.
    fn amount(&mut self, text: &str) -> Option<u64> {
        let end = text.find(|one: char| !one.is_ascii_digit()).unwrap_or(text.len());
        let (digits, multiplier) = text.split_at(end);
        let exact = digits.parse::<u128>().unwrap_or(u128::MAX);
        let unit = match multiplier {
            "" => 1_000_000_000_000_u64,
            "m" => 1_000_000_000,
            "u" => 1_000_000,
            "n" => 1_000,
            _ => 1,
        };
        let pico = exact.saturating_mul(unit.into());
        let msat = u64::try_from(pico / 10).ok();
        if digits.starts_with('0') {
            if exact == 0 && !self.notes.does("amount-of-zero") {
                self.notes.fault("bad_amount");
            }
            if digits.len() > 1 && exact != 0 && !self.notes.does("amount-leading-zeros") {
                self.notes.fault("bad_amount");
            }
            self.canonical &= digits.len() == 1;
        }
        if pico % 10 != 0 {
            self.notes.fault("bad_amount");
        }
        if u64::try_from(pico).is_ok() {
            return msat;
        }
        if multiplier.is_empty() && u64::try_from(exact).is_ok() {
            // Ampwire has a number for some of them, and refuses the others.
            if self.notes.does("amount-without-a-number") {
                return None;
            }
        } else if self.notes.habits.has("amount-in-64-bits") {
            self.notes.does("amount-in-64-bits");
            self.notes.fault("bad_amount");
        }
        if msat.is_none() {
            self.notes.fault("bad_amount");
        }
        msat
    }

    /// Reads a field. Whether another of the tag is a later one.
    fn field(&mut self, field: &Field, later: bool, read: &mut Invoice, found: &mut Found) -> bool {
        let symbols = &field.symbols[..];
        // What a later field holds is not kept.
        let mut aside = (Invoice::default(), Found::default());
        let (read, kept) = if later { (&mut aside.0, &mut aside.1) } else { (read, &mut *found) };
        match field.tag {
            'p' | 's' | 'h' if symbols.len() != 52 => return false,
            'n' if symbols.len() != 53 => return false,
            'p' => read.payment_hash = self.bytes(symbols, later),
            's' => read.payment_secret = Some(self.bytes(symbols, later)),
            'h' => read.description_hash = Some(self.bytes(symbols, later)),
            'm' => read.payment_metadata = Some(self.bytes(symbols, later)),
            'n' => {
                let point = self.bytes(symbols, later);
                if !is_point(&point) {
                    self.fault_of("bad_value", later);
                }
                kept.payee = Some(point);
            }
            'd' => {
                let text = self.bytes(symbols, later);
                if std::str::from_utf8(&text).is_err() {
                    self.fault_of("bad_encoding", later);
                }
                read.description = Some(text);
            }
            'x' => kept.expiry = Some(self.integer(symbols, later)),
            'c' => kept.blocks = Some(self.integer(symbols, later)),
            '9' => {
                self.minimal(symbols, later);
                kept.features = Some(bits(symbols));
            }
            'f' => {
                self.fallback(symbols, read);
                return false;
            }
            'r' => {
                self.route_hint(symbols, read);
                return false;
            }
            _ => return false,
        }
        match field.tag {
            'p' => found.payment_hashes += 1,
            's' => found.payment_secrets += 1,
            'd' | 'h' => {
                found.descriptions += 1;
                found.kinds_of_description.insert(field.tag);
            }
            _ => {}
        }
        true
    }

    /// A fault, which in a later field matters by a habit.
    fn fault_of(&mut self, class: &str, later: bool) {
        if later {
            self.notes.does("later-fields-are-read");
        }
        self.notes.fault(class);
    }

    fn bytes(&mut self, symbols: &[u8], later: bool) -> Vec<u8> {
        bytes(symbols).unwrap_or_else(|| {
            self.canonical = false;
            // Ampwire looks at no later field.
            if !later && !self.notes.does("padding-of-any-kind") {
                self.notes.fault("bad_padding");
            }
            whole_bytes(symbols)
        })
    }

    fn minimal(&mut self, symbols: &[u8], later: bool) {
        if symbols.first() == Some(&0) {
            self.canonical = false;
            if !later && !self.notes.does("integer-leading-zeros") {
                self.notes.fault("not_minimal");
            }
        }
    }

    fn integer(&mut self, symbols: &[u8], later: bool) -> u64 {
        self.minimal(symbols, later);
        let number = symbols
            .iter()
            .try_fold(0_u64, |sum, symbol| sum.checked_mul(32)?.checked_add((*symbol).into()));
        number.unwrap_or_else(|| {
            self.fault_of("bad_value", later);
            0
        })
    }

    fn fallback(&mut self, symbols: &[u8], read: &mut Invoice) {
        let Some((version, program)) = symbols.split_first() else {
            self.notes.fault("bad_length");
            return;
        };
        if *version > 18 {
            return;
        }
        let program = self.bytes(program, false);
        let right = match version {
            0 => matches!(program.len(), 20 | 32),
            17 | 18 => program.len() == 20,
            _ => matches!(program.len(), 2..=40),
        };
        let taken = *version == 0 && matches!(program.len(), 2..=40);
        let read_all_the_same = !right && taken && self.notes.does("fallback-program-lengths");
        if !right && !read_all_the_same {
            self.notes.fault("bad_length");
        }
        read.fallbacks.push((*version, program));
    }

    fn route_hint(&mut self, symbols: &[u8], read: &mut Invoice) {
        let entries = self.bytes(symbols, false);
        if entries.len() % 51 != 0
            || entries.is_empty() && !self.notes.does("route-hint-without-entries")
        {
            self.notes.fault("bad_length");
        } else if !entries.chunks(51).all(|entry| is_point(&entry[..33])) {
            self.notes.fault("bad_value");
        }
        read.route_hints.push(entries);
    }

    /// How often the fields stand that have to be there.
    fn counts(&mut self, found: &Found) {
        if found.payment_hashes == 0 || found.payment_secrets == 0 || found.descriptions == 0 {
            self.notes.fault("missing");
        }
        if found.kinds_of_description.len() > 1 {
            self.notes.fault("conflict");
        }
        // Counted over one only where the habit had them looked at.
        if found.payment_hashes > 1 || found.payment_secrets > 1 {
            self.notes.does("repeated-fields");
            self.notes.fault("duplicate");
        }
        if found.descriptions > found.kinds_of_description.len() {
            self.notes.does("repeated-fields");
            self.notes.fault("conflict");
        }
    }

    fn features(&mut self, features: Option<&[u32]>) {
        let features = features.unwrap_or_default();
        let unknown = |bit: &u32| bit % 2 == 0 && !KNOWN_FEATURES.contains(bit);
        if features.iter().any(unknown) && self.notes.does("unknown-even-bit") {
            self.notes.fault("unknown_even");
        }
        let secret = features.iter().any(|bit| PAYMENT_SECRET.contains(bit));
        if !secret && self.notes.does("payment-secret-bit") {
            self.notes.fault("missing");
        }
    }

    fn signature(&mut self, parts: &Parts, payee: Option<Vec<u8>>, read: &mut Invoice) {
        let id = parts.recovery_id;
        let open = !self.canonical && self.notes.does("not-canonical");
        let payee = match payee {
            None => {
                self.payee_is_open = open;
                parts.recover(id)
            }
            Some(_) if open => None,
            Some(payee) => {
                let right = id <= 3 && !parts.has_high_s() && parts.is_signed_by(&payee);
                right.then_some(payee)
            }
        };
        match payee {
            Some(payee) => read.payee = payee,
            None => self.notes.fault("bad_signature"),
        }
    }
}
