package core

import (
	"bytes"
	"encoding/hex"
	"fmt"

	"github.com/lightningnetwork/lnd/lnwire"
)

// onionFailure is a failure message of the protocol: one of the six that it has
// names for, with its fields, or the bare code of another.
type onionFailure struct {
	Name string `json:"name,omitempty"`
	Code string `json:"code,omitempty"`

	Type            *string `json:"type,omitempty"`
	Offset          *string `json:"offset,omitempty"`
	HTLCMsat        *string `json:"htlc_msat,omitempty"`
	Height          *string `json:"height,omitempty"`
	CLTVExpiry      *string `json:"cltv_expiry,omitempty"`
	IncomingHTLCAmt *string `json:"incoming_htlc_amt,omitempty"`
	SHA256OfOnion   *string `json:"sha256_of_onion,omitempty"`
}

// onionFailureDecode reads a failure message without the length and the
// padding that stand around it in an onion.
func onionFailureDecode(in *arguments) (any, error) {
	raw, err := onlyBytes(in)
	if err != nil {
		return nil, err
	}
	message, err := lnwire.DecodeFailureMessage(bytes.NewReader(raw), 0)
	if err != nil {
		return nil, err
	}
	return fromFailure(message), nil
}

// fromFailure reports what LND decoded. LND reads more messages than the
// protocol names: of the others it reports the code.
func fromFailure(message lnwire.FailureMessage) onionFailure {
	number := func(value uint64) *string {
		text := decimal(value)
		return &text
	}
	switch failure := message.(type) {
	case *lnwire.InvalidOnionPayload:
		return onionFailure{
			Name:   "invalid_onion_payload",
			Type:   number(failure.Type),
			Offset: number(uint64(failure.Offset)),
		}

	// LND doesn't say which of the two numbers were there: one that was
	// not is a zero.
	case *lnwire.FailIncorrectDetails:
		return onionFailure{
			Name:     "incorrect_or_unknown_payment_details",
			HTLCMsat: number(uint64(failure.Amount())),
			Height:   number(uint64(failure.Height())),
		}

	case *lnwire.FailMPPTimeout:
		return onionFailure{Name: "mpp_timeout"}

	case *lnwire.FailFinalIncorrectCltvExpiry:
		return onionFailure{
			Name:       "final_incorrect_cltv_expiry",
			CLTVExpiry: number(uint64(failure.CltvExpiry)),
		}

	case *lnwire.FailFinalIncorrectHtlcAmount:
		return onionFailure{
			Name:            "final_incorrect_htlc_amount",
			IncomingHTLCAmt: number(uint64(failure.IncomingHTLCAmount)),
		}

	case *lnwire.FailInvalidBlinding:
		hash := hex.EncodeToString(failure.OnionSHA256[:])
		return onionFailure{
			Name:          "invalid_onion_blinding",
			SHA256OfOnion: &hash,
		}

	default:
		return onionFailure{Code: decimal(uint64(message.Code()))}
	}
}

func onionFailureEncode(in *arguments) (any, error) {
	message, err := toFailure(in)
	if err != nil {
		return nil, err
	}
	if err := in.finish(); err != nil {
		return nil, err
	}
	return encoded(func(out *bytes.Buffer, _ *[8]byte) error {
		return lnwire.EncodeFailureMessage(out, message, 0)
	})
}

func toFailure(in *arguments) (lnwire.FailureMessage, error) {
	name, err := in.text("name")
	if err != nil {
		return nil, err
	}
	switch name {
	case "invalid_onion_payload":
		kind, err := in.integer("type", 64)
		if err != nil {
			return nil, err
		}
		offset, err := in.integer("offset", 16)
		if err != nil {
			return nil, err
		}
		return lnwire.NewInvalidOnionPayload(kind, uint16(offset)), nil

	case "incorrect_or_unknown_payment_details":
		amount, err := in.integer("htlc_msat", 64)
		if err != nil {
			return nil, err
		}
		height, err := in.integer("height", 32)
		if err != nil {
			return nil, err
		}
		return lnwire.NewFailIncorrectDetails(
			lnwire.MilliSatoshi(amount), uint32(height),
		), nil

	case "mpp_timeout":
		return &lnwire.FailMPPTimeout{}, nil

	case "final_incorrect_cltv_expiry":
		expiry, err := in.integer("cltv_expiry", 32)
		if err != nil {
			return nil, err
		}
		return lnwire.NewFinalIncorrectCltvExpiry(uint32(expiry)), nil

	case "final_incorrect_htlc_amount":
		amount, err := in.integer("incoming_htlc_amt", 64)
		if err != nil {
			return nil, err
		}
		return lnwire.NewFinalIncorrectHtlcAmount(
			lnwire.MilliSatoshi(amount),
		), nil

	// LND's constructor hashes an onion; the request has the hash.
	case "invalid_onion_blinding":
		hash, err := in.bytes32("sha256_of_onion")
		if err != nil {
			return nil, err
		}
		return &lnwire.FailInvalidBlinding{OnionSHA256: hash}, nil

	default:
		return nil, &refusal{
			class:   "other",
			message: fmt.Sprintf("no failure is called %q", name),
		}
	}
}
