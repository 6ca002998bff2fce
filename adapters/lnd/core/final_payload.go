//go:build !archive

package core

import (
	"bytes"
	"math"
	"time"

	"github.com/lightningnetwork/lnd/lnrpc/routerrpc"
	"github.com/lightningnetwork/lnd/routing/route"
)

// A C archive is for fuzzers, which read and don't pay: it is built without
// the RPC server and all that comes with it.
func init() {
	operations["invoice.final_payload"] = finalPayload
	capabilities = append(capabilities, "now")
}

// finalPayload asks LND to pay an invoice, and returns the payload of the final
// hop of the first part that LND would send.
func finalPayload(in *arguments) (any, error) {
	asked, err := toPayment(in)
	if err != nil {
		return nil, err
	}
	found, err := requestRoute(asked)
	if err != nil {
		return nil, err
	}
	if part := uint64(found.ReceiverAmt()); part != asked.amount {
		return nil, notRepresentable("bad_amount",
			"LND sends %d msat here, and not %d", part, asked.amount)
	}
	return encoded(func(out *bytes.Buffer, _ *[8]byte) error {
		return found.FinalHop().PackHopPayload(out, 0, true)
	})
}

// payment is what LND is asked to pay, and when.
type payment struct {
	request *routerrpc.SendPaymentRequest
	network network
	amount  uint64
	expiry  uint32
	now     time.Time
}

func toPayment(in *arguments) (*payment, error) {
	text, err := in.text("invoice")
	if err != nil {
		return nil, err
	}
	amount, err := in.integer("amount_msat", 64)
	if err != nil {
		return nil, err
	}
	// A user gives the total to LND as an int64.
	total, err := in.integer("total_msat", 63)
	if err != nil {
		return nil, err
	}
	expiry, err := in.integer("outgoing_cltv_value", 32)
	if err != nil {
		return nil, err
	}
	// Without a time it is the beginning of time: nothing has expired.
	var now uint64
	if in.has("now") {
		if now, err = in.integer("now", 63); err != nil {
			return nil, err
		}
	}
	if err := in.finish(); err != nil {
		return nil, err
	}
	asked := &payment{
		request: &routerrpc.SendPaymentRequest{PaymentRequest: text},
		network: networkOf(text),
		amount:  amount,
		expiry:  uint32(expiry),
		now:     time.Unix(int64(now), 0),
	}
	asked.setTotal(total)
	asked.setPart(total)
	return asked, nil
}

// setTotal gives the total to LND in the way that a user has: by saying
// nothing, where it is what the invoice asks for.
func (p *payment) setTotal(total uint64) {
	read, err := decodeInvoice(p.request.PaymentRequest)
	if err == nil && read.invoice.MilliSat != nil &&
		uint64(*read.invoice.MilliSat) == total {

		return
	}
	// An invoice that LND refuses is refused again when it is to be paid.
	p.request.AmtMsat = int64(total)
}

// setPart asks for parts of the amount: a user says how large one may be, and
// how many there may be.
func (p *payment) setPart(total uint64) {
	if p.amount == 0 || p.amount >= total {
		return
	}
	parts := (total-1)/p.amount + 1
	p.request.MaxShardSizeMsat = p.amount
	p.request.MaxParts = uint32(min(
		parts, routerrpc.MaxPartsUpperLimit, math.MaxUint32,
	))
}

// height returns the block height at which the final hop's expiry comes out as
// asked, given what LND adds to the height. Heights go round, as LND's do.
func (p *payment) height(added uint16) uint32 {
	return p.expiry - uint32(added)
}

// requestRoute has LND's RPC server prepare the payment and LND's payment
// session find the route for its first part.
func requestRoute(asked *payment) (*route.Route, error) {
	session := &sessionSource{asked: asked}
	server, err := newPayer(asked, session)
	if err != nil {
		return nil, err
	}
	// The server returns the error with which the session ended it, or
	// refused before there was a session.
	err = server.SendPaymentV2(asked.request, nil)
	if session.found != nil {
		return session.found, nil
	}
	return nil, err
}
