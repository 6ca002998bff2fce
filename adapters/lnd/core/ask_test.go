package core

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

// ask runs one request and returns the answer as JSON.
func ask(t *testing.T, op, in string) string {
	t.Helper()
	text, err := json.Marshal(Run(op, json.RawMessage(in)))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// expect runs one request and compares the whole answer.
func expect(t *testing.T, op, in, want string) {
	t.Helper()
	if got := ask(t, op, in); got != want {
		t.Errorf("%s %s\n got %s\nwant %s", op, in, got, want)
	}
}

// expectOK compares the members of ok.
func expectOK(t *testing.T, op, in, want string) {
	t.Helper()
	expect(t, op, in, `{"ok":`+want+`}`)
}

// expectReject compares class and tlv_type of a rejection; an empty one means
// that the answer has none. The message is LND's and not compared.
func expectReject(t *testing.T, op, in, class, tlvType string) {
	t.Helper()
	got := Run(op, json.RawMessage(in))
	if got.Reject == nil {
		t.Errorf("%s %s: not rejected: %s", op, in, ask(t, op, in))
		return
	}
	if got.Reject.Class != class || got.Reject.TLVType != tlvType {
		t.Errorf("%s %s: rejected with %q, %q; want %q, %q", op, in,
			got.Reject.Class, got.Reject.TLVType, class, tlvType)
	}
	if got.Reject.Message == "" {
		t.Errorf("%s %s: rejected without a message", op, in)
	}
}

func expectUnsupported(t *testing.T, op, in string) {
	t.Helper()
	got := Run(op, json.RawMessage(in))
	if got.Unsupported == nil {
		t.Errorf("%s %s: not unsupported: %s", op, in, ask(t, op, in))
	}
}

// byteRun is the hex of count equal bytes.
func byteRun(value string, count int) string {
	return strings.Repeat(value, count)
}

// rawRecord writes a TLV record by hand, so that the tests don't read with LND
// what LND wrote.
func rawRecord(kind uint64, value string) string {
	return rawBigSize(kind) + rawBigSize(uint64(len(value)/2)) + value
}

func rawBigSize(value uint64) string {
	switch {
	case value < 0xfd:
		return fmt.Sprintf("%02x", value)
	case value <= 0xffff:
		return fmt.Sprintf("fd%04x", value)
	case value <= 0xffffffff:
		return fmt.Sprintf("fe%08x", value)
	default:
		return fmt.Sprintf("ff%016x", value)
	}
}
