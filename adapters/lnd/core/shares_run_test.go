package core

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"testing"
)

func newShard(id string, last bool) string {
	return fmt.Sprintf(`{"new":{"id":"%s","last":%t}}`, id, last)
}

func cancelShard(id string) string {
	return fmt.Sprintf(`{"cancel":{"id":"%s"}}`, id)
}

// shardsOf returns the shards that are out, and compares their ids.
func shardsOf(t *testing.T, ids string, events ...string) []shard {
	t.Helper()
	in := `{"events":[` + strings.Join(events, ",") + `]}`
	result, ok := Run("shares.run", json.RawMessage(in)).OK.(sharesResult)
	if !ok {
		t.Fatalf("not ok: %s", ask(t, "shares.run", in))
	}
	var got strings.Builder
	for _, each := range result.Shares {
		got.WriteString(each.ID)
	}
	if got.String() != ids {
		t.Fatalf("%s: shards %q, want %q", in, got.String(), ids)
	}
	return result.Shares
}

// fits says of how many of the shards the hash follows from the XOR of their
// shares.
func fits(t *testing.T, shards []shard) int {
	t.Helper()
	root := make([]byte, 32)
	for _, each := range shards {
		share, err := hex.DecodeString(each.Share)
		if err != nil || len(share) != 32 {
			t.Fatalf("share %s: %v", each.Share, err)
		}
		for position := range root {
			root[position] ^= share[position]
		}
	}
	count := 0
	for _, each := range shards {
		index, err := strconv.ParseUint(each.Index, 10, 32)
		if err != nil {
			t.Fatal(err)
		}
		share, _ := hex.DecodeString(each.Share)
		preimage := sha256.Sum256(binary.BigEndian.AppendUint32(
			append(append([]byte{}, root...), share...),
			uint32(index),
		))
		hash := sha256.Sum256(preimage[:])
		if hex.EncodeToString(hash[:]) == each.Hash {
			count++
		}
	}
	return count
}

func TestShardsHaveTheRoot(t *testing.T) {
	for ids, events := range map[string][]string{
		"a":   {newShard("a", true)},
		"abc": {newShard("a", false), newShard("b", false), newShard("c", true)},
		"bc": {newShard("a", false), newShard("b", false), cancelShard("a"),
			newShard("c", true)},
		"ba": {newShard("a", false), newShard("b", false), cancelShard("a"),
			newShard("a", true)},
		"cd": {newShard("a", true), cancelShard("a"), newShard("c", false),
			newShard("d", true)},
	} {
		shards := shardsOf(t, ids, events...)
		if count := fits(t, shards); count != len(ids) {
			t.Errorf("%s: %d hashes fit", ids, count)
		}
	}
}

// Before the last one no hash follows from what is out.
func TestShardsBeforeTheLast(t *testing.T) {
	for ids, events := range map[string][]string{
		"":   {},
		"a":  {newShard("a", false)},
		"ab": {newShard("a", false), newShard("b", false)},
		"b":  {newShard("a", false), newShard("b", true), cancelShard("a")},
	} {
		if count := fits(t, shardsOf(t, ids, events...)); count != 0 {
			t.Errorf("%s: %d hashes fit", ids, count)
		}
	}
}

func TestShardsAreDrawnAnew(t *testing.T) {
	one := shardsOf(t, "a", newShard("a", true))
	two := shardsOf(t, "a", newShard("a", true))
	if one[0].Share == two[0].Share {
		t.Errorf("the share %s twice", one[0].Share)
	}
}

// What LND's tracker lets happen.
func TestShardsAfterTheLast(t *testing.T) {
	shards := shardsOf(t, "ab", newShard("a", true), newShard("b", true))
	if shards[1].Share != byteRun("00", 32) {
		t.Errorf("the share of b is %s", shards[1].Share)
	}
	shardsOf(t, "ba", newShard("a", false), newShard("b", false),
		newShard("a", true))
}

func TestRefusedShards(t *testing.T) {
	for _, events := range []string{
		newShard("a", true) + "," + newShard("b", false),
		cancelShard("a"),
		newShard("a", false) + "," + cancelShard("a") + "," + cancelShard("a"),
	} {
		expectReject(t, "shares.run", `{"events":[`+events+`]}`, "", "")
	}
	for _, events := range []string{`{}`, `{"new":{"id":"a"},"cancel":{"id":"a"}}`,
		`{"new":{}}`, `{"cancel":{}}`,
	} {
		expectReject(t, "shares.run", `{"events":[`+events+`]}`, "other", "")
	}
	expectUnsupported(t, "shares.run", `{"events":[{"later":{}}]}`)
}
