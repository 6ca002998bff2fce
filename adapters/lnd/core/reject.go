package core

import (
	"errors"
	"io"
	"strconv"

	"github.com/btcsuite/btcd/btcec/v2"
	"github.com/btcsuite/btcd/btcec/v2/ecdsa"
	"github.com/btcsuite/btcd/btcutil/bech32"
	"github.com/lightningnetwork/lnd/feature"
	"github.com/lightningnetwork/lnd/htlcswitch/hop"
	"github.com/lightningnetwork/lnd/routing/route"
	"github.com/lightningnetwork/lnd/tlv"
	"github.com/lightningnetwork/lnd/zpay32"
)

// refusal is a rejection that an operation words itself: the arguments don't
// fit the types that LND's function takes, or LND answered with a value
// instead of an error.
type refusal struct {
	class   string
	message string
}

func (r *refusal) Error() string { return r.message }

// lacking says that LND has no code for the request.
type lacking struct {
	why string
}

func (l *lacking) Error() string { return l.why }

// reject converts an error into a rejection.
func reject(err error) *Reject {
	class, kind := classify(err)
	rejection := &Reject{Class: class, Message: err.Error()}
	if kind != nil {
		rejection.TLVType = decimal(uint64(*kind))
	}
	return rejection
}

// classify returns the class of an error and the record that it names. Only
// sentinel values and typed errors decide, never text: where LND's error does
// not say which rule was broken, the class is empty; where it names no record,
// there is none.
func classify(err error) (string, *tlv.Type) {
	var (
		own            *refusal
		invalidPayload hop.ErrInvalidPayload
		wrongLength    tlv.ErrTypeForDecoding
		wrongPoint     btcec.Error
		unknownFeature feature.ErrUnknownRequired
		missingFeature feature.ErrMissingFeatureDep
	)
	switch {
	case errors.As(err, &own):
		return own.class, nil

	case errors.As(err, &invalidPayload):
		return violationClass(invalidPayload.Violation),
			&invalidPayload.Type

	// This error stands for a wrong Go type or a wrong length. The Go types
	// are LND's own, or given by this package in the form LND wants, so
	// what is left is the length.
	case errors.As(err, &wrongLength):
		return "bad_length", nil

	case errors.Is(err, tlv.ErrVarIntNotCanonical),
		errors.Is(err, tlv.ErrTUintNotMinimal):
		return "not_minimal", nil

	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return "truncated", nil

	case errors.Is(err, tlv.ErrRecordTooLarge):
		return "limit", nil

	// Only points of 33 bytes come this far.
	case errors.As(err, &wrongPoint):
		return "bad_value", nil

	case errors.Is(err, route.ErrMissingField),
		errors.Is(err, route.ErrAMPMissingMPP):
		return "missing", nil

	case errors.Is(err, route.ErrUnexpectedField),
		errors.Is(err, route.ErrIntermediateMPPHop):
		return "forbidden", nil

	case errors.As(err, &unknownFeature):
		return "unknown_even", nil

	case errors.As(err, &missingFeature):
		return "missing", nil

		// tlv.ErrStreamNotCanonical has no case: LND gives it for a
		// lower type and for an equal one alike, so neither `order` nor
		// `duplicate` would be true.
	}
	return classifyInvoice(err), nil
}

// classifyInvoice is classify for the errors of zpay32. Most of them are words
// alone and have no class.
func classifyInvoice(err error) string {
	var (
		wrongNumber    *strconv.NumError
		wrongPadding   bech32.ErrInvalidIncompleteGroup
		wrongSignature ecdsa.Error
	)
	switch {
	case errors.Is(err, zpay32.ErrInvoiceTooLarge):
		return "limit"

	case errors.Is(err, zpay32.ErrInvalidFieldLength),
		errors.Is(err, zpay32.ErrBrokenTaggedField):
		return "truncated"

	case errors.Is(err, zpay32.ErrInvalidUTF8Description):
		return "bad_encoding"

	case errors.Is(err, zpay32.ErrLengthNotMultipleOfHopHint),
		errors.Is(err, zpay32.ErrEmptyRouteHint):
		return "bad_length"

	// The amount is the only number that stands in an invoice as digits.
	case errors.As(err, &wrongNumber):
		return "bad_amount"

	case errors.As(err, &wrongPadding):
		return "bad_padding"

	case errors.As(err, &wrongSignature):
		return "bad_signature"
	}
	return ""
}

func violationClass(violation hop.PayloadViolation) string {
	switch violation {
	case hop.OmittedViolation:
		return "missing"
	case hop.IncludedViolation:
		return "forbidden"
	case hop.RequiredViolation:
		return "unknown_even"
	default:
		return ""
	}
}
