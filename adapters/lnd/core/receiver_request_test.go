//go:build !archive

package core

import (
	"encoding/json"
	"strings"
	"testing"
)

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
