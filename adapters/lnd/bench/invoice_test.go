package bench

import (
	"strings"
	"testing"

	"github.com/btcsuite/btcd/chaincfg"
	"github.com/lightningnetwork/lnd/zpay32"
)

// BenchmarkInvoiceDecode reads every invoice of invoices.txt, one a line, and
// recovers its payee.
func BenchmarkInvoiceDecode(b *testing.B) {
	text := readInput(b, "invoices.txt")
	invoices := strings.Fields(text)
	if len(invoices) == 0 {
		b.Fatal("invoices.txt is empty")
	}
	start(b, len(text))
	for b.Loop() {
		for _, invoice := range invoices {
			_, err := zpay32.Decode(invoice, &chaincfg.MainNetParams)
			if err != nil {
				b.Fatal(err)
			}
		}
	}
}
