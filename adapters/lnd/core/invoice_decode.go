package core

import (
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/btcsuite/btcd/btcutil"
	"github.com/lightningnetwork/lnd/zpay32"
)

func invoiceDecode(in *arguments) (any, error) {
	text, err := in.text("invoice")
	if err != nil {
		return nil, err
	}
	if in.has("verify") {
		verify, err := in.boolean("verify")
		if err != nil {
			return nil, err
		}
		if !verify {
			return nil, &lacking{why: "zpay32 always verifies"}
		}
	}
	if err := in.finish(); err != nil {
		return nil, err
	}
	read, err := decodeInvoice(text)
	if err != nil {
		return nil, err
	}
	return fromInvoice(read), nil
}

// readInvoice is what LND makes of an invoice's text.
type readInvoice struct {
	network  string
	invoice  *zpay32.Invoice
	fallback *fallbackProgram
}

func decodeInvoice(text string) (readInvoice, error) {
	network := networkOf(text)
	decoded, err := zpay32.Decode(text, network.params)
	if err != nil {
		return readInvoice{}, err
	}
	fallback, err := fromAddress(decoded.FallbackAddr)
	return readInvoice{network.name, decoded, fallback}, err
}

// fallbackProgram is an address in the form of an invoice.
type fallbackProgram struct {
	version byte
	program []byte
}

// fromAddress takes an address of LND's apart; there may be none. The version
// is one that zpay32 has the type for.
func fromAddress(address btcutil.Address) (*fallbackProgram, error) {
	if address == nil {
		return nil, nil
	}
	var version byte
	switch kind := address.(type) {
	case *btcutil.AddressPubKeyHash:
		version = 17
	case *btcutil.AddressScriptHash:
		version = 18
	case interface{ WitnessVersion() byte }:
		version = kind.WitnessVersion()
	default:
		return nil, &lacking{
			why: fmt.Sprintf("an address of type %T", address),
		}
	}
	return &fallbackProgram{version, address.ScriptAddress()}, nil
}

// effectiveExpiry returns the seconds of LND's duration. A duration has
// nanoseconds and can be too small for the invoice's number; what LND then has
// may be below zero, which the protocol has no way to write.
func effectiveExpiry(decoded *zpay32.Invoice) (int64, bool) {
	seconds := int64(decoded.Expiry() / time.Second)
	return seconds, seconds >= 0
}

// fromInvoice reports what LND decoded.
func fromInvoice(read readInvoice) invoice {
	decoded := read.invoice
	result := invoice{
		Network:     read.network,
		Timestamp:   decimal(uint64(decoded.Timestamp.Unix())),
		PaymentHash: hex.EncodeToString(decoded.PaymentHash[:]),
		Payee: hex.EncodeToString(
			decoded.Destination.SerializeCompressed(),
		),
		Description: decoded.Description,
		Features:    []string{},
		Effective: invoiceTimes{
			MinFinalCLTVExpiryDelta: decimal(
				decoded.MinFinalCLTVExpiry(),
			),
		},
	}
	inHex := func(value []byte) *string {
		text := hex.EncodeToString(value)
		return &text
	}
	if seconds, writable := effectiveExpiry(decoded); writable {
		result.Effective.Expiry = decimal(uint64(seconds))
	}
	if decoded.MilliSat != nil {
		amount := decimal(uint64(*decoded.MilliSat))
		result.AmountMsat = &amount
	}
	decoded.PaymentAddr.WhenSome(func(secret [32]byte) {
		result.PaymentSecret = inHex(secret[:])
	})
	if decoded.DescriptionHash != nil {
		result.DescriptionHash = inHex(decoded.DescriptionHash[:])
	}
	if decoded.Metadata != nil {
		result.PaymentMetadata = inHex(decoded.Metadata)
	}
	if read.fallback != nil {
		result.Fallbacks = []fallback{{
			Version: decimal(uint64(read.fallback.version)),
			Program: hex.EncodeToString(read.fallback.program),
		}}
	}
	for _, hint := range decoded.RouteHints {
		result.RouteHints = append(result.RouteHints, fromHint(hint))
	}
	for _, bit := range invoiceFeatures(decoded) {
		result.Features = append(result.Features, decimal(uint64(bit)))
	}
	return result
}

// invoiceFeatures returns the bits that are set, ascending. LND gives an
// invoice without features an empty vector.
func invoiceFeatures(decoded *zpay32.Invoice) []uint16 {
	bits := []uint16{}
	for _, bit := range slices.Sorted(maps.Keys(decoded.Features.Features())) {
		bits = append(bits, uint16(bit))
	}
	return bits
}

func fromHint(hint []zpay32.HopHint) []hopHint {
	list := make([]hopHint, 0, len(hint))
	for _, hop := range hint {
		list = append(list, hopHint{
			NodeID: hex.EncodeToString(
				hop.NodeID.SerializeCompressed(),
			),
			ShortChannelID: decimal(hop.ChannelID),
			FeeBaseMsat:    decimal(uint64(hop.FeeBaseMSat)),
			FeeProportionalMillionths: decimal(
				uint64(hop.FeeProportionalMillionths),
			),
			CLTVExpiryDelta: decimal(uint64(hop.CLTVExpiryDelta)),
		})
	}
	return list
}
