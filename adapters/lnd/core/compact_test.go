package core

import (
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

// call runs one request in process, with room enough.
func call(op string, in []byte) []byte {
	out := make([]byte, 1<<17)
	return out[:Call(op, in, out)]
}

// compactReader reads an answer of the compact form. It fails by panicking.
type compactReader struct{ rest []byte }

func (r *compactReader) take(length int) []byte {
	value := r.rest[:length]
	r.rest = r.rest[length:]
	return value
}

func (r *compactReader) hex(length int) *string {
	text := hex.EncodeToString(r.take(length))
	return &text
}

func (r *compactReader) bytes() *string {
	return r.hex(int(binary.BigEndian.Uint32(r.take(4))))
}

func (r *compactReader) integer(width int) *string {
	wide := append(make([]byte, 8-width), r.take(width)...)
	text := decimal(binary.BigEndian.Uint64(wide))
	return &text
}

// fromCompact turns a compact answer into the one of the protocol, without the
// message.
func fromCompact(t *testing.T, compact []byte) Answer {
	t.Helper()
	r := &compactReader{compact}
	switch r.take(1)[0] {
	case compactAccepted:
		return Answer{OK: fromCompactPayload(r)}

	case compactRejected:
		var rejection Reject
		number := r.take(1)[0]
		for class, other := range compactClasses {
			if number == other {
				rejection.Class = class
			}
		}
		known := rejection.Class != "" || number == compactNotCanonical
		if !known {
			t.Fatalf("no class in %x", compact)
		}
		if len(r.rest) > 0 {
			rejection.TLVType = *r.integer(8)
		}
		if len(r.rest) > 0 {
			t.Fatalf("bytes left over in %x", compact)
		}
		return Answer{Reject: &rejection}
	}
	t.Fatalf("no verdict in %x", compact)
	return Answer{}
}

func fromCompactPayload(r *compactReader) payload {
	var result payload
	members := binary.BigEndian.Uint16(r.take(2))
	has := func(member int) bool { return members&(1<<member) != 0 }
	if has(0) {
		result.AmtToForward = r.integer(8)
	}
	if has(1) {
		result.OutgoingCLTVValue = r.integer(4)
	}
	if has(2) {
		result.ShortChannelID = r.integer(8)
	}
	if has(3) {
		result.PaymentData = &paymentData{*r.hex(32), *r.integer(8)}
	}
	if has(4) {
		result.EncryptedRecipientData = r.bytes()
	}
	if has(5) {
		result.CurrentPathKey = r.hex(33)
	}
	if has(6) {
		result.AMPRecord = &ampRecord{
			"type14", *r.hex(32), *r.hex(32), *r.integer(4),
		}
	}
	if has(7) {
		result.PaymentMetadata = r.bytes()
	}
	if has(8) {
		result.TotalAmountMsat = r.integer(8)
	}
	if has(9) {
		result.KeysendPreimage = r.bytes()
	}
	for len(r.rest) > 0 {
		result.Other = append(result.Other, record{*r.integer(8), *r.bytes()})
	}
	return result
}

// sameCompact holds that the compact form answers as the protocol's does.
func sameCompact(t *testing.T, raw []byte) {
	t.Helper()
	for flags := range byte(4) {
		role, pathKeyInHTLC := "final", flags&compactPathKeyInHTLC != 0
		if flags&compactIntermediate != 0 {
			role = "intermediate"
		}
		want := Run("payload.decode", json.RawMessage(decodeRequest(
			hex.EncodeToString(raw), role, pathKeyInHTLC,
		)))
		// The six upper bits mean nothing.
		got := fromCompact(t, call(
			CompactDecode, append([]byte{flags | 0xa8}, raw...),
		))
		if want.Reject != nil {
			want.Reject.Message = ""
		}
		wantText, _ := json.Marshal(want)
		gotText, _ := json.Marshal(got)
		if string(wantText) != string(gotText) {
			t.Fatalf("%x with flags %d\n got %s\nwant %s", raw, flags,
				gotText, wantText)
		}
	}
}

// everyRecord is a final hop's payload with every record that may stand in one.
func everyRecord() string {
	return amount + expiry + mpp + ampTLV + rawRecord(15, "") + metadata +
		total + rawRecord(65535, "aa") +
		rawRecord(5482373484, byteRun("44", 32)) +
		rawRecord(18446744073709551615, byteRun("55", 300))
}

func TestCompact(t *testing.T) {
	long := rawRecord(65537, byteRun("00", 65535))
	for _, text := range []string{
		"", everyRecord(),
		amount + expiry + channel,
		amount + expiry + encrypted + pathKey + total,
		amount + expiry + encrypted + total,
		encrypted + pathKey, encrypted, rawRecord(10, "") + pathKey,
		encrypted + rawRecord(12, "02"+byteRun("00", 31)+"05"),
		amount + amount, expiry + amount,
		amount + expiry + rawRecord(20, ""),
		amount + expiry + rawBigSize(65537) + rawBigSize(1<<63),
		amount + expiry + long,
	} {
		raw, err := hex.DecodeString(text)
		if err != nil {
			t.Fatal(err)
		}
		sameCompact(t, raw)
	}
}

// TestCompactOfChanged changes payloads in every place.
func TestCompactOfChanged(t *testing.T) {
	for _, text := range []string{
		everyRecord(), amount + expiry + encrypted + pathKey + total,
	} {
		valid, err := hex.DecodeString(strings.TrimSuffix(
			text, byteRun("55", 290),
		))
		if err != nil {
			t.Fatal(err)
		}
		for position := range valid {
			sameCompact(t, valid[:position])
			for _, value := range []byte{0x00, 0x01, 0x0e, 0xfd, 0xff} {
				changed := slices.Clone(valid)
				changed[position] = value
				sameCompact(t, changed)
			}
		}
	}
}

func TestCall(t *testing.T) {
	if got := call(CompactDecode, nil); !slices.Equal(got, []byte{1, 0}) {
		t.Errorf("without flags: %x", got)
	}
	got := string(call("bigsize.encode", []byte(`{"value":"5"}`)))
	if got != `{"ok":{"bytes":"05"}}` {
		t.Errorf("got %s", got)
	}
	if got := string(call("hello", nil)); !strings.HasPrefix(
		got, `{"hello":{"protocol":"1","name":"lnd",`,
	) {
		t.Errorf("got %s", got)
	}
	if got := string(call("x-canary", []byte(`{}`))); !strings.HasPrefix(
		got, `{"unsupported":`,
	) {
		t.Errorf("got %s", got)
	}
}

// TestCallWithoutRoom holds that the length comes back whatever the room, and
// that nothing is written beyond it.
func TestCallWithoutRoom(t *testing.T) {
	raw, err := hex.DecodeString("00" + everyRecord())
	if err != nil {
		t.Fatal(err)
	}
	for op, in := range map[string][]byte{
		CompactDecode: raw, CompactInvoice: []byte(fullInvoice),
		"hello": nil, "bigsize.encode": []byte(`{"value":"5"}`),
	} {
		whole := call(op, in)
		for room := range len(whole) + 1 {
			around := slices.Repeat([]byte{0xcc}, len(whole)+8)
			length := Call(op, in, around[:room])
			if length != len(whole) {
				t.Fatalf("%s with room for %d: %d", op, room, length)
			}
			for _, beyond := range around[room:] {
				if beyond != 0xcc {
					t.Fatalf("%s with room for %d: wrote beyond", op, room)
				}
			}
			if room == len(whole) && !slices.Equal(around[:room], whole) {
				t.Fatalf("%s: %x, with more room: %x", op,
					around[:room], whole)
			}
		}
	}
}

func TestCallCatchesPanics(t *testing.T) {
	operations["panics"] = func(*arguments) (any, error) { panic("no") }
	defer delete(operations, "panics")
	if got := string(call("panics", []byte(`{}`))); got !=
		`{"panic":{"message":"no"}}` {
		t.Errorf("got %s", got)
	}
	if got := string(appendPanic(nil, "no")); got != "\x02no" {
		t.Errorf("got %q", got)
	}
}
