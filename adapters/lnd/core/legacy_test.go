package core

import (
	"bytes"
	"testing"

	"github.com/btcsuite/btcd/btcec/v2"
	sphinx "github.com/lightningnetwork/lightning-onion"
	"github.com/lightningnetwork/lnd/htlcswitch/hop"
)

// A hop payload of length 0 was the legacy format. BOLT 4 has it no more; LND reads it.
func TestLengthZeroIsLegacy(t *testing.T) {
	key, _ := btcec.PrivKeyFromBytes(bytes.Repeat([]byte{1}, 32))
	session, _ := btcec.PrivKeyFromBytes(bytes.Repeat([]byte{2}, 32))
	hash := bytes.Repeat([]byte{3}, 32)

	payload, err := sphinx.NewLegacyHopPayload(&sphinx.HopData{
		NextAddress: [8]byte{7: 5}, ForwardAmount: 1000, OutgoingCltv: 800,
	})
	if err != nil {
		t.Fatal(err)
	}
	path := sphinx.PaymentPath{{NodePub: *key.PubKey(), HopPayload: payload}}
	packet, err := sphinx.NewOnionPacket(&path, session, hash, sphinx.BlankPacketFiller)
	if err != nil {
		t.Fatal(err)
	}
	var onion, frame bytes.Buffer
	if err := payload.Encode(&frame); err != nil {
		t.Fatal(err)
	}
	if frame.Bytes()[0] != 0 {
		t.Fatalf("the length is %d", frame.Bytes()[0])
	}
	if err := packet.Encode(&onion); err != nil {
		t.Fatal(err)
	}

	router := sphinx.NewRouter(&sphinx.PrivKeyECDH{PrivKey: key}, sphinx.NewNoOpReplayLog())
	if err := router.Start(); err != nil {
		t.Fatal(err)
	}
	defer router.Stop()
	iterator, failure := hop.NewOnionProcessor(router).ReconstructHopIterator(
		&onion, hash, hop.ReconstructBlindingInfo{},
	)
	if failure != nil {
		t.Fatal(failure)
	}
	read, _, err := iterator.HopPayload()
	if err != nil {
		t.Fatal(err)
	}
	info := read.ForwardingInfo()
	if info.AmountToForward != 1000 || info.OutgoingCTLV != 800 || info.NextHop.ToUint64() != 5 {
		t.Fatalf("%+v", info)
	}
}
