package core

import (
	"encoding/hex"
	"encoding/json"
	"slices"
	"testing"
)

func TestUnknownOperations(t *testing.T) {
	for _, op := range []string{
		"", "x-canary-5f1d07", "hello", "amp.split", "sender.run",
		"payload.decode ", "PAYLOAD.DECODE",
	} {
		expectUnsupported(t, op, `{}`)
	}
}

func TestPanicIsCaught(t *testing.T) {
	operations["panics"] = func(*arguments) (any, error) {
		var none []int
		return none[len(none)], nil
	}
	defer delete(operations, "panics")
	expect(t, "panics", `{}`, `{"panic":{"message":`+
		`"runtime error: index out of range [0] with length 0"}}`)
}

// TestDeclared holds the handshake against what the package does.
func TestDeclared(t *testing.T) {
	hello := Greet()
	if hello.Protocol != "1" || hello.Name != "lnd" || hello.Errors != "class" {
		t.Errorf("got %+v", hello)
	}
	if !slices.Equal(hello.Ops, Operations()) || len(hello.Ops) != 26 {
		t.Errorf("declared %v", hello.Ops)
	}
	for op := range hello.Omits {
		if !slices.Contains(hello.Ops, op) {
			t.Errorf("omits a member of %s, which is not declared", op)
		}
	}
}

// TestEveryAnswerHasOneVerdict changes a valid payload in every place and cuts
// it at every length. Whatever LND makes of it, there is one verdict, and it
// is no panic.
func TestEveryAnswerHasOneVerdict(t *testing.T) {
	valid, err := hex.DecodeString(finalHopBytes)
	if err != nil {
		t.Fatal(err)
	}
	try := func(raw []byte) {
		for _, role := range []string{"final", "intermediate"} {
			answer := Run("payload.decode", json.RawMessage(
				decodeRequest(hex.EncodeToString(raw), role, false),
			))
			if (answer.OK == nil) == (answer.Reject == nil) ||
				answer.Panic != nil || answer.Unsupported != nil {
				t.Fatalf("%x as %s: %+v", raw, role, answer)
			}
		}
	}
	for cut := range valid {
		try(valid[:cut])
	}
	for position := range valid {
		changed := slices.Clone(valid)
		for value := range 256 {
			changed[position] = byte(value)
			try(changed)
		}
		try(slices.Delete(slices.Clone(valid), position, position+1))
		try(slices.Insert(slices.Clone(valid), position, 0xfd))
	}
}
