package core

import (
	"errors"
	"io"
	"strconv"

	"github.com/btcsuite/btcd/btcec/v2"
	"github.com/lightningnetwork/lnd/feature"
	"github.com/lightningnetwork/lnd/htlcswitch/hop"
	"github.com/lightningnetwork/lnd/routing/route"
	"github.com/lightningnetwork/lnd/tlv"
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

// reject converts an error into a rejection. Only sentinel values and typed
// errors decide the class, never text: where LND's error does not say which
// rule was broken, the class is left out.
func reject(err error) *Reject {
	rejection := &Reject{Message: err.Error()}

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
		rejection.Class = own.class

	case errors.As(err, &invalidPayload):
		rejection.Class = violationClass(invalidPayload.Violation)
		rejection.TLVType = strconv.FormatUint(
			uint64(invalidPayload.Type), 10,
		)

	// This error stands for a wrong Go type or a wrong length. The Go types
	// are LND's own, or given by this package in the form LND wants, so
	// what is left is the length.
	case errors.As(err, &wrongLength):
		rejection.Class = "bad_length"

	case errors.Is(err, tlv.ErrVarIntNotCanonical),
		errors.Is(err, tlv.ErrTUintNotMinimal):
		rejection.Class = "not_minimal"

	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		rejection.Class = "truncated"

	case errors.Is(err, tlv.ErrRecordTooLarge):
		rejection.Class = "limit"

	// Only points of 33 bytes come this far.
	case errors.As(err, &wrongPoint):
		rejection.Class = "bad_value"

	case errors.Is(err, route.ErrMissingField),
		errors.Is(err, route.ErrAMPMissingMPP):
		rejection.Class = "missing"

	case errors.Is(err, route.ErrUnexpectedField),
		errors.Is(err, route.ErrIntermediateMPPHop):
		rejection.Class = "forbidden"

	case errors.As(err, &unknownFeature):
		rejection.Class = "unknown_even"

	case errors.As(err, &missingFeature):
		rejection.Class = "missing"

		// tlv.ErrStreamNotCanonical has no case: LND gives it for a
		// lower type and for an equal one alike, so neither `order` nor
		// `duplicate` would be true.
	}
	return rejection
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
