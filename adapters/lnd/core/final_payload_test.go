//go:build !archive

package core

import (
	"fmt"
	"testing"
)

func payRequest(text string, amount, total, expiry, more string) string {
	return fmt.Sprintf(`{"invoice":"%s","amount_msat":"%s","total_msat":"%s",`+
		`"outgoing_cltv_value":"%s"%s}`, text, amount, total, expiry, more)
}

// finalHopOf is the payload of a final hop, written by hand.
func finalHopOf(amount, expiry, total, rest string) string {
	return `{"bytes":"` + rawRecord(2, amount) + rawRecord(4, expiry) +
		rawRecord(8, exampleSecret+total) + rest + `"}`
}

func TestInvoicesPaid(t *testing.T) {
	const op = "invoice.final_payload"
	// The invoice's amount, whole and in parts, and the metadata in each.
	metadata := rawRecord(16, "01fafaf0")
	expectOK(t, op, payRequest(mppInvoice, "1000000", "1000000", "800000", ""),
		finalHopOf("0f4240", "0c3500", "0f4240", metadata))
	expectOK(t, op, payRequest(mppInvoice, "400000", "1000000", "800000", ""),
		finalHopOf("061a80", "0c3500", "0f4240", metadata))
	// Any amount where the invoice has none; any expiry, however low.
	expectOK(t, op, payRequest(plainInvoice, "7", "7", "1", ""),
		finalHopOf("07", "01", "07", ""))
	expectOK(t, op, payRequest(fullInvoice, "250000000", "250000000", "2", ""),
		finalHopOf("0ee6b280", "02", "0ee6b280", metadata))
	expectOK(t, op, payRequest(emptyMetadataInvoice, "1000000", "1000000",
		"800000", ""),
		finalHopOf("0f4240", "0c3500", "0f4240", rawRecord(16, "")))
}

func TestInvoicesNotPaid(t *testing.T) {
	const op = "invoice.final_payload"
	for name, request := range map[string]string{
		"AMP":          payRequest(ampInvoice, "7", "7", "800000", ""),
		"AMP optional": payRequest(ampOptionalInvoice, "7", "7", "800000", ""),
		"unknown even": payRequest(unknownEvenInvoice, "1000000", "1000000",
			"800000", ""),
		"dependency": payRequest(dependencyInvoice, "1000000", "1000000",
			"800000", ""),
		"no secret": payRequest(noSecretInvoice, "7", "7", "800000", ""),
		"parts without basic_mpp": payRequest(plainInvoice, "3", "7",
			"800000", ""),
		"less than asked": payRequest(mppInvoice, "999999", "999999",
			"800000", ""),
		"nothing": payRequest(plainInvoice, "0", "0", "800000", ""),
	} {
		t.Run(name, func(t *testing.T) {
			expectReject(t, op, request, "", "")
		})
	}
	// What LND can't be asked.
	expectReject(t, op, payRequest(plainInvoice, "0", "7", "800000", ""),
		"bad_amount", "")
	expectReject(t, op, payRequest(plainInvoice, "8", "7", "800000", ""),
		"bad_amount", "")
	expectReject(t, op, payRequest(plainInvoice, "7", "7", "4294967296", ""),
		"bad_value", "")
	expectReject(t, op, payRequest(paddingInvoice, "7", "7", "800000", ""),
		"bad_padding", "")
}

func TestInvoicesExpire(t *testing.T) {
	const op = "invoice.final_payload"
	at := func(now string) string {
		return payRequest(plainInvoice, "7", "7", "1",
			`,"now":"`+now+`"`)
	}
	paid := finalHopOf("07", "01", "07", "")
	// Without a number of seconds of its own, an hour after 1496314658.
	expectOK(t, op, at("0"), paid)
	expectOK(t, op, at("1496318258"), paid)
	expectReject(t, op, at("1496318259"), "", "")
}
