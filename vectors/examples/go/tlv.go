// Package example reads TLV streams (BOLT 1), and is tested by the vectors.
package example

import (
	"encoding/binary"
	"errors"
)

// The errors are named by the vectors' classes, so that a test can compare them.
var (
	errTruncated  = errors.New("truncated")
	errNotMinimal = errors.New("not_minimal")
	errOrder      = errors.New("order")
	errDuplicate  = errors.New("duplicate")
)

type record struct {
	Type  uint64
	Value []byte
}

// bigSize reads an integer of one, three, five or nine bytes, and says how many it has.
func bigSize(data []byte) (value uint64, length int, err error) {
	if len(data) == 0 {
		return 0, 0, errTruncated
	}
	if data[0] < 0xfd {
		return uint64(data[0]), 1, nil
	}
	size := 2 << (data[0] - 0xfd)
	if len(data) < 1+size {
		return 0, 0, errTruncated
	}
	var wide [8]byte
	copy(wide[8-size:], data[1:1+size])
	value = binary.BigEndian.Uint64(wide[:])
	if least := []uint64{2: 0xfd, 4: 0x1_0000, 8: 0x1_0000_0000}[size]; value < least {
		return 0, 0, errNotMinimal
	}
	return value, 1 + size, nil
}

// stream reads records to the end of the data.
func stream(data []byte) (records []record, err error) {
	for len(data) > 0 {
		kind, used, err := bigSize(data)
		if err != nil {
			return nil, err
		}
		if count := len(records); count > 0 && kind == records[count-1].Type {
			return nil, errDuplicate
		} else if count > 0 && kind < records[count-1].Type {
			return nil, errOrder
		}
		data = data[used:]
		length, used, err := bigSize(data)
		if err != nil {
			return nil, err
		}
		data = data[used:]
		if length > uint64(len(data)) {
			return nil, errTruncated
		}
		records = append(records, record{kind, data[:length]})
		data = data[length:]
	}
	return records, nil
}
