package core

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/lightningnetwork/lnd/tlv"
)

// arguments is a JSON object of a request. It notes which members were asked
// for, so that a request with a member this package doesn't know is not
// answered as if the member were not there.
type arguments struct {
	members map[string]json.RawMessage
	read    map[string]bool
}

func parseArguments(object json.RawMessage) (*arguments, error) {
	var members map[string]json.RawMessage
	err := json.Unmarshal(object, &members)
	if err != nil || members == nil {
		return nil, malformed("not an object")
	}
	return &arguments{
		members: members, read: make(map[string]bool, len(members)),
	}, nil
}

// jsonObject is an object inside of a list, not looked at yet.
type jsonObject = json.RawMessage

// malformed is the answer to a request that the protocol doesn't allow.
func malformed(format string, values ...any) error {
	return &refusal{
		class:   "other",
		message: "malformed request: " + fmt.Sprintf(format, values...),
	}
}

// finish reports members that no operation asked for.
func (a *arguments) finish() error {
	var unread []string
	for name := range a.members {
		if !a.read[name] {
			unread = append(unread, name)
		}
	}
	if len(unread) == 0 {
		return nil
	}
	slices.Sort(unread)
	return &lacking{why: "unknown member: " + strings.Join(unread, ", ")}
}

func (a *arguments) has(name string) bool {
	_, present := a.members[name]
	return present
}

// take decodes a member that must be there into target.
func (a *arguments) take(name string, target any) error {
	raw, present := a.members[name]
	if !present {
		return malformed("%s is missing", name)
	}
	a.read[name] = true
	if bytes.Equal(raw, []byte("null")) {
		return malformed("%s is null", name)
	}
	if err := json.Unmarshal(raw, target); err != nil {
		return malformed("%s has the wrong type", name)
	}
	return nil
}

func (a *arguments) text(name string) (string, error) {
	var value string
	err := a.take(name, &value)
	return value, err
}

// boolean returns false for a member that is absent.
func (a *arguments) boolean(name string) (bool, error) {
	var value bool
	if !a.has(name) {
		return false, nil
	}
	err := a.take(name, &value)
	return value, err
}

// object returns nil for a member that is absent.
func (a *arguments) object(name string) (*arguments, error) {
	if !a.has(name) {
		return nil, nil
	}
	var raw json.RawMessage
	if err := a.take(name, &raw); err != nil {
		return nil, err
	}
	return parseArguments(raw)
}

// objects returns a list of objects that must be there.
func (a *arguments) objects(name string) ([]*arguments, error) {
	var raws []json.RawMessage
	if err := a.take(name, &raws); err != nil {
		return nil, err
	}
	list := make([]*arguments, 0, len(raws))
	for _, raw := range raws {
		object, err := parseArguments(raw)
		if err != nil {
			return nil, err
		}
		list = append(list, object)
	}
	return list, nil
}

// bytes returns a byte slice that is never nil, because LND tells nil from
// empty.
func (a *arguments) bytes(name string) ([]byte, error) {
	text, err := a.text(name)
	if err != nil {
		return nil, err
	}
	return parseHex(name, text)
}

func parseHex(name, text string) ([]byte, error) {
	value := make([]byte, hex.DecodedLen(len(text)))
	_, err := hex.Decode(value, []byte(text))
	if err != nil || strings.ToLower(text) != text {
		return nil, &refusal{
			class:   "bad_encoding",
			message: name + " is not lower-case hex",
		}
	}
	return value, nil
}

// bytes32 reads a 32-byte value with the decoder that LND has for such fields,
// since its functions take arrays: another length is that decoder's error.
func (a *arguments) bytes32(name string) ([32]byte, error) {
	var (
		value   [32]byte
		scratch [8]byte
	)
	raw, err := a.bytes(name)
	if err != nil {
		return value, err
	}
	err = tlv.DBytes32(
		bytes.NewReader(raw), &value, &scratch, uint64(len(raw)),
	)
	if err != nil {
		return value, fmt.Errorf("%s: %w", name, err)
	}
	return value, nil
}

// integer reads a decimal string into an integer of LND's width.
func (a *arguments) integer(name string, bits int) (uint64, error) {
	text, err := a.text(name)
	if err != nil {
		return 0, err
	}
	return parseInteger(name, text, bits)
}

func parseInteger(name, text string, bits int) (uint64, error) {
	value, err := strconv.ParseUint(text, 10, bits)
	if len(text) > 1 && text[0] == '0' {
		// The protocol writes an integer in one way only.
		err = strconv.ErrSyntax
	}
	switch {
	case errors.Is(err, strconv.ErrRange):
		return 0, notRepresentable("bad_value",
			"%s does not fit a uint%d", name, bits)
	case err != nil:
		return 0, &refusal{
			class:   "bad_encoding",
			message: name + " is not a decimal integer",
		}
	}
	return value, nil
}

// notRepresentable rejects a value that LND's own argument type can't hold, so
// that LND can't be asked to encode it. The refusal is that of LND's type and
// not of its code, and the message says so.
func notRepresentable(class, format string, values ...any) error {
	return &refusal{
		class: class,
		message: "not representable in LND's types: " +
			fmt.Sprintf(format, values...),
	}
}

// expectType14 refuses the layouts of the AMP record that LND doesn't have.
func expectType14(layout string) error {
	if layout != "type14" {
		return &lacking{why: "LND has the AMP record of type 14 only"}
	}
	return nil
}

func decimal(value uint64) string {
	return strconv.FormatUint(value, 10)
}
