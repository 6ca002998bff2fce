package main

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"sync"

	"github.com/btcsuite/btcd/btcec/v2"
	sphinx "github.com/lightningnetwork/lightning-onion"
	"github.com/lightningnetwork/lnd/lnrpc/routerrpc"
)

// failureLength is what a failure message and its padding make together (BOLT 4).
const failureLength = 256

// errNotForUs says that an onion does not open with this node's key, or goes on.
var errNotForUs = errors.New("the HTLC is not for this node")

// held is an HTLC that waits for its decision.
type held struct {
	key      *routerrpc.CircuitKey
	failures *sphinx.OnionErrorEncrypter
}

// node has the key that the onions are for, and what it was asked about.
type node struct {
	router *sphinx.Router

	mu   sync.Mutex
	held map[string]held
}

// arrival is a line of output.
type arrival struct {
	ID          string `json:"id"`
	AmountMsat  string `json:"amount_msat"`
	PaymentHash string `json:"payment_hash"`
	CltvExpiry  string `json:"cltv_expiry"`
	Payload     string `json:"payload"`
}

func newNode(key string) (*node, error) {
	secret, err := hex.DecodeString(key)
	if err != nil {
		return nil, err
	}
	private, _ := btcec.PrivKeyFromBytes(secret)
	// LND has its own protection against replays before it asks.
	router := sphinx.NewRouter(&sphinx.PrivKeyECDH{PrivKey: private}, sphinx.NewNoOpReplayLog())

	return &node{router: router, held: make(map[string]held)}, nil
}

// peel opens what is left of an onion.
func (n *node) peel(request *routerrpc.ForwardHtlcInterceptRequest) (*arrival, error) {
	var packet sphinx.OnionPacket
	if err := packet.Decode(bytes.NewReader(request.OnionBlob)); err != nil {
		return nil, err
	}
	peeled, err := n.router.ProcessOnionPacket(&packet, request.PaymentHash, 0)
	if err != nil || peeled.Action != sphinx.ExitNode {
		return nil, errNotForUs
	}
	failures, err := sphinx.NewOnionErrorEncrypter(n.router, packet.EphemeralKey)
	if err != nil {
		return nil, err
	}
	key := request.IncomingCircuitKey
	id := fmt.Sprintf("%d/%d", key.ChanId, key.HtlcId)

	n.mu.Lock()
	defer n.mu.Unlock()
	n.held[id] = held{key: key, failures: failures}

	return &arrival{
		ID: id,
		// What the node in front would offer to this one.
		AmountMsat:  strconv.FormatUint(request.OutgoingAmountMsat, 10),
		PaymentHash: hex.EncodeToString(request.PaymentHash),
		CltvExpiry:  strconv.FormatUint(uint64(request.OutgoingExpiry), 10),
		Payload:     hex.EncodeToString(peeled.Payload.Payload),
	}, nil
}

// take gives what is held under an id, once.
func (n *node) take(id string) (held, bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	found, ok := n.held[id]
	delete(n.held, id)

	return found, ok
}

// padded is a failure message in its frame: its length, itself, the padding's length, the padding.
func padded(message []byte) []byte {
	frame := binary.BigEndian.AppendUint16(nil, uint16(len(message)))
	frame = append(frame, message...)
	padding := failureLength - len(message)
	frame = binary.BigEndian.AppendUint16(frame, uint16(padding))

	return append(frame, make([]byte, padding)...)
}
