//go:build !archive

package core

import (
	"bytes"
	"encoding/hex"
	"errors"

	"ampwire.invalid/adapters/lnd/receiver"
	"github.com/lightningnetwork/lnd/htlcswitch/hop"
	"github.com/lightningnetwork/lnd/invoices"
	"github.com/lightningnetwork/lnd/lnwire"
	lnd "github.com/lightningnetwork/lnd/record"
)

// What LND's channel link does between the channel and the invoice registry is
// here. It needs a whole channel to run, so these few steps are repeated, in its
// order, with its types and constructors.

// onlyIncoming is the channel over which all HTLCs come.
var onlyIncoming = lnwire.NewShortChanIDFromInt(1)

// present gives the registry an HTLC, unless the link fails it before.
func (t *told) present(htlc *scenarioHTLC) {
	payload, failure := readFinal(htlc.payload)
	if failure == nil {
		failure = checkFinal(htlc, payload.ForwardingInfo())
	}
	if failure != nil {
		t.answer(htlc, failed(failure))
		return
	}
	key, known := t.keys[htlc.id]
	if !known {
		key = invoices.CircuitKey{
			ChanID: onlyIncoming, HtlcID: uint64(len(t.keys)),
		}
		t.keys[htlc.id] = key
	}
	decision, err := t.registry.Present(&receiver.HTLC{
		Key:     key,
		Hash:    htlc.hash,
		Amount:  htlc.amount,
		Expiry:  htlc.expiry,
		Payload: payload,
	})
	switch {
	case err != nil:
		t.answer(htlc, outcome{Error: err.Error()})

	case decision == nil:
		t.held[key] = htlc
		t.answer(htlc, outcome{Held: true})

	default:
		t.resolve(htlc, decision)
	}
}

// readFinal reads a payload as that of a final hop, or says how the link fails
// what doesn't read.
func readFinal(raw []byte) (*hop.Payload, lnwire.FailureMessage) {
	read, err := decodeHop(raw, true, false)

	// With a path key in it, it is the first hop of a blinded path. The link
	// then puts this in place of any failure, without a hash. What is right
	// so far LND would decrypt now, and there is no key for which anybody
	// encrypted it.
	_, introduction := read.types[lnd.BlindingPointOnionType]

	var invalid hop.ErrInvalidPayload
	switch {
	case introduction:
		return nil, &lnwire.FailInvalidBlinding{}

	// The link always says that it is at offset 0, and where it can't say
	// the type, that that is 0.
	case errors.As(err, &invalid):
		return nil, lnwire.NewInvalidOnionPayload(
			uint64(invalid.Type), 0,
		)
	case err != nil:
		return nil, lnwire.NewInvalidOnionPayload(0, 0)
	}
	return read.payload, nil
}

// checkFinal compares an HTLC with what its payload says.
func checkFinal(htlc *scenarioHTLC,
	told hop.ForwardingInfo) lnwire.FailureMessage {

	switch {
	case htlc.amount < told.AmountToForward:
		return lnwire.NewFinalIncorrectHtlcAmount(htlc.amount)

	case htlc.expiry < told.OutgoingCTLV:
		return lnwire.NewFinalIncorrectCltvExpiry(htlc.expiry)
	}
	return nil
}

// resolutionFailure is the message by which the link fails what the registry
// decided to fail.
func resolutionFailure(resolution *invoices.HtlcFailResolution,
	amount lnwire.MilliSatoshi) lnwire.FailureMessage {

	if resolution.Outcome == invoices.ResultMppTimeout {
		return &lnwire.FailMPPTimeout{}
	}
	return lnwire.NewFailIncorrectDetails(
		amount, uint32(resolution.AcceptHeight),
	)
}

// namedFailure is a failure message: its name, and what stands behind its code.
type namedFailure struct {
	Name string `json:"name"`
	Data string `json:"data,omitempty"`
}

func failed(message lnwire.FailureMessage) outcome {
	var out bytes.Buffer
	if err := lnwire.EncodeFailureMessage(&out, message, 0); err != nil {
		return outcome{Error: err.Error()}
	}
	return outcome{Failed: &namedFailure{
		Name: fromFailure(message).Name,
		Data: hex.EncodeToString(out.Bytes()[2:]),
	}}
}
