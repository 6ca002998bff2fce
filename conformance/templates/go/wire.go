// BigSize and TLV streams, as BOLT 1 has them. It stands where your library
// will be: when that answers, delete it.
package main

import "fmt"

// WireError says what is wrong, and where: the offset of the item at fault,
// and its record's type.
type WireError struct {
	Kind    string
	Message string
	Offset  int
	Type    *uint64
}

func (fault *WireError) Error() string { return fault.Message }

// Record is one of a TLV stream.
type Record struct {
	Type  uint64
	Value []byte
}

type form struct {
	width    int
	smallest uint64
}

// forms says, by the first byte, how many bytes of number follow it, and the
// smallest number that needs so many.
var forms = map[byte]form{
	// To see it red, write 0xfc in the second place: the one number that is
	// then accepted in more bytes than it needs.
	0xfd: {2, 0xfd},
	0xfe: {4, 0x1_0000},
	0xff: {8, 0x1_0000_0000},
}

// ReadBigSize returns the number at the start of data, and how many bytes it
// has.
func ReadBigSize(data []byte) (value uint64, length int, err error) {
	if len(data) == 0 {
		return 0, 0, &WireError{Kind: "truncated",
			Message: "there is no byte of a number"}
	}
	form, long := forms[data[0]]
	if !long {
		return uint64(data[0]), 1, nil
	}
	rest := data[1:]
	if len(rest) < form.width {
		return 0, 0, &WireError{Kind: "truncated", Message: fmt.Sprintf(
			"%d of a number's %d bytes", len(rest), form.width)}
	}
	for _, next := range rest[:form.width] {
		value = value<<8 | uint64(next)
	}
	if value < form.smallest {
		return 0, 0, &WireError{Kind: "not_minimal", Message: fmt.Sprintf(
			"%d in %d bytes", value, form.width+1)}
	}
	return value, form.width + 1, nil
}

// ReadTLVStream returns the records. Their types are strictly ascending.
func ReadTLVStream(data []byte) ([]Record, error) {
	var records []Record
	for at := 0; at < len(data); {
		start := at
		kind, read, err := ReadBigSize(data[at:])
		if err != nil {
			return nil, faultAt(err, start, nil)
		}
		at += read
		if len(records) > 0 && kind <= records[len(records)-1].Type {
			last := records[len(records)-1].Type
			wrong := "order"
			if kind == last {
				wrong = "duplicate"
			}
			return nil, &WireError{wrong,
				fmt.Sprintf("type %d after %d", kind, last), start, &kind}
		}
		if at == len(data) {
			return nil, &WireError{"truncated",
				"a record without a length", start, &kind}
		}
		claim := at
		length, read, err := ReadBigSize(data[at:])
		if err != nil {
			return nil, faultAt(err, claim, &kind)
		}
		at += read
		left := data[at:]
		if length > uint64(len(left)) {
			return nil, &WireError{"truncated", fmt.Sprintf(
				"a value of %d bytes, %d are left", length, len(left)),
				claim, &kind}
		}
		records = append(records, Record{kind, left[:length]})
		at += int(length)
	}
	return records, nil
}

// faultAt says of a number's fault where the number stands.
func faultAt(err error, offset int, kind *uint64) error {
	if fault, ok := err.(*WireError); ok {
		fault.Offset, fault.Type = offset, kind
	}
	return err
}
