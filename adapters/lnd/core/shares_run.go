package core

import (
	"crypto/rand"
	"encoding/hex"
	"slices"

	"github.com/lightningnetwork/lnd/amp"
)

// shard is one that LND's shard tracker made and that wasn't cancelled since.
type shard struct {
	ID    string `json:"id"`
	Share string `json:"share"`
	Index string `json:"index"`
	Hash  string `json:"hash"`
}

type sharesResult struct {
	Shares []shard `json:"shares"`
}

// sharesRun tells one of LND's shard trackers what happens. The root and the
// set are drawn as LND's RPC server draws them, at random.
func sharesRun(in *arguments) (any, error) {
	events, err := in.objects("events")
	if err != nil {
		return nil, err
	}
	if err := in.finish(); err != nil {
		return nil, err
	}
	var root, setID [32]byte
	for _, drawn := range [][]byte{root[:], setID[:]} {
		if _, err := rand.Read(drawn); err != nil {
			return nil, err
		}
	}
	told := &toldTracker{
		tracker: amp.NewShardTracker(root, setID, [32]byte{}, 0),
		numbers: make(map[string]uint64),
		shards:  []shard{},
	}
	for _, event := range events {
		if err := told.tell(event); err != nil {
			return nil, err
		}
	}
	return sharesResult{told.shards}, nil
}

// toldTracker is LND's tracker, with the names by which a scenario calls what
// LND numbers.
type toldTracker struct {
	tracker *amp.ShardTracker
	numbers map[string]uint64
	shards  []shard
}

func (t *toldTracker) tell(event *arguments) error {
	made, err := event.object("new")
	if err != nil {
		return err
	}
	cancelled, err := event.object("cancel")
	if err != nil {
		return err
	}
	if err := event.finish(); err != nil {
		return err
	}
	switch {
	case made != nil && cancelled == nil:
		return t.add(made)
	case cancelled != nil && made == nil:
		return t.cancel(cancelled)
	default:
		return malformed("an event is either new or cancel")
	}
}

func (t *toldTracker) add(made *arguments) error {
	id, err := made.text("id")
	if err != nil {
		return err
	}
	last, err := made.boolean("last")
	if err != nil {
		return err
	}
	if err := made.finish(); err != nil {
		return err
	}
	number := t.number(id)
	added, err := t.tracker.NewShard(number, last)
	if err != nil {
		return err
	}
	record := added.AMP()
	share := record.RootShare()
	hash, err := t.tracker.GetHash(number)
	if err != nil {
		return err
	}
	// LND has one shard of a number: a second one takes the first one's
	// place.
	t.forget(id)
	t.shards = append(t.shards, shard{
		ID:    id,
		Share: hex.EncodeToString(share[:]),
		Index: decimal(uint64(record.ChildIndex())),
		Hash:  hex.EncodeToString(hash[:]),
	})
	return nil
}

func (t *toldTracker) cancel(cancelled *arguments) error {
	id, err := cancelled.text("id")
	if err != nil {
		return err
	}
	if err := cancelled.finish(); err != nil {
		return err
	}
	if err := t.tracker.CancelShard(t.number(id)); err != nil {
		return err
	}
	t.forget(id)
	return nil
}

func (t *toldTracker) number(id string) uint64 {
	number, known := t.numbers[id]
	if !known {
		number = uint64(len(t.numbers))
		t.numbers[id] = number
	}
	return number
}

func (t *toldTracker) forget(id string) {
	t.shards = slices.DeleteFunc(t.shards, func(known shard) bool {
		return known.ID == id
	})
}
