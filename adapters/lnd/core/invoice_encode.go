package core

import (
	"math"
	"time"

	"github.com/btcsuite/btcd/btcec/v2"
	"github.com/btcsuite/btcd/btcec/v2/ecdsa"
	"github.com/btcsuite/btcd/btcutil"
	"github.com/btcsuite/btcd/chaincfg"
	"github.com/btcsuite/btcd/chaincfg/chainhash"
	"github.com/lightningnetwork/lnd/lnwire"
	"github.com/lightningnetwork/lnd/zpay32"
)

type invoiceText struct {
	Invoice string `json:"invoice"`
}

// invoiceEncode fills a zpay32.Invoice and lets LND write and sign it.
func invoiceEncode(in *arguments) (any, error) {
	// What was read, and is no part of what is written.
	for _, name := range []string{"hrp_amount", "signature", "recovery_id"} {
		in.read[name] = true
	}
	if err := refuseForms(in); err != nil {
		return nil, err
	}
	network, err := toNetwork(in)
	if err != nil {
		return nil, err
	}
	timestamp, err := in.integer("timestamp", 63)
	if err != nil {
		return nil, err
	}
	hash, err := optionalBytes32(in, "payment_hash")
	if err != nil {
		return nil, err
	}
	options, err := toInvoiceOptions(in, network.params)
	if err != nil {
		return nil, err
	}
	key, err := toPrivateKey(in)
	if err != nil {
		return nil, err
	}
	payee, err := toPayee(in, key)
	if err != nil {
		return nil, err
	}
	if payee != nil {
		options = append(options, zpay32.Destination(payee))
	}
	if err := in.finish(); err != nil {
		return nil, err
	}
	return writeInvoice(network.params, hash, timestamp, options, key)
}

func writeInvoice(net *chaincfg.Params, hash *[32]byte, timestamp uint64,
	options []func(*zpay32.Invoice), key *btcec.PrivateKey) (any, error) {

	// NewInvoice wants a hash. It is taken away again where there is none,
	// by an option as there are others, so that LND sees what was asked.
	var given [32]byte
	if hash != nil {
		given = *hash
	} else {
		options = append(options, func(invoice *zpay32.Invoice) {
			invoice.PaymentHash = nil
		})
	}
	written, err := zpay32.NewInvoice(
		net, given, time.Unix(int64(timestamp), 0), options...,
	)
	if err != nil {
		return nil, err
	}
	text, err := written.Encode(zpay32.MessageSigner{
		SignCompact: func(message []byte) ([]byte, error) {
			return ecdsa.SignCompact(
				key, chainhash.HashB(message), true,
			), nil
		},
	})
	if err != nil {
		return nil, err
	}
	return invoiceText{text}, nil
}

// refuseForms says which invoices LND has no words for: those with fields that
// it doesn't know, in another order than its own, or in upper case.
func refuseForms(in *arguments) error {
	if in.has("unknown") {
		return &lacking{why: "LND writes no unknown fields"}
	}
	upper, err := in.boolean("upper_case")
	if err != nil {
		return err
	}
	if upper {
		return &lacking{why: "LND writes lower case"}
	}
	if !in.has("order") {
		return nil
	}
	order, err := in.text("order")
	if err != nil {
		return err
	}
	own, err := writtenOrder(in)
	if err != nil {
		return err
	}
	if order != own {
		return &lacking{
			why: "LND writes its fields in one order: here " + own,
		}
	}
	return nil
}

// writtenOrder returns the tags of the fields that are asked for, in the order
// in which LND writes them.
func writtenOrder(in *arguments) (string, error) {
	count := map[string]int{}
	for _, member := range []string{"fallbacks", "route_hints", "features"} {
		if !in.has(member) {
			continue
		}
		var list []any
		if err := in.take(member, &list); err != nil {
			return "", err
		}
		count[member] = len(list)
	}
	inField, err := in.boolean("payee_in_field")
	if err != nil {
		return "", err
	}
	// One field for all features, one for each of the others.
	count["features"] = min(count["features"], 1)
	if inField {
		count["payee_in_field"] = 1
	}
	var order []byte
	for _, field := range []struct {
		tag    byte
		member string
	}{
		{'p', "payment_hash"}, {'d', "description"},
		{'h', "description_hash"}, {'m', "payment_metadata"},
		{'c', "min_final_cltv_expiry_delta"}, {'x', "expiry"},
		{'f', "fallbacks"}, {'r', "route_hints"},
		{'n', "payee_in_field"}, {'s', "payment_secret"},
		{'9', "features"},
	} {
		times, counted := count[field.member]
		if !counted && field.member != "payee_in_field" &&
			in.has(field.member) {

			times = 1
		}
		for range times {
			order = append(order, field.tag)
		}
	}
	return string(order), nil
}

func toNetwork(in *arguments) (network, error) {
	name, err := in.text("network")
	if err != nil {
		return network{}, err
	}
	return networkNamed(name)
}

func toInvoiceOptions(in *arguments, net *chaincfg.Params) (
	[]func(*zpay32.Invoice), error) {

	var options []func(*zpay32.Invoice)
	for _, read := range []func(*arguments) (func(*zpay32.Invoice), error){
		toAmount, toSecret, toDescription, toDescriptionHash,
		toMetadata, toExpiry, toCLTVExpiry, toInvoiceFeatures,
		func(in *arguments) (func(*zpay32.Invoice), error) {
			return toFallback(in, net)
		},
	} {
		option, err := read(in)
		if err != nil {
			return nil, err
		}
		if option != nil {
			options = append(options, option)
		}
	}
	hints, err := toRouteHints(in)
	if err != nil {
		return nil, err
	}
	for _, hint := range hints {
		options = append(options, zpay32.RouteHint(hint))
	}
	return options, nil
}

func toAmount(in *arguments) (func(*zpay32.Invoice), error) {
	if !in.has("amount_msat") {
		return nil, nil
	}
	amount, err := in.integer("amount_msat", 64)
	return zpay32.Amount(lnwire.MilliSatoshi(amount)), err
}

func toSecret(in *arguments) (func(*zpay32.Invoice), error) {
	secret, err := optionalBytes32(in, "payment_secret")
	if secret == nil || err != nil {
		return nil, err
	}
	return zpay32.PaymentAddr(*secret), nil
}

func toDescription(in *arguments) (func(*zpay32.Invoice), error) {
	if !in.has("description") {
		return nil, nil
	}
	text, err := in.text("description")
	return zpay32.Description(text), err
}

func toDescriptionHash(in *arguments) (func(*zpay32.Invoice), error) {
	hash, err := optionalBytes32(in, "description_hash")
	if hash == nil || err != nil {
		return nil, err
	}
	return zpay32.DescriptionHash(*hash), nil
}

func toMetadata(in *arguments) (func(*zpay32.Invoice), error) {
	metadata, err := optionalBytes(in, "payment_metadata")
	if metadata == nil || err != nil {
		return nil, err
	}
	return zpay32.Metadata(metadata), nil
}

func toExpiry(in *arguments) (func(*zpay32.Invoice), error) {
	if !in.has("expiry") {
		return nil, nil
	}
	seconds, err := in.integer("expiry", 64)
	if err != nil {
		return nil, err
	}
	if seconds > math.MaxInt64/uint64(time.Second) {
		return nil, notRepresentable("bad_value",
			"%d seconds do not fit a duration", seconds)
	}
	return zpay32.Expiry(time.Duration(seconds) * time.Second), nil
}

func toCLTVExpiry(in *arguments) (func(*zpay32.Invoice), error) {
	if !in.has("min_final_cltv_expiry_delta") {
		return nil, nil
	}
	delta, err := in.integer("min_final_cltv_expiry_delta", 64)
	return zpay32.CLTVExpiry(delta), err
}

func toInvoiceFeatures(in *arguments) (func(*zpay32.Invoice), error) {
	if !in.has("features") {
		return nil, nil
	}
	vector, err := toVector(in)
	if err != nil {
		return nil, err
	}
	return zpay32.Features(
		lnwire.NewFeatureVector(vector, lnwire.Features),
	), nil
}

// toFallback makes an address of the one fallback that LND's invoice holds.
func toFallback(in *arguments, net *chaincfg.Params) (
	func(*zpay32.Invoice), error) {

	if !in.has("fallbacks") {
		return nil, nil
	}
	list, err := in.objects("fallbacks")
	if err != nil || len(list) == 0 {
		return nil, err
	}
	if len(list) > 1 {
		return nil, &lacking{why: "LND's invoice has one fallback"}
	}
	version, err := list[0].integer("version", 64)
	if err != nil {
		return nil, err
	}
	program, err := list[0].bytes("program")
	if err != nil {
		return nil, err
	}
	if err := list[0].finish(); err != nil {
		return nil, err
	}
	address, err := toAddress(version, program, net)
	return zpay32.FallbackAddr(address), err
}

// toAddress chooses the types of address that zpay32 reads and writes.
func toAddress(version uint64, program []byte, net *chaincfg.Params) (
	btcutil.Address, error) {

	switch {
	case version == 0 && len(program) == 20:
		return btcutil.NewAddressWitnessPubKeyHash(program, net)
	case version == 0:
		return btcutil.NewAddressWitnessScriptHash(program, net)
	case version == 1:
		return btcutil.NewAddressTaproot(program, net)
	case version == 17:
		return btcutil.NewAddressPubKeyHash(program, net)
	case version == 18:
		return btcutil.NewAddressScriptHashFromHash(program, net)
	default:
		return nil, notRepresentable("bad_value",
			"no address has the version %d", version)
	}
}

func toRouteHints(in *arguments) ([][]zpay32.HopHint, error) {
	if !in.has("route_hints") {
		return nil, nil
	}
	var raws [][]jsonObject
	if err := in.take("route_hints", &raws); err != nil {
		return nil, err
	}
	hints := make([][]zpay32.HopHint, 0, len(raws))
	for _, raw := range raws {
		hint := make([]zpay32.HopHint, 0, len(raw))
		for _, object := range raw {
			hop, err := toHopHint(object)
			if err != nil {
				return nil, err
			}
			hint = append(hint, hop)
		}
		hints = append(hints, hint)
	}
	return hints, nil
}

func toHopHint(object jsonObject) (zpay32.HopHint, error) {
	var hint zpay32.HopHint
	in, err := parseArguments(object)
	if err != nil {
		return hint, err
	}
	if hint.NodeID, err = toPoint(in, "node_id"); err != nil {
		return hint, err
	}
	if hint.NodeID == nil {
		return hint, malformed("node_id is missing")
	}
	if hint.ChannelID, err = in.integer("short_channel_id", 64); err != nil {
		return hint, err
	}
	base, err := in.integer("fee_base_msat", 32)
	if err != nil {
		return hint, err
	}
	rate, err := in.integer("fee_proportional_millionths", 32)
	if err != nil {
		return hint, err
	}
	delta, err := in.integer("cltv_expiry_delta", 16)
	if err != nil {
		return hint, err
	}
	hint.FeeBaseMSat = uint32(base)
	hint.FeeProportionalMillionths = uint32(rate)
	hint.CLTVExpiryDelta = uint16(delta)
	return hint, in.finish()
}

// toPrivateKey reads the key that signs. A number that is no key is refused
// here: the type takes it modulo the group's order.
func toPrivateKey(in *arguments) (*btcec.PrivateKey, error) {
	raw, err := in.bytes32("private_key")
	if err != nil {
		return nil, err
	}
	var scalar btcec.ModNScalar
	if overflow := scalar.SetBytes(&raw); overflow != 0 || scalar.IsZero() {
		return nil, notRepresentable("bad_value",
			"private_key is not a private key")
	}
	return btcec.PrivKeyFromScalar(&scalar), nil
}

// toPayee returns the key for the payee's own field, and nil where the field is
// not asked for: LND has no other use for a payee when it writes.
func toPayee(in *arguments, key *btcec.PrivateKey) (*btcec.PublicKey, error) {
	inField, err := in.boolean("payee_in_field")
	if err != nil {
		return nil, err
	}
	payee, err := toPoint(in, "payee")
	if err != nil || !inField {
		return nil, err
	}
	if payee == nil {
		return key.PubKey(), nil
	}
	return payee, nil
}

// optionalBytes32 returns nil for a member that is absent.
func optionalBytes32(in *arguments, name string) (*[32]byte, error) {
	if !in.has(name) {
		return nil, nil
	}
	value, err := in.bytes32(name)
	return &value, err
}
