package example

import (
	"encoding/hex"
	"encoding/json"
	"slices"
	"strconv"
	"testing"

	"ampwire.example/vectors"
)

// run asks read about every vector of the operation, and compares the members that it answers.
func run(t *testing.T, op string, read func(data []byte) (any, error)) {
	selected, err := vectors.Load(vectors.Selection{Op: op, Level: "should"})
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range selected {
		t.Run(v.ID, func(t *testing.T) {
			var in struct{ Bytes string }
			if err := json.Unmarshal(v.In, &in); err != nil {
				t.Fatal(err)
			}
			data, err := hex.DecodeString(in.Bytes)
			if err != nil {
				t.Fatal(err)
			}
			got, err := read(data)
			want := v.Expect
			switch {
			case want.Reject != nil && err == nil:
				t.Errorf("%s\naccepted as %v, breaks %v", v.Comment, got, v.Rules["breaks"])
			case want.Reject != nil && !slices.Contains(want.Reject.Class, err.Error()):
				t.Errorf("%s\nrefused as %v, want %v", v.Comment, err, want.Reject.Class)
			case want.Reject == nil && err != nil:
				t.Errorf("%s\nrefused as %v", v.Comment, err)
			case want.Reject == nil && !same(t, got, want.Ok):
				t.Errorf("%s\ngot %v, want %s", v.Comment, got, want.Ok)
			}
		})
	}
}

func same(t *testing.T, got any, want json.RawMessage) bool {
	var expected any
	if err := json.Unmarshal(want, &expected); err != nil {
		t.Fatal(err)
	}
	left, _ := json.Marshal(got)
	right, _ := json.Marshal(expected)
	return string(left) == string(right)
}

func TestBigSize(t *testing.T) {
	run(t, "bigsize.decode", func(data []byte) (any, error) {
		value, length, err := bigSize(data)
		return map[string]string{"value": strconv.FormatUint(value, 10), "length": strconv.Itoa(length)}, err
	})
}

func TestStream(t *testing.T) {
	run(t, "tlv.decode", func(data []byte) (any, error) {
		records, err := stream(data)
		told := []map[string]string{}
		for _, r := range records {
			told = append(told, map[string]string{"type": strconv.FormatUint(r.Type, 10), "value": hex.EncodeToString(r.Value)})
		}
		return map[string]any{"records": told}, err
	})
}
