package server

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"
)

// serve answers a whole input and returns the lines of output.
func serve(t *testing.T, input string) []string {
	t.Helper()
	var out bytes.Buffer
	if err := Serve(strings.NewReader(input), &out); err != nil {
		t.Fatal(err)
	}
	text := out.String()
	if text == "" {
		return nil
	}
	if !strings.HasSuffix(text, "\n") {
		t.Errorf("the output does not end with a line: %q", text)
	}
	return strings.Split(strings.TrimSuffix(text, "\n"), "\n")
}

func TestEndOfInput(t *testing.T) {
	if lines := serve(t, ""); lines != nil {
		t.Errorf("answered nothing with %q", lines)
	}
}

func TestHandshake(t *testing.T) {
	lines := serve(t, `{"id":"0","op":"hello","in":{"protocol":"1",`+
		`"suite":"0.1.0"}}`+"\n"+`{"id":"1","op":"x-canary-5f1d07","in":{}}`+
		"\n")
	if len(lines) != 2 {
		t.Fatalf("got %q", lines)
	}
	var first struct {
		ID    string         `json:"id"`
		Hello map[string]any `json:"hello"`
	}
	if err := json.Unmarshal([]byte(lines[0]), &first); err != nil {
		t.Fatal(err)
	}
	for _, member := range []string{"protocol", "name", "version",
		"language", "profiles", "ops", "can", "omits", "errors"} {
		if first.Hello[member] == nil {
			t.Errorf("hello has no %s", member)
		}
	}
	if first.ID != "0" {
		t.Errorf("hello has the id %q", first.ID)
	}
	want := `{"id":"1","unsupported":{"why":"unknown op"}}`
	if lines[1] != want {
		t.Errorf("the canary got %s", lines[1])
	}
}

func TestAnswersInOrder(t *testing.T) {
	lines := serve(t, `{"id":"7","op":"tu16.decode","in":{"bytes":"01"}}`+
		"\n"+`{"op":"tu16.decode","in":{"bytes":"0001"},"id":"a<b"}`+
		"\n"+`{"id":"7","op":"tu16.encode","in":{"value":"1"}}`)
	want := []string{
		`{"id":"7","ok":{"value":"1"}}`,
		`{"id":"a<b","reject":{"class":"not_minimal",` +
			`"message":"truncated uint not minimally encoded"}}`,
		// The last line had no end.
		`{"id":"7","ok":{"bytes":"01"}}`,
	}
	if strings.Join(lines, "\n") != strings.Join(want, "\n") {
		t.Errorf("got %q", lines)
	}
}

func TestNonsenseIsAnswered(t *testing.T) {
	nonsense := []string{
		"", "garbage", "{", "[]", "null", "1", `"text"`, "{}", "\x00\xff",
		`{"op":"tu16.decode","in":{}}`, `{"id":1,"op":"hello"}`,
		`{"id":null,"op":"hello"}`, `{"id":"1","op":2}`,
		strings.Repeat("[", 100000), strings.Repeat("x", maxLine+1),
	}
	for _, line := range nonsense {
		lines := serve(t, line+"\n"+
			`{"id":"2","op":"tu16.encode","in":{"value":"1"}}`+"\n")
		if len(lines) != 2 {
			t.Fatalf("%.20q: got %.300q", line, lines)
		}
		if !strings.HasPrefix(lines[0],
			`{"id":"","reject":{"class":"other","message":"`) {
			t.Errorf("%.20q: got %.300s", line, lines[0])
		}
		if lines[1] != `{"id":"2","ok":{"bytes":"01"}}` {
			t.Errorf("%.20q: then %.300s", line, lines[1])
		}
	}
}

func TestLongestLine(t *testing.T) {
	head := `{"id":"1","op":"tu16.decode","in":{"bytes":"`
	tail := `"}}`
	room := maxLine - len(head) - len(tail)
	line := head + strings.Repeat("0", room) + tail
	lines := serve(t, line+"\n")
	if len(lines) != 1 || !strings.HasPrefix(lines[0], `{"id":"1","reject":`) {
		t.Errorf("got %.300q", lines)
	}
}

// TestAnswerTooLong sends records so short that their JSON has more than twice
// the characters that their hex has.
func TestAnswerTooLong(t *testing.T) {
	var stream strings.Builder
	for kind := 0x10000; stream.Len() < maxLine-200; kind++ {
		fmt.Fprintf(&stream, "fe%08x00", kind)
	}
	lines := serve(t, `{"id":"1","op":"tlv.decode","in":{"bytes":"`+
		stream.String()+`"}}`+"\n")
	if len(lines) != 1 ||
		!strings.HasPrefix(lines[0], `{"id":"1","unsupported":`) {
		t.Errorf("got %.300q", lines)
	}
}

// TestAnswersAreFlushed holds a conversation: each answer arrives before the
// next request is written.
func TestAnswersAreFlushed(t *testing.T) {
	requests, toTestee := io.Pipe()
	fromTestee, answers := io.Pipe()
	done := make(chan error, 1)
	go func() {
		done <- Serve(requests, answers)
	}()
	timer := time.AfterFunc(10*time.Second, func() {
		_ = fromTestee.CloseWithError(errors.New("no answer in 10 seconds"))
	})
	defer timer.Stop()

	reader := bufio.NewReader(fromTestee)
	for range 3 {
		_, err := io.WriteString(toTestee,
			`{"id":"1","op":"bigsize.encode","in":{"value":"5"}}`+"\n")
		if err != nil {
			t.Fatal(err)
		}
		line, err := reader.ReadString('\n')
		if err != nil || line != `{"id":"1","ok":{"bytes":"05"}}`+"\n" {
			t.Fatalf("got %q, %v", line, err)
		}
	}
	if err := toTestee.Close(); err != nil {
		t.Fatal(err)
	}
	if err := <-done; err != nil {
		t.Errorf("ended with %v", err)
	}
}

type brokenWriter struct{}

func (brokenWriter) Write([]byte) (int, error) {
	return 0, io.ErrClosedPipe
}

func TestBrokenOutput(t *testing.T) {
	err := Serve(strings.NewReader("{}\n{}\n"), brokenWriter{})
	if !errors.Is(err, io.ErrClosedPipe) {
		t.Errorf("got %v", err)
	}
}
