// Package bench times LND's own code, without this adapter around it, on bytes
// that another program gives: a comparison is fair only on the same input.
//
// AMPWIRE_BENCH_INPUTS names the directory with the input files. A benchmark
// whose file is missing fails; README.md lists the files.
package bench

import (
	"bytes"
	"fmt"
	"strconv"
	"testing"

	"github.com/lightningnetwork/lnd/amp"
	"github.com/lightningnetwork/lnd/htlcswitch/hop"
	lnd "github.com/lightningnetwork/lnd/record"
	"github.com/lightningnetwork/lnd/routing/route"
	"github.com/lightningnetwork/lnd/tlv"
)

// BenchmarkBigSizeDecode reads all integers of bigsize.hex, one after another.
func BenchmarkBigSizeDecode(b *testing.B) {
	raw := readHex(b, "bigsize.hex")
	count := len(bigSizes(b, raw))
	reader := bytes.NewReader(raw)
	var scratch [8]byte
	start(b, len(raw))
	for b.Loop() {
		reader.Reset(raw)
		for range count {
			if _, err := tlv.ReadVarInt(reader, &scratch); err != nil {
				b.Fatal(err)
			}
		}
	}
}

// BenchmarkBigSizeEncode writes the integers of bigsize.hex.
func BenchmarkBigSizeEncode(b *testing.B) {
	raw := readHex(b, "bigsize.hex")
	values := bigSizes(b, raw)
	var (
		out     bytes.Buffer
		scratch [8]byte
	)
	start(b, len(raw))
	for b.Loop() {
		out.Reset()
		for _, value := range values {
			if err := tlv.WriteVarInt(&out, value, &scratch); err != nil {
				b.Fatal(err)
			}
		}
	}
	sameBytes(b, out.Bytes(), raw)
}

// BenchmarkTLVWalk checks framing and order and drops the values.
func BenchmarkTLVWalk(b *testing.B) {
	raw := readHex(b, "tlv-stream.hex")
	start(b, len(raw))
	for b.Loop() {
		stream, err := tlv.NewStream()
		if err != nil {
			b.Fatal(err)
		}
		if err := stream.DecodeP2P(bytes.NewReader(raw)); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkTLVWalkKept checks framing and order and keeps the values.
func BenchmarkTLVWalkKept(b *testing.B) {
	raw := readHex(b, "tlv-stream.hex")
	start(b, len(raw))
	for b.Loop() {
		stream, err := tlv.NewStream()
		if err != nil {
			b.Fatal(err)
		}
		_, err = stream.DecodeWithParsedTypesP2P(bytes.NewReader(raw))
		if err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkAMPRecordDecode reads the value of one AMP record.
func BenchmarkAMPRecordDecode(b *testing.B) {
	raw := readHex(b, "amp-record.hex")
	reader := bytes.NewReader(raw)
	var (
		record  lnd.AMP
		scratch [8]byte
	)
	start(b, len(raw))
	for b.Loop() {
		reader.Reset(raw)
		err := lnd.AMPDecoder(
			reader, &record, &scratch, uint64(len(raw)),
		)
		if err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkFinalHopPayloadDecode parses and validates, as LND does for each
// HTLC of which it is the last hop.
func BenchmarkFinalHopPayloadDecode(b *testing.B) {
	raw := readHex(b, "final-hop-payload.hex")
	start(b, len(raw))
	for b.Loop() {
		_, parsed, err := hop.ParseTLVPayload(bytes.NewReader(raw))
		if err != nil {
			b.Fatal(err)
		}
		if err := hop.ValidateTLVPayload(parsed, true, false); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkFinalHopPayloadEncode writes the payload of final-hop-payload.hex.
func BenchmarkFinalHopPayloadEncode(b *testing.B) {
	raw := readHex(b, "final-hop-payload.hex")
	packed := toHop(b, raw)
	var out bytes.Buffer
	start(b, len(raw))
	for b.Loop() {
		out.Reset()
		if err := packed.PackHopPayload(&out, 0, true); err != nil {
			b.Fatal(err)
		}
	}
	sameBytes(b, out.Bytes(), raw)
}

// BenchmarkDeriveChild derives the first child of reconstruct-2.txt, whose root
// is the XOR of the shares of that file.
func BenchmarkDeriveChild(b *testing.B) {
	children := readChildren(b, 2)
	var root amp.Share
	for _, child := range children {
		root.Xor(&root, &child.Share)
	}
	start(b, 0)
	for b.Loop() {
		amp.DeriveChild(root, children[0])
	}
}

// BenchmarkReconstruct derives all children of a set.
func BenchmarkReconstruct(b *testing.B) {
	for _, count := range []int{2, 16, 1000} {
		b.Run(strconv.Itoa(count), func(b *testing.B) {
			children := readChildren(b, count)
			start(b, 0)
			for b.Loop() {
				amp.ReconstructChildren(children...)
			}
		})
	}
}

// start leaves out of the measure what was done to read the input.
func start(b *testing.B, size int) {
	b.Helper()
	if size > 0 {
		b.SetBytes(int64(size))
	}
	b.ReportAllocs()
	b.ResetTimer()
}

// sameBytes makes sure that what was timed wrote what it had to.
func sameBytes(b *testing.B, got, want []byte) {
	b.Helper()
	if !bytes.Equal(got, want) {
		b.Fatalf("wrote %x instead of %x", got, want)
	}
}

// bigSizes reads integers until the bytes end.
func bigSizes(tb testing.TB, raw []byte) []uint64 {
	tb.Helper()
	var (
		values  []uint64
		scratch [8]byte
	)
	for reader := bytes.NewReader(raw); reader.Len() > 0; {
		value, err := tlv.ReadVarInt(reader, &scratch)
		if err != nil {
			tb.Fatal(fmt.Errorf("bigsize.hex: %w", err))
		}
		values = append(values, value)
	}
	return values
}

// toHop fills a hop with what LND reads from a payload of an unblinded final
// hop.
func toHop(tb testing.TB, raw []byte) *route.Hop {
	tb.Helper()
	payload, parsed, err := hop.ParseTLVPayload(bytes.NewReader(raw))
	if err != nil {
		tb.Fatal(fmt.Errorf("final-hop-payload.hex: %w", err))
	}
	if err := hop.ValidateTLVPayload(parsed, true, false); err != nil {
		tb.Fatal(fmt.Errorf("final-hop-payload.hex: %w", err))
	}
	return &route.Hop{
		AmtToForward:     payload.FwdInfo.AmountToForward,
		OutgoingTimeLock: payload.FwdInfo.OutgoingCTLV,
		MPP:              payload.MPP,
		AMP:              payload.AMP,
		CustomRecords:    payload.CustomRecords(),
		Metadata:         payload.Metadata(),
		TotalAmtMsat:     payload.TotalAmtMsat(),
	}
}
