package core

import (
	"encoding/binary"
)

// The compact form of invoice.decode. The request is the invoice's text.
//
// The answer begins with a verdict, as that of payload.decode does; rejections
// and panics are written the same way. One that is accepted goes on with what
// every invoice has, then which optional members there are (u16, bit n for the
// member in line n below), then each of those in this order. Integers are
// big-endian, a list begins with the number of its items (u32).
//
//	network                      u8: 0 bitcoin, 1 testnet, 2 signet, 3 regtest
//	timestamp                    u64
//	payment_hash                 32 bytes
//	payee                        33 bytes
//	expiry                       i64: seconds, with LND's default
//	min_final_cltv_expiry_delta  u64, with LND's default
//	features                     list of u16
//	route_hints                  list of lists of: node_id 33 |
//	                             short_channel_id u64 | fee_base_msat u32 |
//	                             fee_proportional_millionths u32 |
//	                             cltv_expiry_delta u16
//	members                      u16
//	0  amount_msat               u64
//	1  payment_secret            32 bytes
//	2  description               length u32 | bytes
//	3  description_hash          32 bytes
//	4  fallback                  version u8 | length u32 | bytes
//	5  payment_metadata          length u32 | bytes

// CompactInvoice is the name of invoice.decode in its compact form, for Call.
const CompactInvoice = "invoice.decode/compact"

// compactNetworks numbers the networks.
var compactNetworks = map[string]byte{
	"bitcoin": 0, "testnet": 1, "signet": 2, "regtest": 3,
}

// appendCompactInvoice answers one request of the compact form.
func appendCompactInvoice(answer, request []byte) []byte {
	read, err := decodeInvoice(string(request))
	if err != nil {
		return appendRejected(answer, err)
	}
	return appendAcceptedInvoice(answer, read)
}

func appendAcceptedInvoice(answer []byte, read readInvoice) []byte {
	decoded := read.invoice
	expiry, _ := effectiveExpiry(decoded)

	answer = append(answer, compactAccepted, compactNetworks[read.network])
	answer = binary.BigEndian.AppendUint64(
		answer, uint64(decoded.Timestamp.Unix()),
	)
	answer = append(answer, decoded.PaymentHash[:]...)
	answer = append(answer, decoded.Destination.SerializeCompressed()...)
	answer = binary.BigEndian.AppendUint64(answer, uint64(expiry))
	answer = binary.BigEndian.AppendUint64(
		answer, decoded.MinFinalCLTVExpiry(),
	)
	answer = appendFeatures(answer, invoiceFeatures(decoded))
	answer = appendHints(answer, read)
	return appendOptional(answer, read)
}

func appendFeatures(answer []byte, bits []uint16) []byte {
	answer = binary.BigEndian.AppendUint32(answer, uint32(len(bits)))
	for _, bit := range bits {
		answer = binary.BigEndian.AppendUint16(answer, bit)
	}
	return answer
}

func appendHints(answer []byte, read readInvoice) []byte {
	hints := read.invoice.RouteHints
	answer = binary.BigEndian.AppendUint32(answer, uint32(len(hints)))
	for _, hint := range hints {
		answer = binary.BigEndian.AppendUint32(answer, uint32(len(hint)))
		for _, hop := range hint {
			answer = append(answer, hop.NodeID.SerializeCompressed()...)
			answer = binary.BigEndian.AppendUint64(answer, hop.ChannelID)
			answer = binary.BigEndian.AppendUint32(
				answer, hop.FeeBaseMSat,
			)
			answer = binary.BigEndian.AppendUint32(
				answer, hop.FeeProportionalMillionths,
			)
			answer = binary.BigEndian.AppendUint16(
				answer, hop.CLTVExpiryDelta,
			)
		}
	}
	return answer
}

func appendOptional(answer []byte, read readInvoice) []byte {
	decoded := read.invoice
	answer = append(answer, 0, 0)
	present := len(answer) - 2
	var members uint16

	if decoded.MilliSat != nil {
		members |= 1 << 0
		answer = binary.BigEndian.AppendUint64(
			answer, uint64(*decoded.MilliSat),
		)
	}
	decoded.PaymentAddr.WhenSome(func(secret [32]byte) {
		members |= 1 << 1
		answer = append(answer, secret[:]...)
	})
	if decoded.Description != nil {
		members |= 1 << 2
		answer = appendBytes(answer, []byte(*decoded.Description))
	}
	if decoded.DescriptionHash != nil {
		members |= 1 << 3
		answer = append(answer, decoded.DescriptionHash[:]...)
	}
	if read.fallback != nil {
		members |= 1 << 4
		answer = append(answer, read.fallback.version)
		answer = appendBytes(answer, read.fallback.program)
	}
	if decoded.Metadata != nil {
		members |= 1 << 5
		answer = appendBytes(answer, decoded.Metadata)
	}
	binary.BigEndian.PutUint16(answer[present:], members)
	return answer
}
