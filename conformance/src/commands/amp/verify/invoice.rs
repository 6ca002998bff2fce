//! Invoices as a node prints them: the members that are about AMP. All others are ignored.

use ampwire::amp::Part;
use ampwire::secret::{PaymentHash, Preimage, SetId, Share};
use serde_json::Value;

use super::place::Placed;
use crate::commands::amp::bytes::array;

/// An invoice of the node's own.
pub(super) struct Invoice {
    /// Where it stands in the JSON.
    pub(super) place: String,
    /// Names the invoice in the node's books.
    pub(super) r_hash: Option<[u8; 32]>,
    /// What one payment has to reach; 0 where the invoice says none.
    pub(super) value_msat: u64,
    pub(super) htlcs: Vec<Htlc>,
    /// HTLCs that are not AMP's.
    pub(super) other_htlcs: usize,
    pub(super) sets: Vec<(SetId, SetState)>,
}

/// What the node says about a set as a whole.
#[derive(Clone, Copy)]
pub(super) struct SetState {
    pub(super) state: State,
    pub(super) amt_paid_msat: u64,
}

/// An HTLC of AMP.
#[expect(clippy::struct_field_names, reason = "the node's own names")]
pub(super) struct Htlc {
    pub(super) chan_id: u64,
    pub(super) htlc_index: u64,
    pub(super) amt_msat: u64,
    pub(super) mpp_total_amt_msat: u64,
    pub(super) state: State,
    pub(super) set_id: SetId,
    pub(super) part: Part,
    pub(super) payment_hash: PaymentHash,
    pub(super) preimage: Option<Preimage>,
}

/// The state of an HTLC or of a set. The node's ACCEPTED is what the specification calls held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    Held,
    Settled,
    Cancelled,
}

impl State {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Held => "held",
            Self::Settled => "settled",
            Self::Cancelled => "cancelled",
        }
    }

    fn read(of: &Placed<'_>) -> Result<Self, String> {
        let Some(member) = of.member("state") else { return Ok(Self::Held) };
        let state = match member.value {
            Value::String(name) => match name.as_str() {
                "ACCEPTED" => Some(Self::Held),
                "SETTLED" => Some(Self::Settled),
                "CANCELED" => Some(Self::Cancelled),
                _ => None,
            },
            Value::Number(number) => match number.as_u64() {
                Some(0) => Some(Self::Held),
                Some(1) => Some(Self::Settled),
                Some(2) => Some(Self::Cancelled),
                _ => None,
            },
            _ => None,
        };
        state.ok_or_else(|| member.fault("none of ACCEPTED, SETTLED and CANCELED"))
    }
}

/// Reads the invoices of a value: one, a list, or an object that has a list.
pub(super) fn all_of(
    index: usize,
    value: &Value,
    invoices: &mut Vec<Invoice>,
) -> Result<(), String> {
    let start = Placed::start(index, value);
    if value.is_array() {
        return list(&start, invoices);
    }
    if let Some(member) = start.member("invoices") {
        return list(&member, invoices);
    }
    invoices.push(Invoice::read(&start)?);
    Ok(())
}

fn list(of: &Placed<'_>, invoices: &mut Vec<Invoice>) -> Result<(), String> {
    for item in of.items()? {
        invoices.push(Invoice::read(&item)?);
    }
    Ok(())
}

impl Invoice {
    fn read(of: &Placed<'_>) -> Result<Self, String> {
        let lacks = || of.fault("neither an invoice, which has htlcs, nor a list of invoices");
        let list = of.member("htlcs").ok_or_else(lacks)?;
        let mut htlcs = Vec::new();
        let mut other_htlcs = 0;
        for htlc in list.items()? {
            htlc.object()?;
            match htlc.member("amp") {
                Some(amp) => htlcs.push(Htlc::read(&htlc, &amp)?),
                None => other_htlcs += 1,
            }
        }
        Ok(Self {
            place: of.place.to_string(),
            r_hash: of.bytes("r_hash")?,
            value_msat: of.number("value_msat")?,
            htlcs,
            other_htlcs,
            sets: sets(of)?,
        })
    }
}

fn sets(of: &Placed<'_>) -> Result<Vec<(SetId, SetState)>, String> {
    let mut sets = Vec::new();
    if let Some(list) = of.member("amp_invoice_state") {
        for (name, set) in list.members()? {
            set.object()?;
            let set_id =
                array(name).map_err(|words| list.fault(&format!("the name of a set: {words}")))?;
            let amt_paid_msat = set.number("amt_paid_msat")?;
            sets.push((SetId(set_id), SetState { state: State::read(&set)?, amt_paid_msat }));
        }
    }
    Ok(sets)
}

impl Htlc {
    fn read(of: &Placed<'_>, amp: &Placed<'_>) -> Result<Self, String> {
        amp.object()?;
        let payment_hash = PaymentHash(amp.bytes_there("hash")?);
        let child_index = u32::try_from(amp.number("child_index")?)
            .map_err(|_| amp.fault("child_index is over 2^32-1"))?;
        Ok(Self {
            chan_id: of.number("chan_id")?,
            htlc_index: of.number("htlc_index")?,
            amt_msat: of.number("amt_msat")?,
            mpp_total_amt_msat: of.number("mpp_total_amt_msat")?,
            state: State::read(of)?,
            set_id: SetId(amp.bytes_there("set_id")?),
            part: Part {
                share: Share::new(amp.bytes_there("root_share")?),
                child_index,
                payment_hash: None,
            },
            payment_hash,
            preimage: amp.bytes("preimage")?.map(Preimage::new),
        })
    }

    /// What the HTLC is called in messages.
    pub(super) fn name(&self) -> String {
        format!("HTLC {} of channel {}", self.htlc_index, self.chan_id)
    }
}
