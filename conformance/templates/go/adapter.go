// What the implementation under test says. This file is yours; protocol.go
// has the lines and the JSON.
package main

import (
	"encoding/hex"
	"errors"
	"strconv"
)

var hello = Hello{
	Protocol: "1",
	// The implementation and its version, as reports shall show them.
	Name:     "my-implementation",
	Version:  "0.1.0",
	Language: "go",
	// amp: it implements AMP. bystander: it does not, and meets AMP all the
	// same.
	Profiles: []string{"bystander"},
	// What is asked. An operation that stands here and is answered with
	// "unsupported" is red.
	Ops: []string{"bigsize.decode", "tlv.decode"},
	// What it can besides, such as "invoice:no-verify".
	Can: []string{},
	// For an operation, the members of its answers that it can't report. They
	// are not compared.
	Omits: map[string][]string{},
	// "class": some rejections say of what class they are. "none": none does.
	Errors: "class",
}

// operations takes the members of a request's "in" to those of an answer's
// "ok". Any error that is neither a Reject nor an Unsupported is a bug.
var operations = map[string]func(Input) (Members, error){
	"bigsize.decode": bigsizeDecode,
	"tlv.decode":     tlvDecode,
	"invoice.decode": invoiceDecode,
}

// bigsizeDecode reads a number at the start of the bytes. It calls wire.go,
// which stands where your library will be.
func bigsizeDecode(in Input) (Members, error) {
	bytes, err := in.Hex("bytes")
	if err != nil {
		return nil, err
	}
	value, length, err := ReadBigSize(bytes)
	if err != nil {
		return nil, refused(err)
	}
	// Every integer is a decimal string, however small it is.
	return Members{
		"value":  strconv.FormatUint(value, 10),
		"length": strconv.Itoa(length),
	}, nil
}

// tlvDecode reads a TLV stream: framing and order alone.
func tlvDecode(in Input) (Members, error) {
	bytes, err := in.Hex("bytes")
	if err != nil {
		return nil, err
	}
	records, err := ReadTLVStream(bytes)
	if err != nil {
		return nil, refused(err)
	}
	list := make([]Members, 0, len(records))
	for _, record := range records {
		list = append(list, Members{
			"type":  strconv.FormatUint(record.Type, 10),
			"value": hex.EncodeToString(record.Value),
		})
	}
	return Members{"records": list}, nil
}

// invoiceDecode is the next step: your library's decoder of BOLT 11.
// INVOICES.md says how.
func invoiceDecode(in Input) (Members, error) {
	// invoice:
	invoice, err := in.Text("invoice")
	if err != nil {
		return nil, err
	}
	_ = invoice // This line goes when the next ones are used.
	// decoded, err := yourlibrary.Decode(invoice)
	// if err != nil {
	// 	return nil, &Reject{Message: err.Error()}
	// }
	// return Members{
	// 	"network":      decoded.Network,
	// 	"timestamp":    strconv.FormatInt(decoded.Timestamp.Unix(), 10),
	// 	"payment_hash": hex.EncodeToString(decoded.PaymentHash[:]),
	// }, nil
	return nil, &Unsupported{Why: "invoice.decode is not wired yet"}
}

// refused says the library's error in the protocol's words. What it doesn't
// know is left out, never guessed.
func refused(err error) error {
	var fault *WireError
	if !errors.As(err, &fault) {
		return err
	}
	reject := &Reject{
		Class:   fault.Kind,
		Message: fault.Message,
		Offset:  strconv.Itoa(fault.Offset),
	}
	if fault.Type != nil {
		reject.TLVType = strconv.FormatUint(*fault.Type, 10)
	}
	return reject
}
