// The testee protocol of ampwire, version 1: one JSON object a line in, one a
// line out. Nothing in here is about your implementation. Leave it as it is,
// and write adapter.go.
package main

import (
	"bufio"
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"unicode/utf8"
)

// maxLine is the longest line in bytes, without its line feed.
const maxLine = 4 << 20

// Hello is what a testee says of itself.
type Hello struct {
	Protocol string              `json:"protocol"`
	Name     string              `json:"name"`
	Version  string              `json:"version"`
	Language string              `json:"language"`
	Profiles []string            `json:"profiles"`
	Ops      []string            `json:"ops"`
	Can      []string            `json:"can"`
	Omits    map[string][]string `json:"omits"`
	Errors   string              `json:"errors"`
}

// Members are those of a JSON object.
type Members map[string]any

// Reject is the error of an implementation that refuses its input. All that
// is said about it is optional.
type Reject struct {
	Class   string `json:"class,omitempty"`
	Message string `json:"message,omitempty"`
	Offset  string `json:"offset,omitempty"`
	TLVType string `json:"tlv_type,omitempty"`
}

func (reject *Reject) Error() string { return reject.Message }

// Unsupported is the error of an implementation that can't do this.
type Unsupported struct {
	Why string `json:"why"`
}

func (unsupported *Unsupported) Error() string { return unsupported.Why }

// Input has the members of a request's "in".
type Input map[string]any

// Text is a member that is a string.
func (in Input) Text(name string) (string, error) {
	text, ok := in[name].(string)
	if !ok {
		return "", malformed("%q is not a string", name)
	}
	return text, nil
}

// Hex is a member that is bytes in lower-case hex.
func (in Input) Hex(name string) ([]byte, error) {
	text, err := in.Text(name)
	if err != nil {
		return nil, err
	}
	value, err := hex.DecodeString(text)
	if err != nil || strings.ContainsAny(text, "ABCDEF") {
		return nil, &Reject{Class: "bad_encoding",
			Message: fmt.Sprintf("%q is not lower-case hex", name)}
	}
	return value, nil
}

// Flag is a member that is true or false, or not there.
func (in Input) Flag(name string, otherwise bool) (bool, error) {
	value, there := in[name]
	if !there {
		return otherwise, nil
	}
	flag, ok := value.(bool)
	if !ok {
		return false, malformed("%q is neither true nor false", name)
	}
	return flag, nil
}

type response struct {
	ID          string       `json:"id"`
	Hello       *Hello       `json:"hello,omitempty"`
	OK          *Members     `json:"ok,omitempty"`
	Reject      *Reject      `json:"reject,omitempty"`
	Unsupported *Unsupported `json:"unsupported,omitempty"`
	Panic       *panicked    `json:"panic,omitempty"`
}

type panicked struct {
	Message string `json:"message"`
}

func main() {
	answers := os.Stdout
	// What a library prints is no answer.
	os.Stdout = os.Stderr
	if err := serve(os.Stdin, answers); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// serve answers the lines of in until it ends.
func serve(in io.Reader, out io.Writer) error {
	reader := bufio.NewReaderSize(in, 64<<10)
	for {
		line, err := readLine(reader)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		text, err := write(respond(line))
		if err != nil {
			return err
		}
		if _, err := out.Write(text); err != nil {
			return err
		}
	}
}

// readLine returns the next line without its end. Of a line that is too long
// only a part is kept, so that memory is bounded.
func readLine(reader *bufio.Reader) ([]byte, error) {
	var line []byte
	for read := 0; ; {
		part, err := reader.ReadSlice('\n')
		read += len(part)
		if len(line) <= maxLine {
			line = append(line, part...)
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case err == nil || errors.Is(err, io.EOF) && read > 0:
			return bytes.TrimSuffix(line, []byte("\n")), nil
		default:
			return nil, err
		}
	}
}

// respond gives one answer for one line, whatever is in it.
func respond(line []byte) response {
	request, err := readRequest(line)
	// The empty id is nobody's, so no answer is taken for another's.
	id, _ := request["id"].(string)
	if err != nil {
		return fromError(id, err)
	}
	op, known := request["op"].(string)
	in, object := request["in"].(map[string]any)
	if _, named := request["id"].(string); !named || !known || !object {
		return fromError(id, malformed(
			`it has the strings "id" and "op" and the object "in"`))
	}
	if op == "hello" {
		return response{ID: id, Hello: &hello}
	}
	operation, ok := operations[op]
	if !ok {
		return fromError(id, &Unsupported{Why: "unknown op"})
	}
	answer, err := call(operation, in)
	if err != nil {
		return fromError(id, err)
	}
	return response{ID: id, OK: &answer}
}

// call turns a panic into an error.
func call(operation func(Input) (Members, error), in Input) (
	answer Members, err error) {

	defer func() {
		if reason := recover(); reason != nil {
			err = fmt.Errorf("panic: %v", reason)
		}
	}()
	answer, err = operation(in)
	if answer == nil {
		answer = Members{}
	}
	return answer, err
}

func fromError(id string, err error) response {
	var reject *Reject
	var unsupported *Unsupported
	switch {
	case errors.As(err, &reject):
		return response{ID: id, Reject: reject}
	case errors.As(err, &unsupported):
		return response{ID: id, Unsupported: unsupported}
	default:
		// Whatever else comes is a bug, and no way to refuse.
		return response{ID: id, Panic: &panicked{Message: err.Error()}}
	}
}

func readRequest(line []byte) (Members, error) {
	if len(line) > maxLine {
		return nil, malformed("a line of more than %d bytes", maxLine)
	}
	var request Members
	// The package would replace what is not UTF-8.
	if !utf8.Valid(line) {
		return nil, malformed("it is not UTF-8")
	}
	decoder := json.NewDecoder(bytes.NewReader(line))
	// The protocol has no JSON numbers. They stay text.
	decoder.UseNumber()
	if err := decoder.Decode(&request); err != nil || request == nil {
		return nil, malformed("it is not a JSON object")
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, malformed("something follows the object")
	}
	return request, nil
}

func malformed(format string, arguments ...any) error {
	return &Reject{Class: "other",
		Message: "malformed request: " + fmt.Sprintf(format, arguments...)}
}

// write gives the answer's line, with its end.
func write(answer response) ([]byte, error) {
	text, err := json.Marshal(answer)
	if err == nil && len(text) > maxLine {
		why := fmt.Sprintf("the answer has %d bytes", len(text))
		text, err = json.Marshal(
			fromError(answer.ID, &Unsupported{Why: why}))
	}
	return append(text, '\n'), err
}
