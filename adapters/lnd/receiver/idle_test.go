package receiver

import (
	"strings"
	"testing"
)

const (
	eventLoop = "github.com/lightningnetwork/lnd/invoices." +
		"(*InvoiceRegistry).invoiceEventLoop(0xc0001)\n\tregistry.go:1\n" +
		"created by github.com/lightningnetwork/lnd/invoices." +
		"(*InvoiceRegistry).Start in goroutine 1"
	expiryLoop = "github.com/lightningnetwork/lnd/invoices." +
		"(*InvoiceExpiryWatcher).mainLoop(0xc0002)\n\twatcher.go:1"
	store1 = "github.com/lightningnetwork/lnd/channeldb.(*DB).UpdateInvoice()"
)

func TestIdle(t *testing.T) {
	const self = "goroutine 1 [running]:\nmain.main()"
	for stacks, want := range map[string]bool{
		self: false,
		self + "\n\ngoroutine 2 [select]:\n" + eventLoop: false,
		self + "\n\ngoroutine 2 [select]:\n" + eventLoop +
			"\n\ngoroutine 3 [select, 2 minutes]:\n" + expiryLoop: true,
		"goroutine 3 [runnable]:\n" + expiryLoop +
			"\n\ngoroutine 2 [select]:\n" + eventLoop: false,
		"goroutine 3 [select]:\n" + expiryLoop +
			"\n\ngoroutine 2 [sync.RWMutex.Lock]:\n" + eventLoop: false,

		// It waits within what it called.
		"goroutine 3 [select]:\n" + expiryLoop +
			"\n\ngoroutine 2 [select]:\n" + store1 + "\n" +
			eventLoop: false,

		// One of several doesn't wait.
		"goroutine 3 [select]:\n" + expiryLoop +
			"\n\ngoroutine 2 [select]:\n" + eventLoop +
			"\n\ngoroutine 4 [running]:\n" + eventLoop: false,
	} {
		if idle([]byte(stacks)) != want {
			t.Errorf("not %v:\n%s", want, stacks)
		}
	}
}

// The names of LND's loops are those that the runtime says.
func TestLoopsAreFound(t *testing.T) {
	registry, err := Start(KeyValue, Config{HTLCs: 1})
	if err != nil {
		t.Fatal(err)
	}
	registry.Settle()
	stacks := string(allStacks())
	for _, loop := range loops {
		if strings.Count(stacks, string(loop)) != 1 {
			t.Errorf("%s is not there once:\n%s", loop, stacks)
		}
	}
	if err := registry.Stop(); err != nil {
		t.Fatal(err)
	}
	if idle(allStacks()) {
		t.Error("idle without a registry")
	}
}
