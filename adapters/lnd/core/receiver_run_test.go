//go:build !archive

package core

import (
	"fmt"
	"strings"
	"testing"
)

var onlyA = []string{reusableInvoice(secretA)}

func TestSetIsSettled(t *testing.T) {
	onBothStores(t, func(t *testing.T) {
		set := parts(900, 1, 2, 4)
		for _, each := range set {
			each.total = 1000
		}
		set[2].amount, set[2].payloadAmount = 400, 400
		for _, order := range [][]int{{0, 1, 2}, {2, 1, 0}, {1, 2, 0}} {
			first, second, last := set[order[0]], set[order[1]], set[order[2]]
			want := []string{
				"0" + first.id + " held",
				"1" + second.id + " held",
				"2" + last.id + " " + last.preimage,
			}
			// In the order in which they came.
			for _, each := range []*part{first, second} {
				want = append(want, "2"+each.id+" "+each.preimage)
			}
			expectOutcomes(t, request(ownConfig(), onlyA,
				first.at(0), second.at(0), last.at(5),
			), want...)
		}
	})
}

// One HTLC is a whole set where its amount is the total.
func TestSetOfOne(t *testing.T) {
	onBothStores(t, func(t *testing.T) {
		only := parts(1000, 7)[0]
		expectOutcomes(t, request(ownConfig(), onlyA, only.at(3)),
			"0a "+only.preimage)
	})
}

func TestSetsAreIndependent(t *testing.T) {
	onBothStores(t, func(t *testing.T) {
		one, two := parts(1000, 1, 2), parts(1200, 3, 4)
		for _, each := range two {
			each.set, each.id = set2, "2"+each.id
		}
		expectOutcomes(t, request(ownConfig(), onlyA,
			one[0].at(0), two[0].at(1), two[1].at(2), one[1].at(3),
		),
			"0a held", "12a held",
			"22b "+two[1].preimage, "22a "+two[0].preimage,
			"3b "+one[1].preimage, "3a "+one[0].preimage,
		)
	})
}

func TestEachHTLCHasItsOwnTimeout(t *testing.T) {
	onBothStores(t, func(t *testing.T) {
		set := parts(1200, 1, 2, 4)
		expectOutcomes(t, request(ownConfig(), onlyA,
			set[0].at(0), set[1].at(20), tick(119), tick(120),
			tick(139), tick(300),
		),
			"0a held", "1b held", "3a mpp_timeout",
			"5b mpp_timeout",
		)
	})
}

func TestTimeoutIsAsAsked(t *testing.T) {
	set := parts(1000, 1, 2)
	config := ownConfig(`,"mpp_timeout":"60"`)
	expectOutcomes(t, request(config, onlyA, set[0].at(0), set[1].at(59)),
		"0a held", "1b "+set[1].preimage, "1a "+set[0].preimage)
	expectOutcomes(t, request(config, onlyA, set[0].at(0), set[1].at(60)),
		"0a held", "1a mpp_timeout", "1b held")
}

// A set_id may come again after the timeout, with another total.
func TestSetAgainAfterTimeout(t *testing.T) {
	onBothStores(t, func(t *testing.T) {
		first, again := parts(1000, 1, 2)[0], parts(1300, 9)[0]
		again.id = "again"
		expectOutcomes(t, request(ownConfig(), onlyA,
			first.at(0), again.at(120),
		),
			"0a held", "1a mpp_timeout",
			"1again "+again.preimage,
		)
	})
}

func TestReplays(t *testing.T) {
	onBothStores(t, func(t *testing.T) {
		set := parts(1000, 1, 2)
		expectOutcomes(t, request(ownConfig(), onlyA,
			set[0].at(0), set[0].at(60), tick(119), tick(120),
		),
			"0a held", "1a held", "3a mpp_timeout",
		)
		expectOutcomes(t, request(ownConfig(), onlyA,
			set[0].at(0), set[1].at(0), set[0].at(500), set[1].at(600),
		),
			"0a held", "1b "+set[1].preimage,
			"1a "+set[0].preimage, "2a "+set[0].preimage,
			"3b "+set[1].preimage,
		)
	})
}

func TestTotals(t *testing.T) {
	onBothStores(t, func(t *testing.T) {
		set, other := parts(1000, 1, 2), parts(1002, 1, 2)[1]
		other.id = "other"
		expectOutcomes(t, request(ownConfig(), onlyA,
			set[0].at(0), other.at(1), set[1].at(2),
		),
			"0a held", "1other "+unknownDetails(501, 800),
			"2b "+set[1].preimage, "2a "+set[0].preimage,
		)
		for total, taken := range map[uint64]bool{
			999: false, 1000: true, 2000: true, 2001: true,
		} {
			only := parts(total, 7)[0]
			want := unknownDetails(total, 800)
			if taken {
				want = only.preimage
			}
			expectOutcomes(t, request(ownConfig(), onlyA, only.at(0)),
				"0a "+want)
		}
	})
}

// The amount of the HTLC counts, and not what the payload says.
func TestAmountOfHTLCCounts(t *testing.T) {
	onBothStores(t, func(t *testing.T) {
		set := parts(1000, 1, 2)
		set[0].payloadAmount, set[1].payloadAmount = 400, 400
		expectOutcomes(t, request(ownConfig(), onlyA,
			set[0].at(0), set[1].at(0),
		),
			"0a held", "1b "+set[1].preimage, "1a "+set[0].preimage,
		)
	})
}

func TestWhatTheLinkFails(t *testing.T) {
	set := parts(1000, 1, 2)
	try := func(change func(p *part), payload, want string) {
		t.Helper()
		changed := *set[0]
		if change != nil {
			change(&changed)
		}
		if payload == "" {
			payload = changed.payload()
		}
		expectOutcomes(t, request(ownConfig(), onlyA,
			changed.with(0, payload),
		), "0a "+want)
	}
	try(func(p *part) { p.amount = 499 }, "",
		"final_incorrect_htlc_amount 00000000000001f3")
	try(func(p *part) { p.amount = 501 }, "", "held")
	try(func(p *part) { p.expiry = 849 }, "",
		"final_incorrect_cltv_expiry 00000351")
	try(func(p *part) { p.expiry = 850 }, "", "held")

	// A broken stream, a record that lacks, an unknown even one, one that a
	// final hop can't have.
	try(nil, "02", "invalid_onion_payload 000000")
	try(nil, "0400", "invalid_onion_payload 020000")
	try(func(p *part) { p.more = rawRecord(20, "") }, "",
		"invalid_onion_payload 140000")
	try(nil, set[0].head()+rawRecord(6, byteRun("00", 8)),
		"invalid_onion_payload 060000")
	try(func(p *part) { p.more = rawRecord(65536, "00") }, "", "held")

	// Without a path key LND doesn't take itself for a blinded hop.
	encrypted := set[0].head() + rawRecord(10, "0000")
	try(nil, encrypted, "invalid_onion_payload 0a0000")
	key := rawRecord(12, "0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d"+
		"959f2815b16f81798")
	blinded := "invalid_onion_blinding " + byteRun("00", 32)
	try(nil, encrypted+key, blinded)
	try(nil, encrypted+key+rawRecord(14, set1+set2), blinded)
	try(nil, set[0].head()+key, blinded)
}

func TestExpiryOfHTLC(t *testing.T) {
	onBothStores(t, func(t *testing.T) {
		asks := []string{reusableInvoice(secretA,
			`,"min_final_cltv_expiry_delta":"40"`)}
		try := func(invoices []string, expiry uint32, taken bool) {
			t.Helper()
			only := parts(1000, 7)[0]
			only.inner, only.expiry = 800, expiry
			want := unknownDetails(1000, 801)
			if taken {
				want = only.preimage
			}
			expectOutcomes(t, request(ownConfig(), invoices,
				block(0, 801), only.at(1),
			), "1a "+want)
		}
		try(onlyA, 818, false)
		try(onlyA, 819, true)
		try(asks, 840, false)
		try(asks, 841, true)
		try(onlyA, 1<<32-1, true)
	})
}

// What LND doesn't compare.
func TestNotCompared(t *testing.T) {
	onBothStores(t, func(t *testing.T) {
		described := []string{reusableInvoice(secretA, `,"payment_metadata":"aa"`)}
		only := parts(1000, 7)[0]
		expectOutcomes(t, request(ownConfig(), described, only.at(0)),
			"0a "+only.preimage)
		only.more = rawRecord(16, "bb")
		expectOutcomes(t, request(ownConfig(), described, only.at(0)),
			"0a "+only.preimage)

		// The same share and index twice, and an all-zero share.
		set := parts(1000, 3, 3, 5, 0)
		for _, each := range set {
			each.index = 9
			each.derive(run32(5))
		}
		expectOutcomes(t, request(ownConfig(), onlyA,
			set[0].at(0), set[1].at(0), set[2].at(0), set[3].at(0),
		), append(numbered("abc", "held"),
			"3d "+set[3].preimage, "3a "+set[0].preimage,
			"3b "+set[1].preimage, "3c "+set[2].preimage,
		)...)
	})
}

// TestSameAnswerEachTime asks for what LND's loops have to do at one moment,
// again and again.
func TestSameAnswerEachTime(t *testing.T) {
	onBothStores(t, func(t *testing.T) {
		var (
			invoices, events []string
			numbers          = 6
		)
		for number := range numbers {
			secret := run32(byte(0xc0 + number))
			// Some run out when the HTLCs do, some just before.
			invoices = append(invoices, reusableInvoice(secret, fmt.Sprintf(
				`,"expires_at":"%d"`, 119+number%2,
			)))
			each := parts(1000, 1, 2)[0]
			each.id, each.secret = fmt.Sprint("h", number), secret
			each.set = run32(byte(0x30 + number))
			events = append(events, each.at(0))
		}
		events = append(events, tick(120), tick(121))
		in := request(ownConfig(), invoices, events...)

		want := ask(t, "receiver.run", in)
		if strings.Count(want, "mpp_timeout") != numbers/2 ||
			strings.Count(want, "incorrect_or_unknown") != numbers/2 {

			t.Fatal(want)
		}
		for range 20 {
			if got := ask(t, "receiver.run", in); got != want {
				t.Fatalf("first %s\n then %s", want, got)
			}
		}
	})
}
