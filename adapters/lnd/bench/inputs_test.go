package bench

import (
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/lightningnetwork/lnd/amp"
)

// inputsVariable names the directory with the input files.
const inputsVariable = "AMPWIRE_BENCH_INPUTS"

func readInput(tb testing.TB, name string) string {
	tb.Helper()
	directory := os.Getenv(inputsVariable)
	if directory == "" {
		tb.Fatalf("%s is not set: it names the directory with %s",
			inputsVariable, name)
	}
	text, err := os.ReadFile(filepath.Join(directory, name))
	if err != nil {
		tb.Fatalf("input of the benchmark: %v", err)
	}
	return string(text)
}

// readHex reads a file of hex; blanks and line ends don't count.
func readHex(tb testing.TB, name string) []byte {
	tb.Helper()
	text := strings.Join(strings.Fields(readInput(tb, name)), "")
	raw, err := hex.DecodeString(text)
	if err != nil {
		tb.Fatalf("%s: %v", name, err)
	}
	if len(raw) == 0 {
		tb.Fatalf("%s is empty", name)
	}
	return raw
}

// readChildren reads reconstruct-<count>.txt: a child a line, its share in hex,
// a blank, its index in decimal.
func readChildren(tb testing.TB, count int) []amp.ChildDesc {
	tb.Helper()
	name := "reconstruct-" + strconv.Itoa(count) + ".txt"
	var children []amp.ChildDesc
	for number, line := range strings.Split(
		strings.TrimSpace(readInput(tb, name)), "\n",
	) {
		child, err := parseChild(line)
		if err != nil {
			tb.Fatalf("%s, line %d: %v", name, number+1, err)
		}
		children = append(children, child)
	}
	if len(children) != count {
		tb.Fatalf("%s has %d children", name, len(children))
	}
	return children
}

func parseChild(line string) (amp.ChildDesc, error) {
	var child amp.ChildDesc
	fields := strings.Fields(line)
	if len(fields) != 2 {
		return child, fmt.Errorf("want a share and an index, got %q", line)
	}
	share, err := hex.DecodeString(fields[0])
	if err != nil {
		return child, err
	}
	if copy(child.Share[:], share) != len(child.Share) ||
		len(share) != len(child.Share) {
		return child, fmt.Errorf("a share of %d bytes", len(share))
	}
	index, err := strconv.ParseUint(fields[1], 10, 32)
	if err != nil {
		return child, err
	}
	child.Index = uint32(index)
	return child, nil
}

func TestParseChild(t *testing.T) {
	share := strings.Repeat("1f", 32)
	child, err := parseChild(share + " 4294967295")
	if err != nil || child.Share[31] != 0x1f || child.Index != 4294967295 {
		t.Errorf("got %v, %v", child, err)
	}
	for _, line := range []string{
		"", share, share + " 4294967296", share + " x", share + "1f 0",
		share[2:] + " 0", "zz" + share[2:] + " 0", share + " 0 0",
	} {
		if _, err := parseChild(line); err == nil {
			t.Errorf("%q was read", line)
		}
	}
}
