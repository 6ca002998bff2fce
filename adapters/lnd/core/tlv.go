package core

import (
	"bytes"
	"encoding/hex"
	"slices"

	"github.com/lightningnetwork/lnd/tlv"
)

type record struct {
	Type  string `json:"type"`
	Value string `json:"value"`
}

// tlvDecode reads with a stream that knows no record, so that LND keeps the
// bytes of all of them.
//
// It is the P2P variant: that is the one LND uses for onion payloads and
// whatever else comes from a peer. The other one is for LND's own data. With
// the P2P variant comes LND's cap: a record of more than 65535 bytes is refused.
func tlvDecode(in *arguments) (any, error) {
	raw, err := onlyBytes(in)
	if err != nil {
		return nil, err
	}
	stream, err := tlv.NewStream()
	if err != nil {
		return nil, err
	}
	parsed, err := stream.DecodeWithParsedTypesP2P(bytes.NewReader(raw))
	if err != nil {
		return nil, err
	}
	return struct {
		Records []record `json:"records"`
	}{
		Records: unknownRecords(parsed),
	}, nil
}

// unknownRecords lists the records that LND kept as bytes, without those in
// except, in the order of the stream.
func unknownRecords(parsed tlv.TypeMap, except ...tlv.Type) []record {
	kinds := unknownTypes(parsed, except...)
	records := make([]record, 0, len(kinds))
	for _, kind := range kinds {
		records = append(records, record{
			Type:  decimal(uint64(kind)),
			Value: hex.EncodeToString(parsed[kind]),
		})
	}
	return records
}

// unknownTypes lists the types of the records that LND kept as bytes, without
// those in except. LND returns a map. Its decoder has enforced ascending types,
// so sorting by type restores the order in the stream.
func unknownTypes(parsed tlv.TypeMap, except ...tlv.Type) []tlv.Type {
	kinds := make([]tlv.Type, 0, len(parsed))
	for kind, value := range parsed {
		// A nil value stands for a record that LND knows and decoded.
		if value != nil && !slices.Contains(except, kind) {
			kinds = append(kinds, kind)
		}
	}
	slices.Sort(kinds)
	return kinds
}

func tlvEncode(in *arguments) (any, error) {
	list, err := in.objects("records")
	if err != nil {
		return nil, err
	}
	if err := in.finish(); err != nil {
		return nil, err
	}
	records := make([]tlv.Record, 0, len(list))
	for _, entry := range list {
		kind, value, err := typeAndValue(entry)
		if err != nil {
			return nil, err
		}
		records = append(records, tlv.MakeStaticRecord(
			tlv.Type(kind), nil, uint64(len(value)),
			tlv.StubEncoder(value), nil,
		))
	}

	tlv.SortRecords(records)
	stream, err := tlv.NewStream(records...)
	if err != nil {
		return nil, err
	}
	return encoded(func(out *bytes.Buffer, _ *[8]byte) error {
		return stream.Encode(out)
	})
}

func typeAndValue(entry *arguments) (uint64, []byte, error) {
	kind, err := entry.integer("type", 64)
	if err != nil {
		return 0, nil, err
	}
	value, err := entry.bytes("value")
	if err != nil {
		return 0, nil, err
	}
	return kind, value, entry.finish()
}

// encoded runs an encoder of LND's and returns what it wrote.
func encoded(encode func(*bytes.Buffer, *[8]byte) error) (any, error) {
	var (
		out     bytes.Buffer
		scratch [8]byte
	)
	if err := encode(&out, &scratch); err != nil {
		return nil, err
	}
	return bytesResult{hex.EncodeToString(out.Bytes())}, nil
}
