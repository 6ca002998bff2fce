// Package vectors has the conformance vectors of Ampwire, for the tests of Lightning implementations in Go.
//
// A vector is one input to one operation, with what a correct implementation answers. Bytes are lower-case hex, integers
// decimal strings. The README says what each member means, and what the operations are.
package vectors

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"slices"
	"strings"
)

// Files has the suite as it is published: v1 (what Load reads), flat, schema, and MANIFEST.json.
//
//go:embed v1/*.json flat schema/*.json MANIFEST.json
var Files embed.FS

// Vector is one input with what a correct implementation answers.
type Vector struct {
	Op                                      string // the operation
	ID, Hash, Comment, Status, Since, Level string
	Profiles                                []string
	Rules                                   map[string][]string // "obeys" and "breaks"
	Needs                                   []string
	In                                      json.RawMessage
	Expect                                  struct { // one answer, or several that are all right
		Answer
		Any []Answer
	}
	Trace    bool              // of receiver.run: every answer counts, not the last of each HTLC alone
	Deployed json.RawMessage   // nil where nobody is known to answer otherwise
	Near     map[string]string // of a rejection: "id" of a valid neighbour, and the "edit" from there
	Map      [][]string        // labels of the input: offset, length, name, and perhaps a note
	Source   map[string]string
}

// Answer is a result, or else a rejection: the other is nil.
type Answer struct {
	Ok     json.RawMessage
	Reject *struct {
		Class   []string // every class that is right
		Offset  *string  // nil where it is not said
		TLVType *string  `json:"tlv_type"`
	}
}

// Answers lists every answer that is right: one, or several.
func (v Vector) Answers() []Answer {
	if v.Expect.Any != nil {
		return v.Expect.Any
	}
	return []Answer{v.Expect.Answer}
}

// Selection says which vectors. The zero value means all.
type Selection struct {
	Op      string // an operation, such as "tlv.decode"
	Profile string // "amp" or "bystander"
	Level   string // the least binding one: "must", "should", "may" or "info"
}

var levels = []string{"info", "may", "should", "must"}

// Load gives the stable vectors of a selection, by operation, in the order of their files. That there are none is an error.
func Load(selection Selection) ([]Vector, error) {
	least := slices.Index(levels, selection.Level)
	if least < 0 && selection.Level != "" {
		return nil, fmt.Errorf("there is no level %q", selection.Level)
	}
	names, err := fs.Glob(Files, "v1/*.json")
	var selected []Vector
	for _, name := range names {
		op := strings.TrimSuffix(strings.TrimPrefix(name, "v1/"), ".json")
		if op == "rules" || selection.Op != "" && op != selection.Op {
			continue
		}
		var file struct{ Vectors []Vector }
		text, err := Files.ReadFile(name)
		if err == nil {
			err = json.Unmarshal(text, &file)
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		for _, v := range file.Vectors {
			v = v.of(op)
			asked := selection.Profile == "" || slices.Contains(v.Profiles, selection.Profile)
			if asked && v.Status == "stable" && slices.Index(levels, v.Level) >= least {
				selected = append(selected, v)
			}
		}
	}
	if selected == nil && err == nil {
		err = fmt.Errorf("no vector is selected by %+v", selection)
	}
	return selected, err
}
