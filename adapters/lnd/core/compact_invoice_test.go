package core

import (
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"strings"
	"testing"
)

// fromCompactInvoice turns a compact answer into the one of the protocol,
// without the message.
func fromCompactInvoice(t *testing.T, compact []byte) Answer {
	t.Helper()
	if compact[0] == compactRejected {
		return fromCompact(t, compact)
	}
	r := &compactReader{compact[1:]}
	result := invoice{Features: []string{}}
	number := r.take(1)[0]
	for name, other := range compactNetworks {
		if other == number {
			result.Network = name
		}
	}
	result.Timestamp = *r.integer(8)
	result.PaymentHash = *r.hex(32)
	result.Payee = *r.hex(33)
	if expiry := int64(binary.BigEndian.Uint64(r.take(8))); expiry >= 0 {
		result.Effective.Expiry = decimal(uint64(expiry))
	}
	result.Effective.MinFinalCLTVExpiryDelta = *r.integer(8)
	for range r.count() {
		result.Features = append(result.Features, *r.integer(2))
	}
	for range r.count() {
		result.RouteHints = append(result.RouteHints, r.hint())
	}
	members := binary.BigEndian.Uint16(r.take(2))
	has := func(member int) bool { return members&(1<<member) != 0 }
	if has(0) {
		result.AmountMsat = r.integer(8)
	}
	if has(1) {
		result.PaymentSecret = r.hex(32)
	}
	if has(2) {
		text, _ := hex.DecodeString(*r.bytes())
		description := string(text)
		result.Description = &description
	}
	if has(3) {
		result.DescriptionHash = r.hex(32)
	}
	if has(4) {
		result.Fallbacks = []fallback{{*r.integer(1), *r.bytes()}}
	}
	if has(5) {
		result.PaymentMetadata = r.bytes()
	}
	if len(r.rest) > 0 {
		t.Fatalf("bytes left over in %x", compact)
	}
	return Answer{OK: result}
}

func (r *compactReader) count() uint32 {
	return binary.BigEndian.Uint32(r.take(4))
}

func (r *compactReader) hint() []hopHint {
	hint := []hopHint{}
	for range r.count() {
		hint = append(hint, hopHint{
			*r.hex(33), *r.integer(8), *r.integer(4), *r.integer(4),
			*r.integer(2),
		})
	}
	return hint
}

// sameCompactInvoice holds that the compact form answers as the protocol's.
func sameCompactInvoice(t *testing.T, text string) {
	t.Helper()
	want := Run("invoice.decode", json.RawMessage(decodeInvoiceRequest(text)))
	if want.Reject != nil {
		want.Reject.Message = ""
		// Of a rejection without a class nothing is left.
		if want.Reject.Class == "" {
			got := call(CompactInvoice, []byte(text))
			if string(got) != "\x01\x00" {
				t.Fatalf("%s: got %x", text, got)
			}
			return
		}
	}
	got := fromCompactInvoice(t, call(CompactInvoice, []byte(text)))
	wantText, _ := json.Marshal(want)
	gotText, _ := json.Marshal(got)
	if string(wantText) != string(gotText) {
		t.Fatalf("%s\n got %s\nwant %s", text, gotText, wantText)
	}
}

func TestCompactInvoice(t *testing.T) {
	for _, text := range []string{
		plainInvoice, strings.ToUpper(plainInvoice), fullInvoice,
		ampInvoice, taprootInvoice, noSecretInvoice,
		emptyMetadataInvoice, paddingInvoice, utf8Invoice, hintInvoice,
		cutInvoice, pointInvoice, amountInvoice, signatureInvoice,
		descriptionsInvoice, "", "1", strings.Repeat("q", 8000),
	} {
		sameCompactInvoice(t, text)
	}
	for position := range fullInvoice {
		sameCompactInvoice(t, fullInvoice[:position])
		sameCompactInvoice(t, fullInvoice[:position]+"q"+
			fullInvoice[position+1:])
	}
}
