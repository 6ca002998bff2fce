package core

import (
	"bytes"
	"fmt"

	"github.com/btcsuite/btcd/btcec/v2"
	"github.com/lightningnetwork/lnd/lnwire"
	lnd "github.com/lightningnetwork/lnd/record"
	"github.com/lightningnetwork/lnd/routing/route"
	"github.com/lightningnetwork/lnd/tlv"
)

// payloadEncode fills a route.Hop and lets LND pack it.
//
// A Hop has no absent integers: LND takes zero for absent, in amt_to_forward,
// outgoing_cltv_value, short_channel_id and total_amount_msat. A zero in the
// request is given to LND as zero, and what LND makes of it is the answer.
func payloadEncode(in *arguments) (any, error) {
	packed, err := toHop(in)
	if err != nil {
		return nil, err
	}
	return encoded(func(out *bytes.Buffer, _ *[8]byte) error {
		return packed.hop.PackHopPayload(
			out, packed.nextChannel, packed.final,
		)
	})
}

// packing is what PackHopPayload wants to be told.
type packing struct {
	hop         route.Hop
	nextChannel uint64
	final       bool
}

func toHop(in *arguments) (*packing, error) {
	var packed packing
	hop := &packed.hop

	amount, err := optionalInteger(in, "amt_to_forward", 64)
	if err != nil {
		return nil, err
	}
	hop.AmtToForward = lnwire.MilliSatoshi(amount)

	expiry, err := optionalInteger(in, "outgoing_cltv_value", 32)
	if err != nil {
		return nil, err
	}
	hop.OutgoingTimeLock = uint32(expiry)

	packed.nextChannel, err = optionalInteger(in, "short_channel_id", 64)
	if err != nil {
		return nil, err
	}
	total, err := optionalInteger(in, "total_amount_msat", 64)
	if err != nil {
		return nil, err
	}
	hop.TotalAmtMsat = lnwire.MilliSatoshi(total)

	if hop.MPP, err = toMPP(in); err != nil {
		return nil, err
	}
	if object, err := in.object("amp_record"); err != nil {
		return nil, err
	} else if object != nil {
		if hop.AMP, err = toAMP(object); err != nil {
			return nil, err
		}
	}
	hop.EncryptedData, err = optionalBytes(in, "encrypted_recipient_data")
	if err != nil {
		return nil, err
	}
	if hop.Metadata, err = optionalBytes(in, "payment_metadata"); err != nil {
		return nil, err
	}
	if hop.BlindingPoint, err = toPoint(in, "current_path_key"); err != nil {
		return nil, err
	}
	if hop.CustomRecords, err = toCustomRecords(in); err != nil {
		return nil, err
	}
	packed.final = isFinal(in)
	return &packed, in.finish()
}

// isFinal says for which position the payload is meant. LND must be told, the
// request doesn't have it: outside a blinded path short_channel_id makes an
// intermediate hop, inside one any of the three records of a final hop does.
func isFinal(in *arguments) bool {
	if in.has("encrypted_recipient_data") {
		return in.has("amt_to_forward") ||
			in.has("outgoing_cltv_value") ||
			in.has("total_amount_msat")
	}
	return !in.has("short_channel_id")
}

func toMPP(in *arguments) (*lnd.MPP, error) {
	object, err := in.object("payment_data")
	if object == nil || err != nil {
		return nil, err
	}
	secret, err := object.bytes32("payment_secret")
	if err != nil {
		return nil, err
	}
	total, err := object.integer("total_msat", 64)
	if err != nil {
		return nil, err
	}
	if err := object.finish(); err != nil {
		return nil, err
	}
	return lnd.NewMPP(lnwire.MilliSatoshi(total), secret), nil
}

// toCustomRecords puts keysend_preimage and other where LND has them. LND packs
// whatever types stand there; the check that they are custom ones is made by
// the RPC server and not by the code that packs.
func toCustomRecords(in *arguments) (lnd.CustomSet, error) {
	custom := make(lnd.CustomSet)
	if in.has("keysend_preimage") {
		preimage, err := in.bytes("keysend_preimage")
		if err != nil {
			return nil, err
		}
		custom[lnd.KeySendType] = preimage
	}
	if !in.has("other") {
		return custom, nil
	}
	list, err := in.objects("other")
	if err != nil {
		return nil, err
	}
	for _, entry := range list {
		kind, value, err := typeAndValue(entry)
		if err != nil {
			return nil, err
		}
		if _, present := custom[kind]; present {
			return nil, notRepresentable("duplicate",
				"a CustomSet holds type %d once", kind)
		}
		custom[kind] = value
	}
	return custom, nil
}

// toPoint reads a point with the decoder that LND has for such fields.
func toPoint(in *arguments, name string) (*btcec.PublicKey, error) {
	raw, err := optionalBytes(in, name)
	if raw == nil || err != nil {
		return nil, err
	}
	var (
		point   *btcec.PublicKey
		scratch [8]byte
	)
	err = tlv.DPubKey(
		bytes.NewReader(raw), &point, &scratch, uint64(len(raw)),
	)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return point, nil
}

// optionalInteger returns zero for a member that is absent.
func optionalInteger(in *arguments, name string, bits int) (uint64, error) {
	if !in.has(name) {
		return 0, nil
	}
	return in.integer(name, bits)
}

// optionalBytes returns nil for a member that is absent, and a slice that is
// not nil for one that is empty.
func optionalBytes(in *arguments, name string) ([]byte, error) {
	if !in.has(name) {
		return nil, nil
	}
	return in.bytes(name)
}
