package main

import (
	"bytes"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// asTestee makes the test's own program act as the testee, so that a test can
// look at a process.
const asTestee = "AMPWIRE_TEST_AS_TESTEE"

func TestMain(m *testing.M) {
	if os.Getenv(asTestee) != "" {
		main()
		return
	}
	os.Exit(m.Run())
}

func run(t *testing.T, input string, arguments ...string) string {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	command := exec.Command(program, arguments...)
	command.Env = append(os.Environ(), asTestee+"=1")
	command.Stdin = strings.NewReader(input)
	var errors bytes.Buffer
	command.Stderr = &errors
	output, err := command.Output()
	if err != nil {
		t.Fatalf("%v: %s", err, errors.String())
	}
	return string(output)
}

func TestExitStatus(t *testing.T) {
	if output := run(t, ""); output != "" {
		t.Errorf("answered nothing with %q", output)
	}
	output := run(t, "garbage\n"+
		`{"id":"1","op":"bigsize.encode","in":{"value":"5"}}`+"\n")
	if !strings.HasSuffix(output, "\n"+`{"id":"1","ok":{"bytes":"05"}}`+"\n") {
		t.Errorf("got %q", output)
	}
}

func TestStoreIsChosen(t *testing.T) {
	hello := `{"id":"0","op":"hello","in":{"protocol":"1","suite":"0"}}` + "\n"
	if output := run(t, hello); !strings.Contains(output, `"name":"lnd",`) {
		t.Errorf("got %q", output)
	}
	output := run(t, hello, "--sqlite")
	if !strings.Contains(output, `"name":"lnd-sqlite",`) {
		t.Errorf("got %q", output)
	}
}
