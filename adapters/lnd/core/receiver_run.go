//go:build !archive

package core

import (
	"encoding/hex"
	"fmt"
	"math"
	"sync"
	"time"

	"ampwire.invalid/adapters/lnd/receiver"
	"github.com/lightningnetwork/lnd/invoices"
	"github.com/lightningnetwork/lnd/lntypes"
)

// A C archive is without LND's databases, as it is without what pays.
func init() {
	operations["receiver.run"] = receiverRun
}

// store is where the registry keeps its invoices.
var store receiver.Store = receiver.KeyValue

// UseSQLite has LND's invoice registry keep its invoices in SQLite from now on.
// The testee then calls itself otherwise.
func UseSQLite() {
	store, name = receiver.SQLite, "lnd-sqlite"
}

// receiving is held while a registry runs.
var receiving sync.Mutex

// outcome is one answer. Exactly one member behind the id is set.
type outcome struct {
	Event   string        `json:"event"`
	ID      string        `json:"id"`
	Settled string        `json:"settled,omitempty"`
	Failed  *namedFailure `json:"failed,omitempty"`
	Held    bool          `json:"held,omitempty"`
	Error   string        `json:"error,omitempty"`
}

type receiverResult struct {
	Outcomes []outcome `json:"outcomes"`
}

// receiverRun tells one of LND's invoice registries what happens.
func receiverRun(in *arguments) (any, error) {
	asked, err := toScenario(in)
	if err != nil {
		return nil, err
	}
	receiving.Lock()
	defer receiving.Unlock()

	registry, err := receiver.Start(store, asked.config)
	if err != nil {
		return nil, err
	}
	outcomes, err := tell(registry, asked)
	// A panic of LND's doesn't come here. What is locked then stays so, and
	// what is open: to end it could wait for ever.
	if stopped := registry.Stop(); stopped != nil {
		return nil, fmt.Errorf("ending the registry: %w", stopped)
	}
	if err != nil {
		return nil, err
	}
	return receiverResult{outcomes}, nil
}

func tell(registry *receiver.Receiver, asked *scenario) ([]outcome, error) {
	for _, invoice := range asked.invoices {
		err := registry.AddInvoice(
			invoice.hash, invoice.terms, invoice.expiresAt,
		)
		if err != nil {
			return nil, err
		}
	}
	registry.Settle()
	told := newTold(registry, asked)
	for number, event := range asked.events {
		told.event = decimal(uint64(number))
		told.tell(event)
	}
	return told.outcomes, nil
}

// told is a registry, and what a scenario calls the HTLCs that it holds.
type told struct {
	registry *receiver.Receiver
	invoices map[[32]byte]lntypes.Hash
	keys     map[string]invoices.CircuitKey
	held     map[invoices.CircuitKey]*scenarioHTLC
	event    string
	outcomes []outcome
}

func newTold(registry *receiver.Receiver, asked *scenario) *told {
	hashes := make(map[[32]byte]lntypes.Hash)
	for _, invoice := range asked.invoices {
		hashes[invoice.terms.PaymentAddr] = invoice.hash
	}
	return &told{
		registry: registry,
		invoices: hashes,
		keys:     make(map[string]invoices.CircuitKey),
		held:     make(map[invoices.CircuitKey]*scenarioHTLC),
		outcomes: []outcome{},
	}
}

func (t *told) tell(event scenarioEvent) {
	t.registry.MoveTo(event.at)
	t.decided()

	switch {
	case event.htlc != nil:
		t.present(event.htlc)

	case event.height != nil:
		t.registry.Announce(*event.height)

	// An owner has the hash of an invoice that was made. What LND says to
	// the owner, also that it can't cancel, is no answer for any HTLC.
	case event.cancelled != nil:
		if hash, known := t.invoices[*event.cancelled]; known {
			_ = t.registry.CancelInvoice(hash)
		}
	}
	t.registry.Settle()
	t.decided()
}

// decided reports what the registry decided on HTLCs that it held.
func (t *told) decided() {
	for _, decision := range t.registry.Decisions() {
		held := t.held[decision.CircuitKey()]
		delete(t.held, decision.CircuitKey())
		t.resolve(held, decision)
	}
}

func (t *told) answer(htlc *scenarioHTLC, answer outcome) {
	answer.Event, answer.ID = t.event, htlc.id
	t.outcomes = append(t.outcomes, answer)
}

// toHold reads a timeout into the type that LND has for it.
func toHold(in *arguments, name string) (time.Duration, error) {
	if !in.has(name) {
		return invoices.DefaultHtlcHoldDuration, nil
	}
	seconds, err := in.integer(name, 64)
	if err != nil {
		return 0, err
	}
	if seconds > math.MaxInt64/uint64(time.Second) {
		return 0, notRepresentable("bad_value",
			"%s is over 292 years", name)
	}
	return time.Duration(seconds) * time.Second, nil
}

func toOutcome(decision invoices.HtlcResolution, htlc *scenarioHTLC) outcome {
	switch resolution := decision.(type) {
	case *invoices.HtlcSettleResolution:
		preimage := resolution.Preimage
		return outcome{Settled: hex.EncodeToString(preimage[:])}

	case *invoices.HtlcFailResolution:
		return failed(resolutionFailure(resolution, htlc.amount))

	default:
		return outcome{Error: fmt.Sprintf(
			"unknown resolution %T", decision,
		)}
	}
}

func (t *told) resolve(htlc *scenarioHTLC, decision invoices.HtlcResolution) {
	t.answer(htlc, toOutcome(decision, htlc))
}
