package receiver

import (
	"bytes"
	"runtime"
	"time"
)

// The functions of LND's loops, each of which has a goroutine of its own for as
// long as a registry runs.
var loops = [][]byte{
	[]byte("github.com/lightningnetwork/lnd/invoices." +
		"(*InvoiceRegistry).invoiceEventLoop("),
	[]byte("github.com/lightningnetwork/lnd/invoices." +
		"(*InvoiceExpiryWatcher).mainLoop("),
}

// waitIdle returns once LND's loops have done all that there was to do and wait
// for the next thing to happen.
//
// That is read from the runtime: each loop's goroutine stands in a select of
// the loop's own function. The world is stopped while that is looked at, and a
// goroutine to which anything was sent no longer counts as waiting, so what is
// seen is true of all of them at once.
func waitIdle() {
	for round := 0; !idle(allStacks()); round++ {
		if round < 100 {
			runtime.Gosched()
		} else {
			time.Sleep(50 * time.Microsecond)
		}
	}
}

// idle says whether every loop waits in a select, and each of them is there.
func idle(stacks []byte) bool {
	waiting := make([]bool, len(loops))
	for stack := range bytes.SplitSeq(stacks, []byte("\n\n")) {
		header, frames, _ := bytes.Cut(stack, []byte("\n"))
		for which, loop := range loops {
			// A goroutine that was not run yet stands at the first
			// line of its function.
			if !bytes.Contains(frames, loop) {
				continue
			}
			if !bytes.HasPrefix(frames, loop) ||
				!bytes.Contains(header, []byte("[select")) {

				return false
			}
			waiting[which] = true
		}
	}
	for _, found := range waiting {
		if !found {
			return false
		}
	}
	return true
}

// allStacks returns the stacks of all goroutines.
func allStacks() []byte {
	buffer := make([]byte, 64<<10)
	for {
		length := runtime.Stack(buffer, true)
		if length < len(buffer) {
			return buffer[:length]
		}
		buffer = make([]byte, 2*len(buffer))
	}
}
