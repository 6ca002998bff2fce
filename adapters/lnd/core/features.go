package core

import (
	"bytes"
	"maps"
	"slices"

	"github.com/lightningnetwork/lnd/feature"
	"github.com/lightningnetwork/lnd/lnwire"
)

type featuresResult struct {
	Features []string `json:"features"`
}

func featuresDecode(in *arguments) (any, error) {
	raw, err := onlyBytes(in)
	if err != nil {
		return nil, err
	}
	vector := lnwire.NewRawFeatureVector()
	err = vector.DecodeBase256(bytes.NewReader(raw), len(raw))
	if err != nil {
		return nil, err
	}
	// The raw vector doesn't list its bits, the vector around it does.
	named := lnwire.NewFeatureVector(vector, lnwire.Features)
	bits := []string{}
	for _, bit := range slices.Sorted(maps.Keys(named.Features())) {
		bits = append(bits, decimal(uint64(bit)))
	}
	return featuresResult{bits}, nil
}

func featuresEncode(in *arguments) (any, error) {
	vector, err := toVector(in)
	if err != nil {
		return nil, err
	}
	if err := in.finish(); err != nil {
		return nil, err
	}
	return encoded(func(out *bytes.Buffer, _ *[8]byte) error {
		return vector.EncodeBase256(out)
	})
}

// featuresCheck makes the two checks that LND makes of a peer's features and of
// a payee's, in the same order. LND checks no context in what it reads, so the
// three contexts get the same answer.
func featuresCheck(in *arguments) (any, error) {
	vector, err := toVector(in)
	if err != nil {
		return nil, err
	}
	context, err := in.text("context")
	if err != nil {
		return nil, err
	}
	if !slices.Contains([]string{"init", "node", "invoice"}, context) {
		return nil, malformed("unknown context")
	}
	names, err := toNames(in)
	if err != nil {
		return nil, err
	}
	if err := in.finish(); err != nil {
		return nil, err
	}
	named := lnwire.NewFeatureVector(vector, names)
	if err := feature.ValidateRequired(named); err != nil {
		return nil, err
	}
	if err := feature.ValidateDeps(named); err != nil {
		return nil, err
	}
	return struct{}{}, nil
}

// toNames returns the features that count as known: LND looks a bit up among
// the names that a vector was made with. The dependencies are LND's own in any
// case, its check of them takes no list.
func toNames(in *arguments) (map[lnwire.FeatureBit]string, error) {
	if !in.has("known") {
		return lnwire.Features, nil
	}
	bits, err := toBits(in, "known")
	if err != nil {
		return nil, err
	}
	names := make(map[lnwire.FeatureBit]string, 2*len(bits))
	for _, bit := range bits {
		// The request's bit stands for both of its pair, LND's map has
		// each of them.
		names[bit], names[bit^1] = "known", "known"
	}
	return names, nil
}

func toVector(in *arguments) (*lnwire.RawFeatureVector, error) {
	bits, err := toBits(in, "features")
	if err != nil {
		return nil, err
	}
	return lnwire.NewRawFeatureVector(bits...), nil
}

func toBits(in *arguments, name string) ([]lnwire.FeatureBit, error) {
	var texts []string
	if err := in.take(name, &texts); err != nil {
		return nil, err
	}
	bits := make([]lnwire.FeatureBit, 0, len(texts))
	for _, text := range texts {
		bit, err := parseInteger("feature bit", text, 16)
		if err != nil {
			return nil, err
		}
		bits = append(bits, lnwire.FeatureBit(bit))
	}
	return bits, nil
}
