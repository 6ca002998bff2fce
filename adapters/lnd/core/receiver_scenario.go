//go:build !archive

package core

import (
	"ampwire.invalid/adapters/lnd/receiver"
	"github.com/lightningnetwork/lnd/invoices"
	"github.com/lightningnetwork/lnd/lntypes"
	"github.com/lightningnetwork/lnd/lnwire"
)

// scenario is a request of receiver.run in LND's types.
type scenario struct {
	config   receiver.Config
	invoices []scenarioInvoice
	events   []scenarioEvent
}

type scenarioInvoice struct {
	hash      lntypes.Hash
	terms     invoices.ContractTerm
	expiresAt *uint64
}

// scenarioEvent has at most one member behind the time.
type scenarioEvent struct {
	at        uint64
	htlc      *scenarioHTLC
	height    *int32
	cancelled *[32]byte
}

type scenarioHTLC struct {
	id      string
	amount  lnwire.MilliSatoshi
	hash    lntypes.Hash
	expiry  uint32
	payload []byte
}

func toScenario(in *arguments) (*scenario, error) {
	config, err := in.object("config")
	if err != nil {
		return nil, err
	}
	if config == nil {
		return nil, malformed("config is missing")
	}
	asked := &scenario{}
	if asked.config, err = toConfig(config); err != nil {
		return nil, err
	}
	list, err := in.objects("invoices")
	if err != nil {
		return nil, err
	}
	for _, entry := range list {
		invoice, err := toInvoice(entry, asked.config.RejectDelta)
		if err != nil {
			return nil, err
		}
		asked.invoices = append(asked.invoices, *invoice)
	}
	if list, err = in.objects("events"); err != nil {
		return nil, err
	}
	for _, entry := range list {
		event, err := toEvent(entry)
		if err != nil {
			return nil, err
		}
		asked.events = append(asked.events, *event)
	}
	asked.config.HTLCs = len(asked.events)
	return asked, asked.checkTimes(in)
}

// checkTimes sets when the registry starts: at the first event.
func (s *scenario) checkTimes(in *arguments) error {
	if len(s.events) > 0 {
		s.config.Start = s.events[0].at
	}
	last := s.config.Start
	for _, event := range s.events {
		if event.at < last {
			return malformed("at decreases")
		}
		last = event.at
	}
	return in.finish()
}

func toConfig(in *arguments) (receiver.Config, error) {
	var config receiver.Config
	if err := expectSHA256(in); err != nil {
		return config, err
	}
	if err := expectLayouts(in); err != nil {
		return config, err
	}
	spontaneous, err := in.boolean("accept_spontaneous")
	if err != nil {
		return config, err
	}
	// LND keeps every record of a custom type, and has no list of those
	// that it knows.
	if in.has("known_custom_types") {
		var types []string
		if err := in.take("known_custom_types", &types); err != nil {
			return config, err
		}
	}
	hold, err := toHold(in, "mpp_timeout")
	if err != nil {
		return config, err
	}
	delta, err := in.integer("min_final_cltv_expiry_delta", 31)
	if err != nil {
		return config, err
	}
	height, err := in.integer("block_height", 31)
	if err != nil {
		return config, err
	}
	return receiver.Config{
		Height:      int32(height),
		RejectDelta: int32(delta),
		Hold:        hold,
		Spontaneous: spontaneous,
	}, in.finish()
}

// toInvoice makes one as LND's RPC server does, with the features of its kind.
func toInvoice(in *arguments, rejectDelta int32) (*scenarioInvoice, error) {
	secret, err := in.bytes32("payment_secret")
	if err != nil {
		return nil, err
	}
	hash, err := in.bytes32("payment_hash")
	if err != nil {
		return nil, err
	}
	invoice := &scenarioInvoice{hash: hash}
	invoice.terms.PaymentAddr = secret
	if err := invoice.setKind(in); err != nil {
		return nil, err
	}
	if in.has("amount_msat") {
		amount, err := in.integer("amount_msat", 64)
		if err != nil {
			return nil, err
		}
		invoice.terms.Value = lnwire.MilliSatoshi(amount)
	}
	if in.has("expires_at") {
		expires, err := second(in, "expires_at")
		if err != nil {
			return nil, err
		}
		invoice.expiresAt = &expires
	}
	// An invoice of LND's always has one.
	invoice.terms.FinalCltvDelta = rejectDelta
	if in.has("min_final_cltv_expiry_delta") {
		delta, err := in.integer("min_final_cltv_expiry_delta", 31)
		if err != nil {
			return nil, err
		}
		invoice.terms.FinalCltvDelta = int32(delta)
	}
	// LND's registry has no place for it.
	if in.has("payment_metadata") {
		if _, err := in.bytes("payment_metadata"); err != nil {
			return nil, err
		}
	}
	return invoice, in.finish()
}

func (i *scenarioInvoice) setKind(in *arguments) error {
	amp, err := in.boolean("amp")
	if err != nil {
		return err
	}
	if amp && in.has("preimage") {
		return &lacking{why: "LND has no invoice for AMP and MPP"}
	}
	kinds := []lnwire.FeatureBit{
		lnwire.TLVOnionPayloadRequired, lnwire.PaymentAddrRequired,
	}
	if amp {
		kinds = append(kinds, lnwire.AMPRequired)
	} else {
		kinds = append(kinds, lnwire.MPPOptional)
		preimage, err := in.bytes32("preimage")
		if err != nil {
			return err
		}
		i.terms.PaymentPreimage = (*lntypes.Preimage)(&preimage)
	}
	i.terms.Features = lnwire.NewFeatureVector(
		lnwire.NewRawFeatureVector(kinds...), lnwire.Features,
	)
	return nil
}

func toEvent(in *arguments) (*scenarioEvent, error) {
	at, err := second(in, "at")
	if err != nil {
		return nil, err
	}
	event := &scenarioEvent{at: at}
	if len(in.members) != 2 {
		return nil, malformed("an event has a time and one thing more")
	}
	switch {
	case in.has("htlc"):
		event.htlc, err = toHTLC(in)

	case in.has("block_height"):
		var height uint64
		height, err = in.integer("block_height", 31)
		announced := int32(height)
		event.height = &announced

	case in.has("cancel_invoice"):
		var secret [32]byte
		secret, err = in.bytes32("cancel_invoice")
		event.cancelled = &secret

	case in.has("cancel_set"):
		return nil, &lacking{why: "LND cancels no set alone"}

	case in.has("tick"):
		_, err = in.boolean("tick")
	}
	if err != nil {
		return nil, err
	}
	return event, in.finish()
}

func toHTLC(in *arguments) (*scenarioHTLC, error) {
	entry, err := in.object("htlc")
	if err != nil {
		return nil, err
	}
	htlc := &scenarioHTLC{}
	if htlc.id, err = entry.text("id"); err != nil {
		return nil, err
	}
	amount, err := entry.integer("amount_msat", 64)
	if err != nil {
		return nil, err
	}
	htlc.amount = lnwire.MilliSatoshi(amount)
	hash, err := entry.bytes32("payment_hash")
	if err != nil {
		return nil, err
	}
	htlc.hash = hash
	expiry, err := entry.integer("cltv_expiry", 32)
	if err != nil {
		return nil, err
	}
	htlc.expiry = uint32(expiry)
	if htlc.payload, err = entry.bytes("payload"); err != nil {
		return nil, err
	}
	return htlc, entry.finish()
}

// second reads a time that LND's databases can hold.
func second(in *arguments, name string) (uint64, error) {
	value, err := in.integer(name, 64)
	if err != nil {
		return 0, err
	}
	if value > receiver.LastSecond {
		return 0, notRepresentable("bad_value",
			"%s is over %d, and LND keeps nanoseconds", name,
			receiver.LastSecond)
	}
	return value, nil
}
