// Command ampwire-testee-lnd is LND's codec and LND's invoice registry as a
// testee: it reads requests of the testee protocol on standard input and
// answers them on standard output with LND's own packages.
//
// With --sqlite the registry keeps its invoices in SQLite, and not in LND's
// database of keys and values.
package main

import (
	"flag"
	"fmt"
	"os"

	"ampwire.invalid/adapters/lnd/core"
	"ampwire.invalid/adapters/lnd/server"
)

func main() {
	sqlite := flag.Bool("sqlite", false, "keep invoices in SQLite")
	flag.Parse()
	if flag.NArg() > 0 {
		fmt.Fprintln(os.Stderr, "ampwire-testee-lnd: it takes no arguments")
		os.Exit(2)
	}
	if *sqlite {
		core.UseSQLite()
	}
	if err := server.Serve(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "ampwire-testee-lnd:", err)
		os.Exit(1)
	}
}
