//go:build !archive

package core

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"testing"
)

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
