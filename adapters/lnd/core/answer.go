// Package core turns one request of the testee protocol, version 1, into one
// answer by calling LND's own published packages. It has no input or output of
// its own: package server puts it behind a pipe, and a fuzzer can call it in
// process.
//
// The package judges nothing itself. It converts arguments into the types that
// LND's functions take, calls them, and converts what they return.
package core

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
)

// Answer is the verdict on one request. Exactly one member is set.
type Answer struct {
	OK          any          `json:"ok,omitempty"`
	Reject      *Reject      `json:"reject,omitempty"`
	Unsupported *Unsupported `json:"unsupported,omitempty"`
	Panic       *Panic       `json:"panic,omitempty"`
}

// Reject says that LND refuses the input. Class is left out where LND's error
// does not distinguish one, TLVType where it names no record. LND reports no
// offsets.
type Reject struct {
	Class   string `json:"class,omitempty"`
	Message string `json:"message,omitempty"`
	TLVType string `json:"tlv_type,omitempty"`
}

// Unsupported says that LND has no code for what is asked.
type Unsupported struct {
	Why string `json:"why"`
}

// Panic says that LND's code panicked and with which value.
type Panic struct {
	Message string `json:"message"`
}

// operation reads its arguments, calls LND and returns the members of ok, or
// an error: a *refusal, a *lacking, or whatever LND returned.
type operation func(*arguments) (any, error)

// operations holds every operation that Answer knows, except the handshake.
var operations = map[string]operation{
	"bigsize.decode":    bigSizeDecode,
	"bigsize.encode":    bigSizeEncode,
	"tu16.decode":       tu16Decode,
	"tu16.encode":       tu16Encode,
	"tu32.decode":       tu32Decode,
	"tu32.encode":       tu32Encode,
	"tu64.decode":       tu64Decode,
	"tu64.encode":       tu64Encode,
	"tlv.decode":        tlvDecode,
	"tlv.encode":        tlvEncode,
	"amp_record.decode": ampRecordDecode,
	"amp_record.encode": ampRecordEncode,
	"payload.decode":    payloadDecode,
	"payload.encode":    payloadEncode,
	"amp.derive":        ampDerive,
	"amp.reconstruct":   ampReconstruct,
	"shares.run":        sharesRun,
	"features.decode":   featuresDecode,
	"features.encode":   featuresEncode,
	"features.check":    featuresCheck,
	"invoice.decode":    invoiceDecode,
	"invoice.encode":    invoiceEncode,

	"onion_failure.decode": onionFailureDecode,
	"onion_failure.encode": onionFailureEncode,
}

// Operations returns the names of all operations, sorted.
func Operations() []string {
	names := make([]string, 0, len(operations))
	for name := range operations {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// Run answers one request: the operation's name and its `in` object as JSON.
// It never panics; a panic of LND's becomes the answer.
func Run(op string, in json.RawMessage) (answer Answer) {
	run, known := operations[op]
	if !known {
		return Answer{Unsupported: &Unsupported{Why: "unknown op"}}
	}
	defer func() {
		if value := recover(); value != nil {
			answer = Answer{Panic: &Panic{Message: fmt.Sprint(value)}}
		}
	}()

	arguments, err := parseArguments(in)
	if err != nil {
		return fromError(err)
	}
	result, err := run(arguments)
	if err != nil {
		return fromError(err)
	}
	return Answer{OK: result}
}

func fromError(err error) Answer {
	var missing *lacking
	if errors.As(err, &missing) {
		return Answer{Unsupported: &Unsupported{Why: missing.why}}
	}
	return Answer{Reject: reject(err)}
}
