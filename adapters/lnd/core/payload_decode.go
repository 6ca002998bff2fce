package core

import (
	"bytes"
	"encoding/hex"
	"slices"

	"github.com/lightningnetwork/lnd/htlcswitch/hop"
	lnd "github.com/lightningnetwork/lnd/record"
	"github.com/lightningnetwork/lnd/tlv"
)

func payloadDecode(in *arguments) (any, error) {
	if err := expectLayouts(in); err != nil {
		return nil, err
	}
	role, err := in.text("role")
	if err != nil {
		return nil, err
	}
	if role != "final" && role != "intermediate" {
		return nil, malformed("role is neither final nor intermediate")
	}
	final := role == "final"
	pathKeyInHTLC, err := in.boolean("path_key_in_htlc")
	if err != nil {
		return nil, err
	}
	raw, err := onlyBytes(in)
	if err != nil {
		return nil, err
	}

	read, err := decodeHop(raw, final, pathKeyInHTLC)
	if err != nil {
		return nil, err
	}
	return fromPayload(read.payload, read.types), nil
}

// expectLayouts refuses other layouts of the AMP record than LND's: it always
// accepts type 14 and never an AMP record of type 8.
func expectLayouts(in *arguments) error {
	var layouts []string
	if err := in.take("layouts", &layouts); err != nil {
		return err
	}
	if !slices.Equal(layouts, []string{"type14"}) {
		return &lacking{
			why: "LND reads payloads with the layouts [type14] only",
		}
	}
	return nil
}

// hopPayload is what LND makes of a payload's bytes: LND's payload has zero
// values for records that were not there, the map says which were.
type hopPayload struct {
	payload *hop.Payload
	types   tlv.TypeMap
}

// decodeHop takes the steps that LND's hop iterator takes with the bytes of a
// payload, in the same order, up to the point where it would decrypt. The types
// are there wherever they could be read, also with an error.
func decodeHop(raw []byte, final, pathKeyInHTLC bool) (hopPayload, error) {
	payload, types, err := hop.ParseTLVPayload(bytes.NewReader(raw))
	if err != nil {
		return hopPayload{}, err
	}
	err = hop.ValidateTLVPayload(types, final, pathKeyInHTLC)
	if err != nil {
		return hopPayload{types: types}, err
	}
	if payload.EncryptedData() != nil {
		// Where several records offend, LND names one of them at
		// random: it walks a map.
		err := hop.ValidatePayloadWithBlinded(final, types)
		if err != nil {
			return hopPayload{types: types}, err
		}
	}
	return hopPayload{payload, types}, nil
}

// fromPayload reports what LND decoded.
func fromPayload(decoded *hop.Payload, parsed tlv.TypeMap) payload {
	var result payload
	report := func(kind tlv.Type, member **string, value func() string) {
		if _, present := parsed[kind]; present {
			text := value()
			*member = &text
		}
	}
	forwarding := decoded.ForwardingInfo()

	report(lnd.AmtOnionType, &result.AmtToForward, func() string {
		return decimal(uint64(forwarding.AmountToForward))
	})
	report(lnd.LockTimeOnionType, &result.OutgoingCLTVValue, func() string {
		return decimal(uint64(forwarding.OutgoingCTLV))
	})
	report(lnd.NextHopOnionType, &result.ShortChannelID, func() string {
		return decimal(forwarding.NextHop.ToUint64())
	})
	if mpp := decoded.MultiPath(); mpp != nil {
		secret := mpp.PaymentAddr()
		result.PaymentData = &paymentData{
			PaymentSecret: hex.EncodeToString(secret[:]),
			TotalMsat:     decimal(uint64(mpp.TotalMsat())),
		}
	}
	report(lnd.EncryptedDataOnionType, &result.EncryptedRecipientData,
		func() string {
			return hex.EncodeToString(decoded.EncryptedData())
		},
	)
	report(lnd.BlindingPointOnionType, &result.CurrentPathKey, func() string {
		point := decoded.BlindingPoint()
		return hex.EncodeToString(point.SerializeCompressed())
	})
	if amp := decoded.AMPRecord(); amp != nil {
		members := fromAMP(amp)
		members.Layout = "type14"
		result.AMPRecord = &members
	}
	report(lnd.MetadataOnionType, &result.PaymentMetadata, func() string {
		return hex.EncodeToString(decoded.Metadata())
	})
	report(lnd.TotalAmtMsatBlindedType, &result.TotalAmountMsat,
		func() string {
			return decimal(uint64(decoded.TotalAmtMsat()))
		},
	)

	// LND keeps the keysend preimage among the custom records, as bytes of
	// any length; the invoice registry judges the length, much later.
	keysend := tlv.Type(lnd.KeySendType)
	report(keysend, &result.KeysendPreimage, func() string {
		return hex.EncodeToString(
			decoded.CustomRecords()[lnd.KeySendType],
		)
	})
	result.Other = unknownRecords(parsed, keysend)
	return result
}
