//go:build !archive

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

	"ampwire.invalid/adapters/lnd/receiver"
)

// Scenarios are written and derived by hand here, so that LND is not asked
// about what LND made.

var (
	secretA = byteRun("a1", 32)
	secretB = byteRun("b2", 32)
	set1    = byteRun("01", 32)
	set2    = byteRun("02", 32)

	// An AMP invoice's hash is one of nothing.
	invoiceHash = byteRun("55", 32)
)

// onBothStores runs a test on each of LND's databases.
func onBothStores(t *testing.T, test func(t *testing.T)) {
	t.Helper()
	before := store
	defer func() { store = before }()
	for name, each := range map[string]receiver.Store{
		"key-value": receiver.KeyValue, "SQLite": receiver.SQLite,
	} {
		store = each
		t.Run(name, test)
	}
}

// part is an HTLC of a set, before it is written.
type part struct {
	id             string
	amount, total  uint64
	secret, set    string
	index          uint32
	payloadAmount  uint64
	expiry, inner  uint32
	more           string
	hash, preimage string
	share          string
}

// parts makes the HTLCs of a set, whose shares are runs of the given bytes.
// They can be changed before they are written.
func parts(total uint64, shares ...byte) []*part {
	var (
		root byte
		made []*part
	)
	for _, share := range shares {
		root ^= share
	}
	for number, share := range shares {
		amount := total / uint64(len(shares))
		made = append(made, &part{
			id: string(rune('a' + number)), amount: amount,
			payloadAmount: amount, total: total, secret: secretA,
			set: set1, index: uint32(number), expiry: 900,
			inner: 850, share: run32(share),
		})
		made[number].derive(run32(root))
	}
	return made
}

func run32(value byte) string {
	return byteRun(fmt.Sprintf("%02x", value), 32)
}

func (p *part) derive(root string) {
	seed, err := hex.DecodeString(root + p.share)
	if err != nil {
		panic(err)
	}
	preimage := sha256.Sum256(binary.BigEndian.AppendUint32(seed, p.index))
	hash := sha256.Sum256(preimage[:])
	p.preimage = hex.EncodeToString(preimage[:])
	p.hash = hex.EncodeToString(hash[:])
}

// truncated writes an integer without leading zero bytes.
func truncated(value uint64) string {
	text := strings.TrimLeft(fmt.Sprintf("%016x", value), "0")
	return strings.Repeat("0", len(text)%2) + text
}

// head writes the first two records of a payload.
func (p *part) head() string {
	return rawRecord(2, truncated(p.payloadAmount)) +
		rawRecord(4, truncated(uint64(p.inner)))
}

func (p *part) payload() string {
	return p.head() +
		rawRecord(8, p.secret+truncated(p.total)) +
		rawRecord(14, p.share+p.set+truncated(uint64(p.index))) +
		p.more
}

// at is the event in which the part comes.
func (p *part) at(second int) string {
	return p.with(second, p.payload())
}

func (p *part) with(second int, payload string) string {
	return fmt.Sprintf(`{"at":"%d","htlc":{"id":"%s","amount_msat":"%d",`+
		`"payment_hash":"%s","cltv_expiry":"%d","payload":"%s"}}`,
		second, p.id, p.amount, p.hash, p.expiry, payload)
}

// keysend is the event in which a keysend HTLC of 1000 msat comes.
func keysend(second int, id, hash, preimage string) string {
	p := part{id: id, amount: 1000, payloadAmount: 1000, expiry: 900,
		inner: 850, hash: hash}
	return p.with(second, p.head()+rawRecord(5482373484, preimage))
}

func tick(second int) string {
	return fmt.Sprintf(`{"at":"%d","tick":true}`, second)
}

func block(second, height int) string {
	return fmt.Sprintf(`{"at":"%d","block_height":"%d"}`, second, height)
}

func cancelled(second int, secret string) string {
	return fmt.Sprintf(`{"at":"%d","cancel_invoice":"%s"}`, second, secret)
}

// reusableInvoice is an invoice of 1000 msat, with more members.
func reusableInvoice(secret string, more ...string) string {
	return fmt.Sprintf(`{"payment_secret":"%s","payment_hash":"%s",`+
		`"amp":true,"amount_msat":"1000"%s}`, secret,
		invoiceHash[:62]+secret[:2], strings.Join(more, ""))
}

// ownConfig is a request's config, with more members.
func ownConfig(more ...string) string {
	return `{"scheme":"sha256","layouts":["type14"],` +
		`"accept_spontaneous":false,"block_height":"800",` +
		`"min_final_cltv_expiry_delta":"18"` +
		strings.Join(more, "") + `}`
}

var spontaneousConfig = strings.Replace(ownConfig(), "false", "true", 1)

func request(config string, invoices []string, events ...string) string {
	return fmt.Sprintf(`{"config":%s,"invoices":[%s],"events":[%s]}`,
		config, strings.Join(invoices, ","), strings.Join(events, ","))
}

// expectOutcomes compares what came of a scenario. A wanted outcome is its
// event, its id, and "held", a preimage, or a failure.
func expectOutcomes(t *testing.T, in string, want ...string) {
	t.Helper()
	got := Run("receiver.run", json.RawMessage(in))
	result, ok := got.OK.(receiverResult)
	if !ok {
		t.Fatalf("not ok: %s", ask(t, "receiver.run", in))
	}
	var said []string
	for _, answer := range result.Outcomes {
		said = append(said, answer.Event+answer.ID+" "+inWords(answer))
	}
	if strings.Join(said, "\n") != strings.Join(want, "\n") {
		t.Errorf("%s\n got %s\nwant %s", in, strings.Join(said, "\n     "),
			strings.Join(want, "\n     "))
	}
}

func inWords(answer outcome) string {
	switch {
	case answer.Held:
		return "held"
	case answer.Failed != nil:
		return strings.TrimSpace(
			answer.Failed.Name + " " + answer.Failed.Data,
		)
	case answer.Error != "":
		return "error " + answer.Error
	}
	return answer.Settled
}

// unknownDetails is the failure of that name, with amount and height.
func unknownDetails(amount, height uint64) string {
	return "incorrect_or_unknown_payment_details " +
		fmt.Sprintf("%016x%08x", amount, height)
}

// numbered returns a list of an outcome that is the same for each.
func numbered(ids, what string) []string {
	var list []string
	for event, id := range ids {
		list = append(list, strconv.Itoa(event)+string(id)+" "+what)
	}
	return list
}
