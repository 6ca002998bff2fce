package core

import (
	"bytes"
	"encoding/hex"

	lnd "github.com/lightningnetwork/lnd/record"
)

type ampRecord struct {
	Layout     string `json:"layout,omitempty"`
	RootShare  string `json:"root_share"`
	SetID      string `json:"set_id"`
	ChildIndex string `json:"child_index"`
}

func fromAMP(amp *lnd.AMP) ampRecord {
	rootShare, setID := amp.RootShare(), amp.SetID()
	return ampRecord{
		RootShare:  hex.EncodeToString(rootShare[:]),
		SetID:      hex.EncodeToString(setID[:]),
		ChildIndex: decimal(uint64(amp.ChildIndex())),
	}
}

// toAMP reads layout, root_share, set_id and child_index.
func toAMP(in *arguments) (*lnd.AMP, error) {
	layout, err := in.text("layout")
	if err != nil {
		return nil, err
	}
	if err := expectType14(layout); err != nil {
		return nil, err
	}
	rootShare, err := in.bytes32("root_share")
	if err != nil {
		return nil, err
	}
	setID, err := in.bytes32("set_id")
	if err != nil {
		return nil, err
	}
	childIndex, err := in.integer("child_index", 32)
	if err != nil {
		return nil, err
	}
	if err := in.finish(); err != nil {
		return nil, err
	}
	return lnd.NewAMP(rootShare, setID, uint32(childIndex)), nil
}

func ampRecordDecode(in *arguments) (any, error) {
	layout, err := in.text("layout")
	if err != nil {
		return nil, err
	}
	if err := expectType14(layout); err != nil {
		return nil, err
	}
	raw, err := onlyBytes(in)
	if err != nil {
		return nil, err
	}
	var (
		amp     lnd.AMP
		scratch [8]byte
	)
	err = lnd.AMPDecoder(
		bytes.NewReader(raw), &amp, &scratch, uint64(len(raw)),
	)
	if err != nil {
		return nil, err
	}
	return fromAMP(&amp), nil
}

func ampRecordEncode(in *arguments) (any, error) {
	amp, err := toAMP(in)
	if err != nil {
		return nil, err
	}
	return encoded(func(out *bytes.Buffer, scratch *[8]byte) error {
		return lnd.AMPEncoder(out, amp, scratch)
	})
}
