package core

import (
	"strings"

	"github.com/btcsuite/btcd/chaincfg"
)

// invoice is the invoice object of the protocol, as far as LND reports one. A
// nil member is a field that is not there.
type invoice struct {
	Network         string       `json:"network"`
	AmountMsat      *string      `json:"amount_msat,omitempty"`
	Timestamp       string       `json:"timestamp"`
	PaymentHash     string       `json:"payment_hash"`
	PaymentSecret   *string      `json:"payment_secret,omitempty"`
	Description     *string      `json:"description,omitempty"`
	DescriptionHash *string      `json:"description_hash,omitempty"`
	Payee           string       `json:"payee"`
	Fallbacks       []fallback   `json:"fallbacks,omitempty"`
	RouteHints      [][]hopHint  `json:"route_hints,omitempty"`
	Features        []string     `json:"features"`
	PaymentMetadata *string      `json:"payment_metadata,omitempty"`
	Effective       invoiceTimes `json:"effective"`
}

type fallback struct {
	Version string `json:"version"`
	Program string `json:"program"`
}

type hopHint struct {
	NodeID                    string `json:"node_id"`
	ShortChannelID            string `json:"short_channel_id"`
	FeeBaseMsat               string `json:"fee_base_msat"`
	FeeProportionalMillionths string `json:"fee_proportional_millionths"`
	CLTVExpiryDelta           string `json:"cltv_expiry_delta"`
}

// invoiceTimes are the two numbers of an invoice that LND hands out with its
// default in place of one that is absent.
type invoiceTimes struct {
	Expiry                  string `json:"expiry,omitempty"`
	MinFinalCLTVExpiryDelta string `json:"min_final_cltv_expiry_delta"`
}

// invoiceOmits lists the members of an invoice that zpay32 doesn't hand out.
var invoiceOmits = []string{
	"expiry", "hrp_amount", "min_final_cltv_expiry_delta", "order",
	"payee_in_field", "recovery_id", "signature", "unknown", "upper_case",
}

// network is one that invoices are for. A node of LND's is on one of them and
// refuses the invoices of the others.
type network struct {
	name   string
	prefix string
	params *chaincfg.Params
}

// networks has a prefix before any that it begins with.
var networks = []network{
	{"regtest", "lnbcrt", &chaincfg.RegressionNetParams},
	{"signet", "lntbs", &chaincfg.SigNetParams},
	{"bitcoin", "lnbc", &chaincfg.MainNetParams},
	{"testnet", "lntb", &chaincfg.TestNet3Params},
}

// networkOf chooses the node that an invoice is shown to: one on the network
// that its first letters name, and one on bitcoin where they name none.
func networkOf(text string) network {
	for _, known := range networks {
		length := min(len(text), len(known.prefix))
		if strings.EqualFold(text[:length], known.prefix) {
			return known
		}
	}
	return networks[2]
}

func networkNamed(name string) (network, error) {
	for _, known := range networks {
		if known.name == name {
			return known, nil
		}
	}
	return network{}, notRepresentable("unknown_network",
		"there are no parameters for the network %q", name)
}
