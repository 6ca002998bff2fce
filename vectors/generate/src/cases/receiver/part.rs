//! HTLCs that arrive at a payee, and payments that they are parts of.

use serde_json::{Value, json};

use crate::bytes::hex;
use crate::cases::derive::{preimage, sha256};
use crate::cases::payload::Payload;
use crate::cases::samples::{KEYSEND, PREIMAGE, SECRET, SET_ID, xor};

/// The height at which every scenario begins.
pub(super) const HEIGHT: u32 = 800_000;

/// The payee's own `min_final_cltv_expiry_delta`.
pub(super) const DELTA: u32 = 18;

/// Where an HTLC expires, and asks to, unless a scenario says otherwise.
pub(super) const EXPIRY: u32 = HEIGHT + 40;

/// The records of a final hop's payload.
#[derive(Clone, Default)]
pub(super) struct Records {
    pub(super) amt_to_forward: u64,
    pub(super) outgoing_cltv_value: u32,
    pub(super) payment_data: Option<([u8; 32], u64)>,
    pub(super) encrypted_recipient_data: Option<Vec<u8>>,
    pub(super) amp: Option<Record>,
    pub(super) payment_metadata: Option<Vec<u8>>,
    pub(super) total_amount_msat: Option<u64>,
    /// Records without a name of their own, from type 19 up.
    pub(super) other: Vec<(u64, Vec<u8>)>,
    pub(super) keysend: Option<[u8; 32]>,
}

/// An AMP record.
#[derive(Clone)]
pub(super) struct Record {
    pub(super) layout: Layout,
    pub(super) share: [u8; 32],
    pub(super) set_id: [u8; 32],
    pub(super) index: u32,
}

/// In which type the record stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Layout {
    Type14,
    Type8,
}

impl Records {
    fn stream(&self) -> String {
        let mut payload = Payload::new()
            .amt_to_forward(self.amt_to_forward)
            .outgoing_cltv_value(self.outgoing_cltv_value);
        if let Some((secret, total)) = self.payment_data {
            payload = payload.payment_data(secret, total);
        }
        let of_layout = |layout| self.amp.as_ref().filter(|record| record.layout == layout);
        if let Some(record) = of_layout(Layout::Type8) {
            payload = payload.amp_type8(record.share, record.set_id, record.index);
        }
        if let Some(data) = &self.encrypted_recipient_data {
            payload = payload.encrypted_recipient_data(data);
            payload = payload.current_path_key(&crate::cases::samples::POINT);
        }
        if let Some(record) = of_layout(Layout::Type14) {
            payload = payload.amp_type14(record.share, record.set_id, record.index);
        }
        if let Some(metadata) = &self.payment_metadata {
            payload = payload.payment_metadata(metadata);
        }
        if let Some(total) = self.total_amount_msat {
            payload = payload.total_amount_msat(total);
        }
        let mut keysend = self.keysend;
        for (tlv_type, value) in &self.other {
            if *tlv_type > KEYSEND {
                payload = keysend.take().into_iter().fold(payload, Payload::keysend);
            }
            payload = payload.other(*tlv_type, value);
        }
        keysend.into_iter().fold(payload, Payload::keysend).bytes().hex()
    }
}

/// An HTLC, and the preimage that its payer has for it.
#[derive(Clone)]
pub(super) struct Part {
    pub(super) id: String,
    /// What the HTLC carries, where it is not what the payload asks for.
    pub(super) carries: Option<u64>,
    pub(super) payment_hash: [u8; 32],
    pub(super) preimage: [u8; 32],
    pub(super) cltv_expiry: u32,
    pub(super) records: Records,
    /// The payload, where it is not what the records make.
    pub(super) stream: Option<String>,
}

impl Part {
    fn new(id: String, preimage: [u8; 32], records: Records) -> Self {
        Self {
            id,
            carries: None,
            payment_hash: sha256(&[&preimage]),
            preimage,
            cltv_expiry: EXPIRY,
            records: Records { outgoing_cltv_value: EXPIRY, ..records },
            stream: None,
        }
    }

    /// The same HTLC under another id.
    pub(super) fn named(&self, id: &str) -> Self {
        Self { id: id.to_owned(), ..self.clone() }
    }

    /// An HTLC of another amount than its payload asks for.
    pub(super) fn carrying(&self, msat: u64) -> Self {
        Self { carries: Some(msat), ..self.clone() }
    }

    /// An HTLC that expires at this height, as its payload asks.
    pub(super) fn expiring(&self, height: u32) -> Self {
        self.changed(|part| {
            part.cltv_expiry = height;
            part.records.outgoing_cltv_value = height;
        })
    }

    /// An HTLC that is locked to another hash.
    pub(super) fn locked_to(&self, payment_hash: [u8; 32]) -> Self {
        Self { payment_hash, ..self.clone() }
    }

    /// A part that says another total.
    pub(super) fn total(&self, msat: u64) -> Self {
        self.changed(|part| {
            part.records.payment_data.as_mut().expect("a part with payment_data").1 = msat;
        })
    }

    /// A part with this metadata.
    pub(super) fn metadata(&self, bytes: &[u8]) -> Self {
        self.changed(|part| part.records.payment_metadata = Some(bytes.to_vec()))
    }

    /// A part with one more record.
    pub(super) fn with(&self, tlv_type: u64, value: &[u8]) -> Self {
        self.changed(|part| part.records.other.push((tlv_type, value.to_vec())))
    }

    /// A part with something changed.
    pub(super) fn changed(&self, change: impl FnOnce(&mut Self)) -> Self {
        let mut part = self.clone();
        change(&mut part);
        part
    }

    /// A part with another AMP record.
    pub(super) fn record(&self, change: impl FnOnce(&mut Record)) -> Self {
        self.changed(|part| change(part.records.amp.as_mut().expect("a part with a record")))
    }

    /// What the HTLC carries.
    pub(super) fn amount_msat(&self) -> u64 {
        self.carries.unwrap_or(self.records.amt_to_forward)
    }

    /// The payload, in hex.
    pub(super) fn payload(&self) -> String {
        self.stream.clone().unwrap_or_else(|| self.records.stream())
    }

    /// The `htlc` of an event.
    pub(super) fn htlc(&self) -> Value {
        json!({
            "id": self.id,
            "amount_msat": self.amount_msat().to_string(),
            "payment_hash": hex(&self.payment_hash),
            "cltv_expiry": self.cltv_expiry.to_string(),
            "payload": self.payload(),
        })
    }
}

/// A payment by AMP, of which parts are made.
#[derive(Clone)]
pub(super) struct Payment {
    name: String,
    secret: [u8; 32],
    set_id: [u8; 32],
    total: u64,
    layout: Layout,
    scheme: &'static str,
}

impl Payment {
    /// A payment of 1000 msat to the usual invoice. Its parts are called by its name and a number, from 1 on.
    pub(super) fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            secret: SECRET,
            set_id: SET_ID,
            total: 1000,
            layout: Layout::Type14,
            scheme: "sha256",
        }
    }

    /// To another invoice.
    pub(super) fn to(self, secret: [u8; 32]) -> Self {
        Self { secret, ..self }
    }

    /// With another `set_id`.
    pub(super) fn set(self, set_id: [u8; 32]) -> Self {
        Self { set_id, ..self }
    }

    /// Of another total.
    pub(super) fn total(self, total: u64) -> Self {
        Self { total, ..self }
    }

    /// In the layout that no node speaks.
    pub(super) fn type8(self) -> Self {
        Self { layout: Layout::Type8, ..self }
    }

    /// By another scheme.
    pub(super) fn scheme(self, scheme: &'static str) -> Self {
        Self { scheme, ..self }
    }

    /// A share of this payment. It follows from the names, so that anyone can make it again.
    fn share(&self, number: usize) -> [u8; 32] {
        sha256(&[b"share ", self.name.as_bytes(), number.to_string().as_bytes()])
    }

    /// Parts that forward these amounts, with the indexes 0, 1 and so on.
    pub(super) fn parts<const N: usize>(&self, amounts: [u64; N]) -> [Part; N] {
        let shares = core::array::from_fn(|number| self.share(number + 1));
        self.of_shares(amounts, shares)
    }

    /// Parts of these shares.
    pub(super) fn of_shares<const N: usize>(
        &self,
        amounts: [u64; N],
        shares: [[u8; 32]; N],
    ) -> [Part; N] {
        let indexes = core::array::from_fn(|number| u32::try_from(number).expect("few parts"));
        self.of(amounts, shares, indexes)
    }

    /// Parts of these shares under these indexes.
    pub(super) fn of<const N: usize>(
        &self,
        amounts: [u64; N],
        shares: [[u8; 32]; N],
        indexes: [u32; N],
    ) -> [Part; N] {
        let root = shares.into_iter().fold([0; 32], xor);
        core::array::from_fn(|number| {
            let (share, index) = (shares[number], indexes[number]);
            let set_id = self.set_id;
            let of_type14 = self.layout == Layout::Type14;
            let records = Records {
                amt_to_forward: amounts[number],
                payment_data: of_type14.then_some((self.secret, self.total)),
                amp: Some(Record { layout: self.layout, share, set_id, index }),
                total_amount_msat: (!of_type14).then_some(self.total),
                ..Records::default()
            };
            let id = format!("{}{}", self.name, number + 1);
            Part::new(id, preimage(self.scheme, root, share, index), records)
        })
    }
}

/// The usual payment in three parts.
pub(super) fn three() -> [Part; 3] {
    Payment::new("a").parts([400, 500, 100])
}

/// An ordinary HTLC for an invoice of the sample preimage.
pub(super) fn ordinary(id: &str, secret: [u8; 32], amount: u64, total: u64) -> Part {
    let records = Records {
        amt_to_forward: amount,
        payment_data: Some((secret, total)),
        ..Records::default()
    };
    Part::new(id.to_owned(), PREIMAGE, records)
}

/// A spontaneous HTLC that brings its preimage along.
pub(super) fn keysend(id: &str, amount: u64, preimage: [u8; 32]) -> Part {
    let records = Records { amt_to_forward: amount, keysend: Some(preimage), ..Records::default() };
    Part::new(id.to_owned(), preimage, records)
}
