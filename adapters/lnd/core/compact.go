package core

import (
	"encoding/binary"
	"errors"
	"fmt"

	lnd "github.com/lightningnetwork/lnd/record"
	"github.com/lightningnetwork/lnd/tlv"
)

// The compact form of payload.decode is for a caller in the same process that
// asks very often: bytes in, bytes out, no JSON and no words.
//
// The request is one byte and then the payload. In the byte, bit 0 is set for an
// intermediate hop and bit 1 for a path key in update_add_htlc; the other bits
// mean nothing.
//
// The answer begins with a verdict. Integers are big-endian.
//
//	0  accepted: which members there are (u16, bit n for the member in line n
//	   below), then each of them in this order:
//	   0  amt_to_forward            u64
//	   1  outgoing_cltv_value       u32
//	   2  short_channel_id          u64
//	   3  payment_data              payment_secret 32 | total_msat u64
//	   4  encrypted_recipient_data  length u32 | bytes
//	   5  current_path_key          33 bytes
//	   6  amp_record                root_share 32 | set_id 32 | child_index u32
//	   7  payment_metadata          length u32 | bytes
//	   8  total_amount_msat         u64
//	   9  keysend_preimage          length u32 | bytes
//	   and after them every other record in ascending order, up to the
//	   answer's end: type u64 | length u32 | bytes
//	1  rejected: the class (one of the numbers below), then, where LND names a
//	   record, its type as u64
//	2  a panic: its message
const (
	compactAccepted = 0
	compactRejected = 1
	compactPanic    = 2
)

const (
	compactIntermediate = 1 << iota
	compactPathKeyInHTLC
)

// compactNotCanonical is the number of LND's error for a lower type and for an
// equal one: `order` or `duplicate`, but LND doesn't say which.
const compactNotCanonical = 4

// compactClasses numbers the classes that LND's errors tell apart in a payload
// or an invoice. An error that tells none is 0.
var compactClasses = map[string]byte{
	"truncated":    1,
	"bad_length":   2,
	"not_minimal":  3,
	"unknown_even": 5,
	"missing":      6,
	"forbidden":    7,
	"bad_value":    8,
	"limit":        9,

	"bad_encoding":  10,
	"bad_amount":    11,
	"bad_padding":   12,
	"bad_signature": 13,
}

// appendCompact answers one request of the compact form.
func appendCompact(answer, request []byte) []byte {
	if len(request) == 0 {
		return append(answer, compactRejected, 0)
	}
	read, err := decodeHop(
		request[1:], request[0]&compactIntermediate == 0,
		request[0]&compactPathKeyInHTLC != 0,
	)
	if err != nil {
		return appendRejected(answer, err)
	}
	return appendAccepted(answer, read)
}

func appendRejected(answer []byte, err error) []byte {
	class, kind := classify(err)
	number := compactClasses[class]
	if errors.Is(err, tlv.ErrStreamNotCanonical) {
		number = compactNotCanonical
	}
	answer = append(answer, compactRejected, number)
	if kind != nil {
		answer = binary.BigEndian.AppendUint64(answer, uint64(*kind))
	}
	return answer
}

func appendPanic(answer []byte, value any) []byte {
	return fmt.Append(append(answer, compactPanic), value)
}

func appendAccepted(answer []byte, read hopPayload) []byte {
	const keysend = tlv.Type(lnd.KeySendType)
	payload, forwarding := read.payload, read.payload.ForwardingInfo()

	answer = append(answer, compactAccepted, 0, 0)
	present := len(answer) - 2
	var members uint16
	has := func(member int, kind tlv.Type) bool {
		_, there := read.types[kind]
		if there {
			members |= 1 << member
		}
		return there
	}

	if has(0, lnd.AmtOnionType) {
		answer = binary.BigEndian.AppendUint64(
			answer, uint64(forwarding.AmountToForward),
		)
	}
	if has(1, lnd.LockTimeOnionType) {
		answer = binary.BigEndian.AppendUint32(
			answer, forwarding.OutgoingCTLV,
		)
	}
	if has(2, lnd.NextHopOnionType) {
		answer = binary.BigEndian.AppendUint64(
			answer, forwarding.NextHop.ToUint64(),
		)
	}
	if mpp := payload.MultiPath(); mpp != nil {
		members |= 1 << 3
		secret := mpp.PaymentAddr()
		answer = append(answer, secret[:]...)
		answer = binary.BigEndian.AppendUint64(
			answer, uint64(mpp.TotalMsat()),
		)
	}
	if has(4, lnd.EncryptedDataOnionType) {
		answer = appendBytes(answer, payload.EncryptedData())
	}
	if has(5, lnd.BlindingPointOnionType) {
		answer = append(
			answer, payload.BlindingPoint().SerializeCompressed()...,
		)
	}
	if amp := payload.AMPRecord(); amp != nil {
		members |= 1 << 6
		rootShare, setID := amp.RootShare(), amp.SetID()
		answer = append(append(answer, rootShare[:]...), setID[:]...)
		answer = binary.BigEndian.AppendUint32(answer, amp.ChildIndex())
	}
	if has(7, lnd.MetadataOnionType) {
		answer = appendBytes(answer, payload.Metadata())
	}
	if has(8, lnd.TotalAmtMsatBlindedType) {
		answer = binary.BigEndian.AppendUint64(
			answer, uint64(payload.TotalAmtMsat()),
		)
	}
	if has(9, keysend) {
		answer = appendBytes(
			answer, payload.CustomRecords()[lnd.KeySendType],
		)
	}
	for _, kind := range unknownTypes(read.types, keysend) {
		answer = binary.BigEndian.AppendUint64(answer, uint64(kind))
		answer = appendBytes(answer, read.types[kind])
	}
	binary.BigEndian.PutUint16(answer[present:], members)
	return answer
}

func appendBytes(answer, value []byte) []byte {
	answer = binary.BigEndian.AppendUint32(answer, uint32(len(value)))
	return append(answer, value...)
}
