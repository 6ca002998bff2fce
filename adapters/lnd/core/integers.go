package core

import (
	"bytes"

	"github.com/lightningnetwork/lnd/tlv"
)

type valueResult struct {
	Value string `json:"value"`
}

type bytesResult struct {
	Bytes string `json:"bytes"`
}

func bigSizeDecode(in *arguments) (any, error) {
	raw, err := onlyBytes(in)
	if err != nil {
		return nil, err
	}
	var scratch [8]byte
	reader := bytes.NewReader(raw)
	value, err := tlv.ReadVarInt(reader, &scratch)
	if err != nil {
		return nil, err
	}
	return struct {
		Value  string `json:"value"`
		Length string `json:"length"`
	}{
		Value:  decimal(value),
		Length: decimal(uint64(len(raw) - reader.Len())),
	}, nil
}

func bigSizeEncode(in *arguments) (any, error) {
	value, err := onlyValue(in, 64)
	if err != nil {
		return nil, err
	}
	return encoded(func(out *bytes.Buffer, scratch *[8]byte) error {
		return tlv.WriteVarInt(out, value, scratch)
	})
}

func tu16Decode(in *arguments) (any, error) {
	var value uint16
	err := decodeTruncated(in, tlv.DTUint16, &value)
	return valueResult{decimal(uint64(value))}, err
}

func tu32Decode(in *arguments) (any, error) {
	var value uint32
	err := decodeTruncated(in, tlv.DTUint32, &value)
	return valueResult{decimal(uint64(value))}, err
}

func tu64Decode(in *arguments) (any, error) {
	var value uint64
	err := decodeTruncated(in, tlv.DTUint64, &value)
	return valueResult{decimal(value)}, err
}

func decodeTruncated(in *arguments, decode tlv.Decoder, target any) error {
	raw, err := onlyBytes(in)
	if err != nil {
		return err
	}
	var scratch [8]byte
	return decode(bytes.NewReader(raw), target, &scratch, uint64(len(raw)))
}

func tu16Encode(in *arguments) (any, error) {
	value, err := onlyValue(in, 16)
	if err != nil {
		return nil, err
	}
	narrow := uint16(value)
	return encodeTruncated(tlv.ETUint16, &narrow)
}

func tu32Encode(in *arguments) (any, error) {
	value, err := onlyValue(in, 32)
	if err != nil {
		return nil, err
	}
	narrow := uint32(value)
	return encodeTruncated(tlv.ETUint32, &narrow)
}

func tu64Encode(in *arguments) (any, error) {
	value, err := onlyValue(in, 64)
	if err != nil {
		return nil, err
	}
	return encodeTruncated(tlv.ETUint64, &value)
}

func encodeTruncated(encode tlv.Encoder, value any) (any, error) {
	return encoded(func(out *bytes.Buffer, scratch *[8]byte) error {
		return encode(out, value, scratch)
	})
}

// onlyBytes reads the arguments of an operation that has no other.
func onlyBytes(in *arguments) ([]byte, error) {
	raw, err := in.bytes("bytes")
	if err != nil {
		return nil, err
	}
	return raw, in.finish()
}

// onlyValue reads the arguments of an operation that has no other.
func onlyValue(in *arguments, bits int) (uint64, error) {
	value, err := in.integer("value", bits)
	if err != nil {
		return 0, err
	}
	return value, in.finish()
}
