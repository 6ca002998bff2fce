// Package receiver runs LND's invoice registry in a time of its own.
//
// Nothing of LND is written again here. What stands in for the rest of a node
// is a clock that is moved by hand, a chain of heights, and a database that is
// deleted afterwards.
package receiver

import (
	"cmp"
	"context"
	"errors"
	"math"
	"slices"
	"time"

	"github.com/lightningnetwork/lnd/htlcswitch/hop"
	"github.com/lightningnetwork/lnd/invoices"
	"github.com/lightningnetwork/lnd/lntypes"
	"github.com/lightningnetwork/lnd/lnwire"
)

// Config is what a registry is told at its start.
type Config struct {
	// Start is the second at which it starts.
	Start uint64

	Height      int32
	RejectDelta int32
	Hold        time.Duration

	// Spontaneous is for AMP and keysend alike.
	Spontaneous bool

	// HTLCs is the most that will be presented.
	HTLCs int
}

// An HTLC is presented to the registry with the payload that LND read.
type HTLC struct {
	Key     invoices.CircuitKey
	Hash    lntypes.Hash
	Amount  lnwire.MilliSatoshi
	Expiry  uint32
	Payload *hop.Payload
}

// A Receiver is a running registry.
type Receiver struct {
	registry  *invoices.InvoiceRegistry
	modifier  *invoices.HtlcModificationInterceptor
	store     invoices.InvoiceDB
	close     func() error
	chain     *chain
	time      *sharedTime
	releases  *loopClock
	expiries  *loopClock
	decisions chan any
}

// Start opens a store and starts a registry on it. LND's loops are those of the
// process, so one registry runs at a time.
func Start(open Store, config Config) (*Receiver, error) {
	shared := &sharedTime{now: toTime(config.Start)}
	store, closeStore, err := open(&loopClock{shared: shared})
	if err != nil {
		return nil, err
	}
	receiver := &Receiver{
		modifier: invoices.NewHtlcModificationInterceptor(),
		store:    store,
		close:    closeStore,
		chain:    newChain(config.Height),
		time:     shared,
		releases: &loopClock{shared: shared},

		// The loop that expires invoices wakes up when one expires, and
		// goes round until that lies in the past. In a time that stands
		// still it would do so for ever: it is woken once it has
		// something to do.
		expiries: &loopClock{shared: shared, delay: time.Nanosecond},

		// The registry waits where nobody takes what it decides. Of
		// each HTLC that is held it decides once.
		decisions: make(chan any, config.HTLCs),
	}
	// There are no hold invoices, for which alone it watches heights.
	watcher := invoices.NewInvoiceExpiryWatcher(
		receiver.expiries, 0, uint32(config.Height), nil, receiver.chain,
	)
	receiver.registry = invoices.NewRegistry(
		store, watcher, &invoices.RegistryConfig{
			FinalCltvRejectDelta: config.RejectDelta,
			HtlcHoldDuration:     config.Hold,
			Clock:                receiver.releases,
			AcceptKeySend:        config.Spontaneous,
			AcceptAMP:            config.Spontaneous,
			HtlcInterceptor:      receiver.modifier,
		},
	)
	err = errors.Join(
		receiver.modifier.Start(), receiver.registry.Start(),
	)
	if err != nil {
		return nil, errors.Join(err, closeStore())
	}
	return receiver, nil
}

// longestExpiry is the longest time for which LND's databases can keep an
// invoice open: in SQL it is an int32 of seconds.
const longestExpiry = math.MaxInt32 * time.Second

// AddInvoice adds one that is in time up to a second, also where that is over
// already. Without such a second it is in time for as long as LND's databases
// can say, which is 68 years.
func (r *Receiver) AddInvoice(hash lntypes.Hash, terms invoices.ContractTerm,
	expiresAt *uint64) error {

	created := r.releases.Now()
	terms.Expiry = longestExpiry
	if expiresAt != nil {
		expires := toTime(*expiresAt)
		// LND takes an expiry of zero for an absent one.
		terms.Expiry = min(
			max(expires.Sub(created), time.Second), longestExpiry,
		)
		created = expires.Add(-terms.Expiry)
	}
	_, err := r.registry.AddInvoice(context.Background(), &invoices.Invoice{
		CreationDate: created, Terms: terms,
	}, hash)
	return err
}

// CancelInvoice cancels one as its owner does.
func (r *Receiver) CancelInvoice(hash lntypes.Hash) error {
	return r.registry.CancelInvoice(context.Background(), hash)
}

// MoveTo lets the time pass, once LND has done all that it has to do by now. All
// that it has to do on the way is done, each at its own time.
func (r *Receiver) MoveTo(second uint64) {
	for r.time.moveTo(toTime(second), r.releases, r.expiries) {
		r.Settle()
	}
}

// Height returns the height that was announced last.
func (r *Receiver) Height() int32 {
	return r.chain.height
}

// Announce tells of a new height.
func (r *Receiver) Announce(height int32) {
	r.chain.announce(height)
}

// Settle waits until LND has done all that it has to do by now.
func (r *Receiver) Settle() {
	waitIdle()
}

// Present gives the registry an HTLC, as LND's link does. Without a decision it
// is held.
func (r *Receiver) Present(htlc *HTLC) (invoices.HtlcResolution, error) {
	return r.registry.NotifyExitHopHtlc(
		htlc.Hash, htlc.Amount, htlc.Expiry, r.Height(), htlc.Key,
		r.decisions, nil, htlc.Payload,
	)
}

// Decisions returns what was decided on HTLCs that were held, since the last
// time that this was asked, in the order of their numbers: LND walks a map.
func (r *Receiver) Decisions() []invoices.HtlcResolution {
	var decided []invoices.HtlcResolution
	for range len(r.decisions) {
		decision := <-r.decisions
		decided = append(decided, decision.(invoices.HtlcResolution))
	}
	slices.SortFunc(decided, func(a, b invoices.HtlcResolution) int {
		return cmp.Compare(
			a.CircuitKey().HtlcID, b.CircuitKey().HtlcID,
		)
	})
	return decided
}

// Stop ends the registry and deletes its store.
func (r *Receiver) Stop() error {
	return errors.Join(r.registry.Stop(), r.modifier.Stop(), r.close())
}
