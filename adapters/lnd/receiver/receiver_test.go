package receiver

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/lightningnetwork/lnd/clock"
	"github.com/lightningnetwork/lnd/invoices"
	"github.com/lightningnetwork/lnd/lntypes"
	"github.com/lightningnetwork/lnd/lnwire"
)

var stores = map[string]Store{"key-value": KeyValue, "SQLite": SQLite}

// What was opened is empty, and deleted afterwards.
func TestStoresAreFreshAndDeleted(t *testing.T) {
	files := func() int {
		var count int
		for _, place := range []string{memory, os.TempDir()} {
			found, err := filepath.Glob(place + "/ampwire-lnd-*")
			if err != nil {
				t.Fatal(err)
			}
			count += len(found)
		}
		return count
	}
	for name, open := range stores {
		before := files()
		for range 2 {
			registry, err := Start(open, Config{Start: 7, HTLCs: 1})
			if err != nil {
				t.Fatal(name, err)
			}
			if files() <= before {
				t.Error(name, "has no file")
			}
			pending, err := registry.store.FetchPendingInvoices(t.Context())
			if err != nil || len(pending) != 0 {
				t.Error(name, pending, err)
			}
			add(t, registry, nil)
			if err := registry.Stop(); err != nil {
				t.Error(name, err)
			}
		}
		if files() != before {
			t.Error(name, "left a file")
		}
	}
}

func add(t *testing.T, registry *Receiver, expiresAt *uint64) {
	t.Helper()
	err := registry.AddInvoice(lntypes.Hash{1}, invoices.ContractTerm{
		PaymentAddr: [32]byte{2},
		Features: lnwire.NewFeatureVector(lnwire.NewRawFeatureVector(
			lnwire.TLVOnionPayloadRequired,
			lnwire.PaymentAddrRequired, lnwire.AMPRequired,
		), lnwire.Features),
	}, expiresAt)
	if err != nil {
		t.Fatal(err)
	}
}

// stateOf asks the store, which has to have kept the invoice's times.
func stateOf(t *testing.T, registry *Receiver) invoices.ContractState {
	t.Helper()
	invoice, err := registry.registry.LookupInvoice(
		t.Context(), lntypes.Hash{1},
	)
	if err != nil {
		t.Fatal(err)
	}
	if invoice.Terms.Expiry <= 0 || invoice.Terms.Expiry > longestExpiry {
		t.Error("the store has an expiry of", invoice.Terms.Expiry)
	}
	return invoice.State
}

// An invoice is cancelled when its last second is over, in no less and no more.
func TestInvoicesExpire(t *testing.T) {
	const century = 100 * 365 * 24 * 3600
	for name, open := range stores {
		for _, expiresAt := range []uint64{0, 6, 7, 8, 4000, century} {
			registry, err := Start(open, Config{Start: 7, HTLCs: 1})
			if err != nil {
				t.Fatal(name, err)
			}
			add(t, registry, &expiresAt)
			registry.Settle()

			open := expiresAt >= 7
			if (stateOf(t, registry) == invoices.ContractOpen) != open {
				t.Error(name, expiresAt, "at the start")
			}
			registry.MoveTo(max(7, expiresAt))
			registry.Settle()
			if (stateOf(t, registry) == invoices.ContractOpen) != open {
				t.Error(name, expiresAt, "in its last second")
			}
			registry.MoveTo(max(7, expiresAt) + 1)
			if stateOf(t, registry) != invoices.ContractCanceled {
				t.Error(name, expiresAt, "afterwards")
			}
			if err := registry.Stop(); err != nil {
				t.Error(name, err)
			}
		}
	}
}

// A store that can't be opened ends nothing that was begun.
func TestStoreThatFails(t *testing.T) {
	failing := func(clock.Clock) (invoices.InvoiceDB, func() error, error) {
		return nil, nil, os.ErrPermission
	}
	if _, err := Start(failing, Config{Hold: time.Second}); err == nil {
		t.Error("started")
	}
}
