package core

import (
	"encoding/hex"

	"github.com/lightningnetwork/lnd/amp"
	"github.com/lightningnetwork/lnd/lntypes"
)

type child struct {
	Preimage string `json:"preimage"`
	Hash     string `json:"hash"`
}

func fromChild(derived *amp.Child) child {
	return child{
		Preimage: hex.EncodeToString(derived.Preimage[:]),
		Hash:     hex.EncodeToString(derived.Hash[:]),
	}
}

func expectSHA256(in *arguments) error {
	scheme, err := in.text("scheme")
	if err != nil {
		return err
	}
	if scheme != "sha256" {
		return &lacking{why: "LND derives by the scheme sha256 only"}
	}
	return nil
}

func toDescriptor(in *arguments) (amp.ChildDesc, error) {
	var descriptor amp.ChildDesc
	share, err := in.bytes32("share")
	if err != nil {
		return descriptor, err
	}
	index, err := in.integer("index", 32)
	if err != nil {
		return descriptor, err
	}
	return amp.ChildDesc{Share: share, Index: uint32(index)}, nil
}

func ampDerive(in *arguments) (any, error) {
	if err := expectSHA256(in); err != nil {
		return nil, err
	}
	root, err := in.bytes32("root")
	if err != nil {
		return nil, err
	}
	descriptor, err := toDescriptor(in)
	if err != nil {
		return nil, err
	}
	if err := in.finish(); err != nil {
		return nil, err
	}
	return fromChild(amp.DeriveChild(root, descriptor)), nil
}

// ampReconstruct reports no root: LND's function doesn't return it.
func ampReconstruct(in *arguments) (any, error) {
	if err := expectSHA256(in); err != nil {
		return nil, err
	}
	list, err := in.objects("children")
	if err != nil {
		return nil, err
	}
	if err := in.finish(); err != nil {
		return nil, err
	}
	descriptors := make([]amp.ChildDesc, 0, len(list))
	hashes := make(map[int]lntypes.Hash)
	for position, entry := range list {
		descriptor, err := toDescriptor(entry)
		if err != nil {
			return nil, err
		}
		descriptors = append(descriptors, descriptor)
		if entry.has("hash") {
			hash, err := entry.bytes32("hash")
			if err != nil {
				return nil, err
			}
			hashes[position] = hash
		}
		if err := entry.finish(); err != nil {
			return nil, err
		}
	}

	children := make([]child, 0, len(descriptors))
	for position, derived := range amp.ReconstructChildren(descriptors...) {
		// ReconstructChildren never fails and is given no hashes. In
		// LND the invoice registry holds the HTLC's hash against
		// Child.Hash, in code that is not exported. Preimage.Matches
		// is exported and is the same question, and LND asks it once
		// more of each AMP preimage when it updates the invoice; so it
		// is LND's code that finds the mismatch here.
		hash, given := hashes[position]
		if given && !derived.Preimage.Matches(hash) {
			return nil, &refusal{
				class: "mismatch",
				message: "the derived preimage does not match " +
					"the hash given",
			}
		}
		children = append(children, fromChild(derived))
	}
	return struct {
		Children []child `json:"children"`
	}{children}, nil
}
