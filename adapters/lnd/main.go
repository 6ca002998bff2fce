// Command ampwire-testee-lnd is LND's codec as a testee: it reads requests of
// the testee protocol on standard input and answers them on standard output
// with LND's own packages.
package main

import (
	"fmt"
	"os"

	"ampwire.invalid/adapters/lnd/server"
)

func main() {
	if err := server.Serve(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "ampwire-testee-lnd:", err)
		os.Exit(1)
	}
}
