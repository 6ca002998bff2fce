//go:build !archive

package core

import (
	"context"
	"errors"

	"github.com/btcsuite/btcd/btcutil"
	"github.com/lightningnetwork/lnd/clock"
	"github.com/lightningnetwork/lnd/fn/v2"
	graphdb "github.com/lightningnetwork/lnd/graph/db"
	"github.com/lightningnetwork/lnd/graph/db/models"
	"github.com/lightningnetwork/lnd/htlcswitch"
	"github.com/lightningnetwork/lnd/lnrpc/routerrpc"
	"github.com/lightningnetwork/lnd/lnwire"
	"github.com/lightningnetwork/lnd/routing"
	"github.com/lightningnetwork/lnd/routing/route"
	"github.com/lightningnetwork/lnd/tlv"
)

// A payer is LND's RPC server for payments with LND's router behind it. What
// stands in for the rest of a node is here: a graph of one channel, from the
// payer to whomever the invoice is from, that carries any amount. It decides
// nothing.

// self is the payer's own node, a key like any other.
var self = route.Vertex{0: 0x02, 32: 0x01}

// onlyChannel is the identifier of the channel.
const onlyChannel = 1

// newPayer makes the RPC server of a node on the invoice's network. Settings
// are LND's defaults.
func newPayer(asked *payment, source routing.PaymentSessionSource) (
	*routerrpc.Server, error) {

	router, err := routing.New(routing.Config{SessionSource: source})
	if err != nil {
		return nil, err
	}
	server, _, err := routerrpc.New(&routerrpc.Config{
		Router: router,
		RouterBackend: &routerrpc.RouterBackend{
			SelfNode:         self,
			ActiveNetParams:  asked.network.params,
			MaxTotalTimelock: htlcswitch.DefaultMaxOutgoingCltvExpiry,
			Clock:            clock.NewTestClock(asked.now),
			ShouldSetExpAccountability: func() bool {
				return false
			},
		},
	})
	return server, err
}

// errRouteFound ends LND's payment after the first route.
var errRouteFound = errors.New("a route was found")

// sessionSource is where the router gets the session of a payment. It asks
// LND's own session for one route and ends the payment: nothing is sent.
type sessionSource struct {
	asked *payment
	found *route.Route
}

func (s *sessionSource) NewPaymentSession(paid *routing.LightningPayment,
	firstHop fn.Option[tlv.Blob],
	shaper fn.Option[htlcswitch.AuxTrafficShaper]) (routing.PaymentSession,
	error) {

	view := oneChannel{target: paid.Target}
	source := &routing.SessionSource{
		GraphSessionFactory: view,
		SourceNode:          &models.Node{PubKeyBytes: self},
		GetLink: func(lnwire.ShortChannelID) (
			htlcswitch.ChannelLink, error) {

			return anyAmount{}, nil
		},
		MissionControl: anyLuck{},
	}
	session, err := source.NewPaymentSession(paid, firstHop, shaper)
	if err != nil {
		return nil, err
	}
	height := s.asked.height(paid.FinalCLTVDelta + routing.BlockPadding)
	s.found, err = session.RequestRoute(
		paid.Amount, paid.FeeLimit, 0, height, paid.FirstHopCustomRecords,
	)
	if err != nil {
		return nil, err
	}
	return nil, errRouteFound
}

func (s *sessionSource) NewPaymentSessionEmpty() routing.PaymentSession {
	return nil
}

// oneChannel is the graph.
type oneChannel struct {
	target route.Vertex
}

func (g oneChannel) GraphSession(_ context.Context,
	use func(graph graphdb.NodeTraverser) error, _ func()) error {

	return use(g)
}

func (g oneChannel) ForEachNodeDirectedChannel(_ context.Context,
	node route.Vertex, use func(*graphdb.DirectedChannel) error,
	_ func()) error {

	other := self
	switch node {
	case self:
		other = g.target
	case g.target:
	default:
		return nil
	}
	return use(&graphdb.DirectedChannel{
		ChannelID:    onlyChannel,
		OtherNode:    other,
		OutPolicySet: true,
		InPolicy: &models.CachedEdgePolicy{
			ChannelID:    onlyChannel,
			ToNodePubKey: func() route.Vertex { return node },
		},
	})
}

func (oneChannel) FetchNodeFeatures(context.Context, route.Vertex) (
	*lnwire.FeatureVector, error) {

	return lnwire.EmptyFeatureVector(), nil
}

// anyAmount is a link that carries whatever is asked.
type anyAmount struct {
	htlcswitch.ChannelLink
}

func (anyAmount) EligibleToForward() bool { return true }

func (anyAmount) MayAddOutgoingHtlc(lnwire.MilliSatoshi) error { return nil }

func (anyAmount) Bandwidth() lnwire.MilliSatoshi {
	return lnwire.MaxMilliSatoshi
}

// anyLuck is a mission control that expects every payment to arrive.
type anyLuck struct {
	routing.MissionControlQuerier
}

func (anyLuck) GetProbability(_, _ route.Vertex, _ lnwire.MilliSatoshi,
	_ btcutil.Amount) float64 {

	return 1
}
