package core

import "encoding/json"

// CompactDecode is the name of payload.decode in its compact form, for Call.
const CompactDecode = "payload.decode/compact"

// compactOperations holds the operations that are asked without JSON.
var compactOperations = map[string]func(answer, request []byte) []byte{
	CompactDecode:  appendCompact,
	CompactInvoice: appendCompactInvoice,
}

// Call answers one request in process. The operation is one of Operations, its
// input an `in` object and its answer an answer object of the protocol, both in
// JSON; or it is "hello", without input; or it is CompactDecode or
// CompactInvoice.
//
// The answer is written to out and its length returned. Where out is too short,
// what it holds afterwards means nothing, and the length is what would have been
// enough; the request can then be made again. Neither slice is kept.
//
// Call never panics; a panic of LND's becomes the answer.
func Call(op string, in, out []byte) int {
	if run, compact := compactOperations[op]; compact {
		return fill(out, callCompact(run, in, out[:0:len(out)]))
	}
	var answer any
	if op == "hello" {
		answer = struct {
			Hello Hello `json:"hello"`
		}{Greet()}
	} else {
		answer = Run(op, json.RawMessage(in))
	}
	// Answers are made of strings and booleans alone.
	text, err := json.Marshal(answer)
	if err != nil {
		panic(err)
	}
	return fill(out, text)
}

func callCompact(
	run func(answer, request []byte) []byte, in, out []byte,
) (answer []byte) {

	defer func() {
		if value := recover(); value != nil {
			answer = appendPanic(out, value)
		}
	}()
	return run(out, in)
}

// fill copies the answer to where it isn't yet.
func fill(out, answer []byte) int {
	if len(answer) <= len(out) {
		copy(out, answer)
	}
	return len(answer)
}
