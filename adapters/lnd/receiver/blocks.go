package receiver

import (
	"errors"

	"github.com/btcsuite/btcd/chaincfg/chainhash"
	"github.com/btcsuite/btcd/wire"
	"github.com/lightningnetwork/lnd/chainntnfs"
)

// chain is a chain that has heights alone.
type chain struct {
	height int32
	epochs chan *chainntnfs.BlockEpoch
}

var errHeightsAlone = errors.New("this chain has heights alone")

func newChain(height int32) *chain {
	return &chain{
		height: height, epochs: make(chan *chainntnfs.BlockEpoch, 1),
	}
}

func (c *chain) RegisterBlockEpochNtfn(*chainntnfs.BlockEpoch) (
	*chainntnfs.BlockEpochEvent, error) {

	return &chainntnfs.BlockEpochEvent{
		Epochs: c.epochs, Cancel: func() {},
	}, nil
}

// announce tells of a new height.
func (c *chain) announce(height int32) {
	c.height = height
	c.epochs <- &chainntnfs.BlockEpoch{
		Height: height, Hash: &chainhash.Hash{},
	}
}

func (*chain) RegisterConfirmationsNtfn(*chainhash.Hash, []byte, uint32,
	uint32, ...chainntnfs.NotifierOption) (*chainntnfs.ConfirmationEvent,
	error) {

	return nil, errHeightsAlone
}

func (*chain) RegisterSpendNtfn(*wire.OutPoint, []byte, uint32) (
	*chainntnfs.SpendEvent, error) {

	return nil, errHeightsAlone
}

func (*chain) Start() error { return nil }

func (*chain) Started() bool { return true }

func (*chain) Stop() error { return nil }
