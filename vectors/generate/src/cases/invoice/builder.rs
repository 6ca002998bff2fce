//! Invoices built field by field, with the object that a reader should make of them.

use ampwire_vectors::Members;
use serde_json::{Value, json};

use super::hop::Hop;
use crate::bytes::hex;
use crate::invoice::{
    Checksum, EXAMPLE_KEY, OTHER_KEY, Signature, checksum, letters, minimal, payee, sign, symbols,
    symbols_of, symbols_of_letters,
};

/// The payment hash of BOLT 11's examples.
pub(super) const PAYMENT_HASH: [u8; 32] = [
    0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08, 0x09, 0x00, 0x01, 0x02, 0x03, 0x04, 0x05,
    0x06, 0x07, 0x08, 0x09, 0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08, 0x09, 0x01, 0x02,
];

/// The payment secret of BOLT 11's examples.
pub(super) const PAYMENT_SECRET: [u8; 32] = [0x11; 32];

/// The timestamp of most of BOLT 11's examples.
pub(super) const TIMESTAMP: u64 = 1_496_314_658;

/// One field.
#[derive(Clone)]
pub(super) struct Field {
    /// The letter of its tag.
    pub(super) tag: char,
    pub(super) words: Vec<u8>,
    /// The length that it claims to have.
    claimed: usize,
    pub(super) meaning: Meaning,
}

/// What a reader makes of a field.
#[derive(Clone)]
pub(super) enum Meaning {
    /// A member of the object, under this name.
    Member(&'static str, Value),
    /// One of the fallbacks.
    Fallback(Value),
    /// One list of the route hints.
    Hints(Value),
    /// The payee.
    Payee,
    /// Nothing: it is listed among the unknown ones.
    Skipped,
}

/// How an invoice is signed.
#[derive(Clone, Copy)]
enum Signing {
    /// As it should be.
    Right,
    /// With the other S.
    HighS,
    /// With another recovery id; the difference to the right one, of which three bits are turned at most.
    RecoveryId(u8),
    /// With this.
    Given(Signature),
}

/// An invoice under construction.
#[derive(Clone)]
pub(super) struct Invoice {
    /// `ln` and the currency's prefix.
    pub(super) prefix: String,
    pub(super) network: String,
    pub(super) amount: String,
    pub(super) amount_msat: Option<String>,
    timestamp: Vec<u8>,
    pub(super) seconds: u64,
    pub(super) fields: Vec<Field>,
    /// Symbols between the last field and the signature.
    pub(super) stray: Vec<u8>,
    key: [u8; 32],
    signing: Signing,
    checksum: Checksum,
    upper: bool,
}

impl Invoice {
    /// No amount and no field, for the main network.
    pub(super) fn empty() -> Self {
        Self {
            prefix: "lnbc".to_owned(),
            network: "bitcoin".to_owned(),
            amount: String::new(),
            amount_msat: None,
            timestamp: symbols(TIMESTAMP, 7),
            seconds: TIMESTAMP,
            fields: Vec::new(),
            stray: Vec::new(),
            key: EXAMPLE_KEY,
            signing: Signing::Right,
            checksum: Checksum::Bech32,
            upper: false,
        }
    }

    /// An ordinary small invoice, its fields in the usual order.
    pub(super) fn plain() -> Self {
        Self::empty().payment_hash().description("1 cup coffee").payment_secret().features(&[8, 14])
    }

    // ------------------------------------------------------------ the human-readable part

    pub(super) fn network(mut self, prefix: &str, network: &str) -> Self {
        prefix.clone_into(&mut self.prefix);
        network.clone_into(&mut self.network);
        self
    }

    /// An amount as written, and what it says in millisatoshi.
    pub(super) fn amount(mut self, written: &str, msat: &str) -> Self {
        written.clone_into(&mut self.amount);
        self.amount_msat = Some(msat.to_owned());
        self
    }

    /// An amount that says nothing.
    pub(super) fn bad_amount(mut self, written: &str) -> Self {
        written.clone_into(&mut self.amount);
        self.amount_msat = None;
        self
    }

    // ------------------------------------------------------------ the data

    pub(super) fn timestamp(mut self, seconds: u64) -> Self {
        self.timestamp = symbols(seconds, 7);
        self.seconds = seconds;
        self
    }

    /// The field of BOLT 11's examples.
    pub(super) fn payment_hash(self) -> Self {
        self.payment_hash_of(PAYMENT_HASH)
    }

    pub(super) fn payment_hash_of(self, hash: [u8; 32]) -> Self {
        self.member('p', symbols_of(&hash), "payment_hash", json!(hex(&hash)))
    }

    /// The field of BOLT 11's examples.
    pub(super) fn payment_secret(self) -> Self {
        self.payment_secret_of(PAYMENT_SECRET)
    }

    pub(super) fn payment_secret_of(self, secret: [u8; 32]) -> Self {
        self.member('s', symbols_of(&secret), "payment_secret", json!(hex(&secret)))
    }

    pub(super) fn description(self, text: &str) -> Self {
        self.member('d', symbols_of(text.as_bytes()), "description", json!(text))
    }

    pub(super) fn description_hash(self, hash: [u8; 32]) -> Self {
        self.member('h', symbols_of(&hash), "description_hash", json!(hex(&hash)))
    }

    pub(super) fn metadata(self, bytes: &[u8]) -> Self {
        self.member('m', symbols_of(bytes), "payment_metadata", json!(hex(bytes)))
    }

    pub(super) fn expiry(self, seconds: u64) -> Self {
        self.member('x', minimal(seconds), "expiry", json!(seconds.to_string()))
    }

    pub(super) fn min_final_cltv_expiry_delta(self, blocks: u64) -> Self {
        let name = "min_final_cltv_expiry_delta";
        self.member('c', minimal(blocks), name, json!(blocks.to_string()))
    }

    pub(super) fn fallback(self, version: u8, program: &[u8]) -> Self {
        let words = [&[version], symbols_of(program).as_slice()].concat();
        self.fallback_of(words, version, program)
    }

    /// A fallback in these symbols.
    pub(super) fn fallback_of(self, words: Vec<u8>, version: u8, program: &[u8]) -> Self {
        let value = json!({ "version": version.to_string(), "program": hex(program) });
        self.field('f', words, Meaning::Fallback(value))
    }

    pub(super) fn route_hint(self, hops: &[Hop]) -> Self {
        let bytes: Vec<u8> = hops.iter().flat_map(Hop::bytes).collect();
        self.route_hint_of(symbols_of(&bytes), hops)
    }

    /// A route hint in these symbols.
    pub(super) fn route_hint_of(self, words: Vec<u8>, hops: &[Hop]) -> Self {
        let value = hops.iter().map(Hop::object).collect();
        self.field('r', words, Meaning::Hints(value))
    }

    pub(super) fn features(self, bits: &[u64]) -> Self {
        let length = bits.iter().max().map_or(0, |highest| highest / 5 + 1);
        let length = usize::try_from(length).expect("a small number");
        let mut words = vec![0; length];
        for bit in bits {
            let place = usize::try_from(bit / 5).expect("a small number");
            words[length - 1 - place] |= 1 << (bit % 5);
        }
        self.features_of(words, bits)
    }

    /// Features in these symbols.
    pub(super) fn features_of(self, words: Vec<u8>, bits: &[u64]) -> Self {
        let value = bits.iter().map(|bit| json!(bit.to_string())).collect();
        self.member('9', words, "features", value)
    }

    /// The payee in a field of its own.
    pub(super) fn payee_field(self) -> Self {
        let words = symbols_of(&payee(&self.key));
        self.field('n', words, Meaning::Payee)
    }

    /// A field that means this member, in these symbols.
    pub(super) fn member(
        self,
        tag: char,
        words: Vec<u8>,
        name: &'static str,
        value: Value,
    ) -> Self {
        self.field(tag, words, Meaning::Member(name, value))
    }

    /// A field that is skipped.
    pub(super) fn skipped(self, tag: char, words: &str) -> Self {
        self.field(tag, symbols_of_letters(words), Meaning::Skipped)
    }

    fn field(mut self, tag: char, words: Vec<u8>, meaning: Meaning) -> Self {
        let claimed = words.len();
        self.fields.push(Field { tag, words, claimed, meaning });
        self
    }

    /// Symbols between the last field and the signature.
    pub(super) fn stray(mut self, letters: &str) -> Self {
        self.stray = symbols_of_letters(letters);
        self
    }

    // ------------------------------------------------------------ changes to what is there

    /// Without the fields of this tag.
    pub(super) fn without(mut self, tag: char) -> Self {
        self.fields.retain(|field| field.tag != tag);
        self
    }

    /// The field of this tag with other symbols; what it means stays.
    pub(super) fn with_words(mut self, tag: char, words: &str) -> Self {
        let field = self.find(tag);
        field.words = symbols_of_letters(words);
        field.claimed = field.words.len();
        self
    }

    /// The symbols of the field of this tag, changed by a function on their letters.
    pub(super) fn changed(self, tag: char, change: impl FnOnce(String) -> String) -> Self {
        let place = self.place(tag);
        let words = change(letters(&self.fields[place].words));
        self.with_words(tag, &words)
    }

    /// The field of this tag means nothing.
    pub(super) fn that_is_skipped(mut self, tag: char) -> Self {
        self.find(tag).meaning = Meaning::Skipped;
        self
    }

    /// The field of this tag claims to be longer or shorter than it is.
    pub(super) fn claiming(mut self, tag: char, length: usize) -> Self {
        self.find(tag).claimed = length;
        self
    }

    /// The last field moved to this place.
    pub(super) fn moved_to(mut self, place: usize) -> Self {
        let field = self.fields.pop().expect("a field to move");
        self.fields.insert(place, field);
        self
    }

    /// The fields in the order of these tags, each of which is there once.
    pub(super) fn ordered(mut self, tags: &str) -> Self {
        let place = |tag: char| tags.find(tag).expect("a tag of the order");
        self.fields.sort_by_key(|field| place(field.tag));
        self
    }

    fn place(&self, tag: char) -> usize {
        self.fields.iter().position(|field| field.tag == tag).expect("a field of this tag")
    }

    fn find(&mut self, tag: char) -> &mut Field {
        let place = self.place(tag);
        &mut self.fields[place]
    }

    // ------------------------------------------------------------ the signature and the checksum

    /// Signed with another key than that of BOLT 11's examples.
    pub(super) fn by_other_key(mut self) -> Self {
        self.key = OTHER_KEY;
        self
    }

    pub(super) fn high_s(mut self) -> Self {
        self.signing = Signing::HighS;
        self
    }

    /// Another recovery id than the right one: this much more, without carry.
    pub(super) fn turned_recovery_id(mut self, bits: u8) -> Self {
        self.signing = Signing::RecoveryId(bits);
        self
    }

    pub(super) fn signature(mut self, compact: [u8; 64], recovery_id: u8) -> Self {
        self.signing = Signing::Given(Signature { compact, recovery_id });
        self
    }

    pub(super) fn bech32m(mut self) -> Self {
        self.checksum = Checksum::Bech32m;
        self
    }

    pub(super) fn upper_case(mut self) -> Self {
        self.upper = true;
        self
    }

    // ------------------------------------------------------------ what comes of it

    fn hrp(&self) -> String {
        format!("{}{}", self.prefix, self.amount)
    }

    /// The letters of the data up to the signature.
    fn data(&self) -> String {
        let mut data = self.timestamp.clone();
        for field in &self.fields {
            data.extend(symbols_of_letters(&field.tag.to_string()));
            data.extend(symbols(field.claimed.try_into().expect("a length"), 2));
            data.extend(&field.words);
        }
        data.extend(&self.stray);
        letters(&data)
    }

    /// The signature.
    pub(super) fn signed(&self) -> Signature {
        let right = sign(&self.key, &self.hrp(), &self.data());
        match self.signing {
            Signing::Right => right,
            Signing::HighS => right.with_other_s(),
            Signing::RecoveryId(bits) => right.with_recovery_id(right.recovery_id ^ bits),
            Signing::Given(signature) => signature,
        }
    }

    /// The invoice.
    pub(super) fn text(&self) -> String {
        let data = format!("{}{}", self.data(), letters(&self.signed().symbols()));
        let sum = checksum(self.checksum, &self.hrp(), &data);
        let text = format!("{}1{data}{sum}", self.hrp());
        if self.upper { text.to_ascii_uppercase() } else { text }
    }

    /// The key that a reader finds: that of the `n` field, or the recovered one.
    fn payee(&self) -> Option<[u8; 33]> {
        if self.has_payee_field() {
            return Some(payee(&self.key));
        }
        self.signed().recovered(&self.hrp(), &self.data())
    }

    fn has_payee_field(&self) -> bool {
        self.fields.iter().any(|field| matches!(field.meaning, Meaning::Payee))
    }

    /// The invoice object.
    pub(super) fn object(&self) -> Members {
        let mut object = Members::new();
        let mut set = |name: &str, value: Value| {
            assert!(object.insert(name.to_owned(), value).is_none(), "{name} is there twice");
        };
        set("network", json!(self.network));
        set("timestamp", json!(self.seconds.to_string()));
        if let Some(msat) = &self.amount_msat {
            set("amount_msat", json!(msat));
        }
        if !self.amount.is_empty() {
            set("hrp_amount", json!(self.amount));
        }
        let (mut fallbacks, mut hints, mut unknown) = (Vec::new(), Vec::new(), Vec::new());
        for (at, field) in self.fields.iter().enumerate() {
            match &field.meaning {
                Meaning::Member(name, value) => set(name, value.clone()),
                Meaning::Fallback(value) => fallbacks.push(value.clone()),
                Meaning::Hints(value) => hints.push(value.clone()),
                Meaning::Payee => set("payee_in_field", json!(true)),
                Meaning::Skipped => unknown.push(json!({
                    "tag": field.tag.to_string(),
                    "words": letters(&field.words),
                    "at": at.to_string(),
                })),
            }
        }
        for (name, list) in [("fallbacks", fallbacks), ("route_hints", hints), ("unknown", unknown)]
        {
            if !list.is_empty() {
                set(name, Value::Array(list));
            }
        }
        set("order", json!(self.order()));
        if let Some(key) = self.payee() {
            set("payee", json!(hex(&key)));
        }
        let signature = self.signed();
        set("signature", json!(hex(&signature.compact)));
        set("recovery_id", json!(signature.recovery_id.to_string()));
        if self.upper {
            set("upper_case", json!(true));
        }
        object
    }

    /// The object that a writer makes the invoice from: without what it works out.
    pub(super) fn request(&self) -> Members {
        let mut object = self.object();
        for name in ["hrp_amount", "signature", "recovery_id", "payee"] {
            object.remove(name);
        }
        object.insert("private_key".to_owned(), json!(hex(&self.key)));
        object
    }

    /// The tags in sequence.
    pub(super) fn order(&self) -> String {
        self.fields.iter().map(|field| field.tag).collect()
    }

    // ------------------------------------------------------------ places in the text

    /// The character 1 between the parts.
    pub(super) fn separator(&self) -> u64 {
        count(self.hrp().len())
    }

    /// The tag of the field with this number.
    pub(super) fn start_of(&self, place: usize) -> u64 {
        let before = self.fields[..place].iter().map(|field| 3 + field.words.len());
        self.separator() + 8 + count(before.sum())
    }

    /// The length of the first field of this tag.
    pub(super) fn length_of(&self, tag: char) -> u64 {
        self.start_of(self.place(tag)) + 1
    }

    /// The value of the first field of this tag.
    pub(super) fn value_of(&self, tag: char) -> u64 {
        self.start_of(self.place(tag)) + 3
    }

    /// The last symbol of the first field of this tag.
    pub(super) fn end_of(&self, tag: char) -> u64 {
        self.value_of(tag) + count(self.fields[self.place(tag)].words.len()) - 1
    }

    /// The first symbol between the last field and the signature.
    pub(super) fn stray_at(&self) -> u64 {
        self.start_of(self.fields.len())
    }

    /// The first symbol of the signature.
    pub(super) fn signature_at(&self) -> u64 {
        self.stray_at() + count(self.stray.len())
    }

    /// The first character of the checksum.
    pub(super) fn checksum_at(&self) -> u64 {
        self.signature_at() + 104
    }
}

pub(super) fn count(length: usize) -> u64 {
    u64::try_from(length).expect("lengths fit 64 bits")
}
