//go:build !archive

package core

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
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

func TestInvoiceExpires(t *testing.T) {
	onBothStores(t, func(t *testing.T) {
		expiring := []string{reusableInvoice(secretA, `,"expires_at":"100"`)}
		only, set := parts(1000, 7)[0], parts(1000, 1, 2)
		fails := unknownDetails(1000, 800)

		expectOutcomes(t, request(ownConfig(), expiring, only.at(100)),
			"0a "+only.preimage)
		expectOutcomes(t, request(ownConfig(), expiring, only.at(101)),
			"0a "+fails)
		expectOutcomes(t, request(ownConfig(), expiring, tick(99), only.at(101)),
			"1a "+fails)
		// What is held fails, when the second is over.
		expectOutcomes(t, request(ownConfig(), expiring,
			set[0].at(50), tick(100), tick(101),
		), "0a held", "2a "+unknownDetails(500, 800))
	})
}

func TestInvoiceWithoutExpiry(t *testing.T) {
	onBothStores(t, func(t *testing.T) {
		only := parts(1000, 7)[0]
		expectOutcomes(t, request(ownConfig(), onlyA,
			tick(3_000_000_000), only.at(5_000_000_000),
		), "1a "+only.preimage)
	})
}

// An expiry that lies behind LND's 68 years is kept.
func TestInvoiceExpiresLate(t *testing.T) {
	onBothStores(t, func(t *testing.T) {
		late := []string{reusableInvoice(secretA, `,"expires_at":"3000000000"`)}
		only := parts(1000, 7)[0]
		expectOutcomes(t, request(ownConfig(), late,
			tick(0), only.at(3_000_000_000),
		), "1a "+only.preimage)
		expectOutcomes(t, request(ownConfig(), late,
			tick(0), only.at(3_000_000_001),
		), "1a "+unknownDetails(1000, 800))
	})
}

func TestInvoiceIsCancelled(t *testing.T) {
	onBothStores(t, func(t *testing.T) {
		set := parts(1000, 1, 2)
		expectOutcomes(t, request(ownConfig(), onlyA,
			set[0].at(0), block(1, 805), cancelled(2, secretA),
			set[1].at(3),
		),
			"0a held", "2a "+unknownDetails(500, 800),
			"3b "+unknownDetails(500, 805),
		)
		expectOutcomes(t, request(ownConfig(), onlyA,
			set[0].at(0), cancelled(2, secretB), set[1].at(3),
		),
			"0a held", "2b "+set[1].preimage, "2a "+set[0].preimage,
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

func TestFindingTheInvoice(t *testing.T) {
	onBothStores(t, func(t *testing.T) {
		fails := "0a " + unknownDetails(1000, 800)
		only := parts(1000, 7)[0]

		only.secret = secretB
		expectOutcomes(t, request(ownConfig(), onlyA, only.at(0)), fails)
		expectOutcomes(t, request(spontaneousConfig, onlyA, only.at(0)),
			"0a "+only.preimage)
		only.secret = byteRun("00", 32)
		expectOutcomes(t, request(ownConfig(), onlyA, only.at(0)), fails)
		expectOutcomes(t, request(spontaneousConfig, onlyA, only.at(0)), fails)
		only.secret, only.set = secretA, byteRun("00", 32)
		expectOutcomes(t, request(ownConfig(), onlyA, only.at(0)), fails)

		// Without payment_data.
		only.set = set1
		expectOutcomes(t, request(ownConfig(), onlyA, only.with(0,
			only.head()+rawRecord(14, only.share+only.set)),
		), fails)

		// A set_id under a second secret.
		both := []string{reusableInvoice(secretA), reusableInvoice(secretB)}
		one, two := parts(1000, 1, 2)[0], parts(1000, 4)[0]
		two.id, two.secret = "two", secretB
		expectOutcomes(t, request(ownConfig(), both, one.at(0), two.at(0)),
			"0a held", "1two "+unknownDetails(1000, 800))
	})
}

func TestMultiPath(t *testing.T) {
	onBothStores(t, func(t *testing.T) {
		preimage := byteRun("77", 32)
		raw, _ := hex.DecodeString(preimage)
		hash := fmt.Sprintf("%x", sha256.Sum256(raw))
		invoice := []string{fmt.Sprintf(`{"payment_secret":"%s",`+
			`"payment_hash":"%s","amp":false,"preimage":"%s"}`,
			secretB, hash, preimage)}
		pay := func(id, secret string, amount uint64) string {
			p := part{id: id, amount: amount, payloadAmount: amount,
				expiry: 900, inner: 850, hash: hash}
			return p.with(0, p.head()+
				rawRecord(8, secret+truncated(1000)))
		}
		expectOutcomes(t, request(ownConfig(), invoice,
			pay("a", secretB, 600), pay("b", secretB, 400),
			pay("c", secretB, 1000),
		),
			"0a held", "1b "+preimage, "1a "+preimage,
			"2c "+unknownDetails(1000, 800),
		)
		expectOutcomes(t, request(ownConfig(), invoice,
			pay("a", secretA, 1000),
		), "0a "+unknownDetails(1000, 800))

		// The hash alone is not enough.
		p := part{id: "a", amount: 1000, payloadAmount: 1000,
			expiry: 900, inner: 850, hash: hash}
		expectOutcomes(t, request(ownConfig(), invoice,
			p.with(0, p.head()),
		), "0a "+unknownDetails(1000, 800))

		// By AMP it can't be paid, nor an AMP invoice without.
		only := parts(1000, 7)[0]
		only.secret = secretB
		expectOutcomes(t, request(ownConfig(), invoice, only.at(0)),
			"0a "+unknownDetails(1000, 800))
		expectOutcomes(t, request(ownConfig(), onlyA,
			pay("a", secretA, 1000),
		), "0a "+unknownDetails(1000, 800))
	})
}

func TestKeysend(t *testing.T) {
	onBothStores(t, func(t *testing.T) {
		preimage := byteRun("77", 32)
		raw, _ := hex.DecodeString(preimage)
		hash := fmt.Sprintf("%x", sha256.Sum256(raw))
		fails := "0a " + unknownDetails(1000, 800)

		expectOutcomes(t, request(spontaneousConfig, nil,
			keysend(0, "a", hash, preimage),
		), "0a "+preimage)
		expectOutcomes(t, request(ownConfig(), nil,
			keysend(0, "a", hash, preimage),
		), fails)
		expectOutcomes(t, request(spontaneousConfig, nil,
			keysend(0, "a", invoiceHash, preimage),
		), fails)
		expectOutcomes(t, request(spontaneousConfig, nil,
			keysend(0, "a", hash, preimage[:62]),
		), fails)

		// Beside an AMP record it counts for nothing.
		only := parts(1000, 7)[0]
		only.more = rawRecord(5482373484, byteRun("99", 32))
		expectOutcomes(t, request(spontaneousConfig, nil, only.at(0)),
			"0a "+only.preimage)
	})
}

// A first HTLC under an unknown secret makes an invoice of an hour.
func TestSpontaneous(t *testing.T) {
	onBothStores(t, func(t *testing.T) {
		only := func(id, set string, total uint64) *part {
			p := parts(total, 7)[0]
			p.id, p.set = id, set
			return p
		}
		first, below := only("a", set1, 1000), only("b", set2, 999)
		expectOutcomes(t, request(spontaneousConfig, nil,
			first.at(0), below.at(1),
		), "0a "+first.preimage, "1b "+unknownDetails(999, 800))

		begun, later := parts(1000, 1, 2)[0], only("b", set2, 1000)
		expectOutcomes(t, request(spontaneousConfig, nil,
			begun.at(0), later.at(3600),
		), "0a held", "1a mpp_timeout", "1b "+later.preimage)
		expectOutcomes(t, request(spontaneousConfig, nil,
			begun.at(0), later.at(3601),
		), "0a held", "1a mpp_timeout", "1b "+unknownDetails(1000, 800))
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

func TestNoEvents(t *testing.T) {
	expectOK(t, "receiver.run", request(ownConfig(), nil), `{"outcomes":[]}`)
}

func TestUnsupportedScenarios(t *testing.T) {
	only := parts(1000, 7)[0].at(0)
	for _, in := range []string{
		request(strings.Replace(ownConfig(), "sha256", "bp2018", 1),
			onlyA, only),
		request(strings.Replace(ownConfig(), "type14", "type8", 1),
			onlyA, only),
		request(ownConfig(), []string{reusableInvoice(secretA,
			`,"preimage":"`+set1+`"`)}, only),
		request(ownConfig(), onlyA, `{"at":"0","cancel_set":"`+set1+`"}`),
		request(ownConfig(`,"later":"1"`), onlyA, only),
		request(ownConfig(), onlyA, `{"at":"0","later":"1"}`),
	} {
		expectUnsupported(t, "receiver.run", in)
	}
}

func TestRefusedScenarios(t *testing.T) {
	refused := func(in, class string) {
		t.Helper()
		expectReject(t, "receiver.run", in, class, "")
	}
	refused(`{"invoices":[],"events":[]}`, "other")
	refused(request(ownConfig(), nil, tick(5), tick(4)), "other")
	refused(request(ownConfig(), nil, `{"at":"1"}`), "other")
	refused(request(ownConfig(), nil, `{"at":"01","tick":true}`), "bad_encoding")
	refused(request(ownConfig(), nil,
		`{"at":"8223372036","tick":true}`), "bad_value")
	refused(request(ownConfig(`,"mpp_timeout":"9223372037"`), nil),
		"bad_value")
	refused(request(ownConfig(), nil, block(0, 1<<31)), "bad_value")

	// LND's own, which have no class.
	refused(request(ownConfig(), []string{
		reusableInvoice(secretA), reusableInvoice(secretA),
	}), "")

	// The last second that there is.
	expectOK(t, "receiver.run", request(ownConfig(), nil, tick(8223372035)),
		`{"outcomes":[]}`)
}

func TestStoreHasAName(t *testing.T) {
	before := store
	defer func() { store, name = before, "lnd" }()
	if Greet().Name != "lnd" {
		t.Error(Greet().Name)
	}
	UseSQLite()
	if Greet().Name != "lnd-sqlite" {
		t.Error(Greet().Name)
	}
	only := parts(1000, 7)[0]
	answer := Run("receiver.run", json.RawMessage(
		request(ownConfig(), onlyA, only.at(0)),
	))
	if answer.OK == nil {
		t.Errorf("%+v", answer)
	}
}
