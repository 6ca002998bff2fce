package core

import (
	"runtime/debug"
	"slices"
)

// Protocol is the version of the testee protocol that this package speaks.
const Protocol = "1"

const lndModule = "github.com/lightningnetwork/lnd"

// Hello is the answer to the handshake.
type Hello struct {
	Protocol string              `json:"protocol"`
	Name     string              `json:"name"`
	Version  string              `json:"version"`
	Language string              `json:"language"`
	Profiles []string            `json:"profiles"`
	Ops      []string            `json:"ops"`
	Can      []string            `json:"can"`
	Omits    map[string][]string `json:"omits"`
	Errors   string              `json:"errors"`
}

// name is how the testee calls itself.
var name = "lnd"

// capabilities are the tags that LND's code has something for.
var capabilities = []string{
	"layout:type14", "scheme:sha256", "role:intermediate", "path-key",
	"known-features",
}

// Greet returns what this testee declares.
func Greet() Hello {
	return Hello{
		Protocol: Protocol,
		Name:     name,
		Version:  lndVersion(),
		Language: "go",
		Profiles: []string{"amp"},
		Ops:      Operations(),
		Can:      slices.Clone(capabilities),
		Omits: map[string][]string{
			// amp.ReconstructChildren returns the children and not
			// the root.
			"amp.reconstruct": {"root"},
			"invoice.decode":  invoiceOmits,
		},
		// A rejection has its class where LND's error tells it, and
		// none where it doesn't.
		Errors: "class",
	}
}

// lndVersion asks the program which LND is linked into it, so that the answer
// can't differ from the truth.
func lndVersion() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	for _, module := range info.Deps {
		if module.Path != lndModule {
			continue
		}
		if module.Replace != nil {
			return "replaced by " + module.Replace.Path + " " +
				module.Replace.Version
		}
		if len(module.Version) > 1 && module.Version[0] == 'v' {
			return module.Version[1:]
		}
		return module.Version
	}
	return "unknown"
}
