// Package server speaks the testee protocol over a pair of streams: one JSON
// object a line in, one a line out.
package server

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"ampwire.invalid/adapters/lnd/core"
)

// maxLine is the longest line of the protocol, in bytes, without its end.
const maxLine = 4 << 20

type request struct {
	ID *string         `json:"id"`
	Op string          `json:"op"`
	In json.RawMessage `json:"in"`
}

type response struct {
	ID    string      `json:"id"`
	Hello *core.Hello `json:"hello,omitempty"`
	core.Answer
}

// Serve answers the requests on in until it ends, one at a time. The error is
// that of a stream that broke; a request that makes no sense is answered.
func Serve(in io.Reader, out io.Writer) error {
	reader := bufio.NewReaderSize(in, 64<<10)
	writer := bufio.NewWriterSize(out, 64<<10)
	for {
		line, err := readLine(reader)
		ended := errors.Is(err, io.EOF)
		if err != nil && !ended && !errors.Is(err, errLineTooLong) {
			return err
		}
		if ended && len(line) == 0 {
			return nil
		}
		if err := respond(writer, line, err); err != nil {
			return err
		}
		if ended {
			return nil
		}
	}
}

func respond(writer *bufio.Writer, line []byte, lineError error) error {
	reply := answer(line)
	if errors.Is(lineError, errLineTooLong) {
		reply = refuse(lineError)
	}
	text, err := encode(reply)
	if err != nil {
		return err
	}
	if len(text) > maxLine {
		why := fmt.Sprintf("the answer has more than %d bytes", maxLine)
		text, err = encode(response{ID: reply.ID, Answer: core.Answer{
			Unsupported: &core.Unsupported{Why: why},
		}})
		if err != nil {
			return err
		}
	}
	if _, err := writer.Write(append(text, '\n')); err != nil {
		return err
	}
	return writer.Flush()
}

func answer(line []byte) response {
	var asked request
	if err := json.Unmarshal(line, &asked); err != nil {
		return refuse(err)
	}
	if asked.ID == nil {
		return refuse(errors.New("no id"))
	}
	if asked.Op == "hello" {
		hello := core.Greet()
		return response{ID: *asked.ID, Hello: &hello}
	}
	return response{ID: *asked.ID, Answer: core.Run(asked.Op, asked.In)}
}

// refuse answers a line that is no request. There is no id to return; the empty
// one is sure not to be taken for another request's.
func refuse(reason error) response {
	return response{Answer: core.Answer{Reject: &core.Reject{
		Class:   "other",
		Message: "malformed request: " + reason.Error(),
	}}}
}

func encode(reply response) ([]byte, error) {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(reply); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(text.Bytes(), []byte("\n")), nil
}

var errLineTooLong = fmt.Errorf("a line has more than %d bytes", maxLine)

// readLine returns the next line without its end. A line that is too long is
// read to its end and dropped, so that memory is bounded and the next line is
// a new request.
func readLine(reader *bufio.Reader) ([]byte, error) {
	var (
		line    []byte
		tooLong bool
	)
	for {
		part, err := reader.ReadSlice('\n')
		if len(line)+len(bytes.TrimSuffix(part, []byte("\n"))) > maxLine {
			tooLong, line = true, nil
		}
		if !tooLong {
			line = append(line, part...)
		}
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		if tooLong && (err == nil || errors.Is(err, io.EOF)) {
			return nil, errLineTooLong
		}
		return bytes.TrimSuffix(line, []byte("\n")), err
	}
}
