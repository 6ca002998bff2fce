//! All cases, one file a family.

use crate::case::Case;

mod amp_record;
mod amp_record_encode;
mod bigsize;
mod derive;
mod features;
mod invoice;
mod ldk;
mod onion_failure;
mod payload;
mod payload_encode;
mod receiver;
mod reconstruct;
mod samples;
mod sender;
mod shares;
mod split;
mod tlv;
mod tlv_encode;
mod truncated;

/// One operation of the testee protocol that has vectors.
#[derive(Clone, Copy, Debug)]
pub struct Operation {
    /// Its name; also its file's.
    pub op: &'static str,
    /// Sentences at the head of the file.
    pub header: &'static [&'static str],
}

/// The operations that have vectors.
pub const OPERATIONS: &[Operation] = &[
    Operation {
        op: "amp.derive",
        header: &[
            "From the root, a part's share and its index to the part's preimage and payment hash, in three schemes.",
            "sha256 is the deployed one. bp2018 and hmac_xor are read in old proposals and tutorials; hmac_xor is not safe.",
        ],
    },
    Operation {
        op: "amp.reconstruct",
        header: &[
            "From all parts of a set to its root and to every part's preimage and payment hash.",
            "A part's payment hash, where it is given, has to be the one derived.",
        ],
    },
    Operation {
        op: "amp.split",
        header: &[
            "From a root share to the shares of the parts, in the one scheme that fixes them: hmac_xor.",
        ],
    },
    Operation {
        op: "amp_record.decode",
        header: &[
            "The value of one AMP record, without type and length, in either layout.",
            "type14 is the deployed one, with a truncated index; type8 has an index of four bytes.",
        ],
    },
    Operation {
        op: "amp_record.encode",
        header: &["The value of one AMP record, written in either layout."],
    },
    Operation {
        op: "bigsize.decode",
        header: &["A BigSize at the start of the bytes; what follows it is left."],
    },
    Operation {
        op: "bigsize.encode",
        header: &["A value as a BigSize: the shortest of four forms."],
    },
    Operation {
        op: "features.check",
        header: &[
            "Whether the features of a vector may stand together and in this place: init, a node's announcement, an invoice.",
            "Bits 30 and 31 are AMP's: who does not implement AMP refuses the one and ignores the other.",
            "known, where it is there, lists the features that the reader knows: either bit of a pair stands for both.",
        ],
    },
    Operation {
        op: "features.decode",
        header: &[
            "The bytes of a feature vector: which bits are set. Bit 0 is the lowest bit of the last byte.",
        ],
    },
    Operation {
        op: "features.encode",
        header: &["Bits as a feature vector, without leading zero bytes."],
    },
    Operation {
        op: "invoice.decode",
        header: &[
            "A BOLT 11 invoice: what its text says, as it is written, without defaults.",
            "Whether its features are understood is a question of paying: see invoice.final_payload.",
            "With verify false nobody looks at the signature, and the payee is known only where a field names it.",
        ],
    },
    Operation {
        op: "invoice.encode",
        header: &[
            "An invoice object and a private key, written and signed: RFC 6979 without further data, and a low S.",
            "Where no order is given, fields stand in the order p, d, h, m, c, x, f, r, n, s, 9.",
        ],
    },
    Operation {
        op: "invoice.final_payload",
        header: &[
            "What a payer without AMP gives the final hop of an invoice's payment, or that it does not pay.",
            "amount_msat is this part's, total_msat that of all parts; now is the time of paying, in seconds.",
            "A payer that knows AMP refuses bit 30, since only AMP can pay then; one that does not know AMP, as it is unknown and even.",
        ],
    },
    Operation {
        op: "onion_failure.decode",
        header: &[
            "A failure message: the code and its data, without the lengths and the padding around them.",
            "Six messages have a name here; of every other one the code is told.",
        ],
    },
    Operation {
        op: "onion_failure.encode",
        header: &["A failure message from its name and fields."],
    },
    Operation {
        op: "payload.decode",
        header: &[
            "The TLV stream of one hop's payload, without its length prefix, read as a final or an intermediate hop.",
            "Nothing is decrypted: whether a hop is blinded is what the records and path_key_in_htlc say.",
            "layouts lists the AMP records that the reader accepts; a reader without AMP accepts none.",
        ],
    },
    Operation {
        op: "payload.encode",
        header: &["A payload object, written as the canonical TLV stream."],
    },
    Operation {
        op: "receiver.run",
        header: &[
            "A payee by AMP, MPP and keysend: HTLCs, blocks, seconds and its owner's wishes in their order, and what becomes of each HTLC.",
            "Of each HTLC its last answer is compared, with the event that brought it; with trace, all answers. Within one event they come in any order.",
            "Where any has two answers, the first is that of a payee whose sets time out, the second of one whose HTLCs do so one by one.",
            "breaks lists what an HTLC of the scenario breaks, obeys what another keeps to, or what the payee itself has to.",
        ],
    },
    Operation {
        op: "sender.run",
        header: &[
            "A payer by AMP: parts that are wanted, that fail and that are claimed.",
            "Its roots, shares and set_ids are random, so that an answer is judged by the rules of spec/amp.md, section 9, and not compared.",
        ],
    },
    Operation {
        op: "shares.run",
        header: &[
            "A payer's shares: shards made and cancelled. They are random, so that an answer is judged and not compared.",
        ],
    },
    Operation {
        op: "tlv.decode",
        header: &[
            "A TLV stream: framing and order alone. No type is known here, so none is refused for being even.",
        ],
    },
    Operation {
        op: "tlv.encode",
        header: &["Records in any order, written as the canonical TLV stream."],
    },
    Operation {
        op: "tu16.decode",
        header: &["A truncated integer of at most two bytes; the bytes are all of it."],
    },
    Operation {
        op: "tu16.encode",
        header: &["A value as a truncated integer of at most two bytes."],
    },
    Operation {
        op: "tu32.decode",
        header: &["A truncated integer of at most four bytes; the bytes are all of it."],
    },
    Operation {
        op: "tu32.encode",
        header: &["A value as a truncated integer of at most four bytes."],
    },
    Operation {
        op: "tu64.decode",
        header: &["A truncated integer of at most eight bytes; the bytes are all of it."],
    },
    Operation {
        op: "tu64.encode",
        header: &["A value as a truncated integer of at most eight bytes."],
    },
];

/// Every case, family by family.
pub fn all() -> Vec<Case> {
    let cases = [
        bigsize::cases(),
        truncated::cases(),
        tlv::cases(),
        tlv_encode::cases(),
        amp_record::cases(),
        amp_record_encode::cases(),
        payload::cases(),
        payload_encode::cases(),
        derive::cases(),
        split::cases(),
        reconstruct::cases(),
        features::cases(),
        onion_failure::cases(),
        invoice::cases(),
        receiver::cases(),
        sender::cases(),
        shares::cases(),
    ]
    .concat();
    ldk::with_departures(cases)
}
