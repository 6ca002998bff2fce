package core

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
)

const (
	exampleKey = "e126f68f7eafcc8b74f54d269fe206be715000f94dac067d1c04a8ca3b2d" +
		"b734"
	exampleHash = "000102030405060708090001020304050607080900010203040506070809" +
		"0102"
	exampleSecret = "11111111111111111111111111111111111111111111111111111111111" +
		"11111"
	examplePayee = "03e7156ae33b0a208d0744199163177e909e80176e55d97a2f221ede0f93" +
		"4dd9ad"
	otherNode = "02c6047f9441ed7d6d3045406e95c07cd85c778e4b8cef3ca7abac09b95c709" +
		"ee5"

	// exampleHead are the members that most of the examples begin with.
	exampleHead = `"timestamp":"1700000000","payment_hash":"` + exampleHash +
		`","payment_secret":"` + exampleSecret + `"`
	// effectiveDefaults are LND's own where an invoice has neither number. The
	// second is not BOLT 11's, which is 18.
	effectiveDefaults = `"effective":{"expiry":"3600",` +
		`"min_final_cltv_expiry_delta":"24"}`
)

// fullMembers are the members of fullInvoice that LND reads and writes alike.
const fullMembers = `"network":"regtest","amount_msat":"250000000",` +
	exampleHead + `,"description_hash":"22222222222222222222222222222222` +
	`22222222222222222222222222222222","payee":"` + examplePayee + `",` +
	`"fallbacks":[{"version":"17","program":"313131313131313131313131313131` +
	`3131313131"}],"route_hints":[[{"node_id":"` + otherNode + `",` +
	`"short_channel_id":"72623859790382856","fee_base_msat":"1",` +
	`"fee_proportional_millionths":"20","cltv_expiry_delta":"3"},{"node_id":` +
	`"02f9308a019258c31049344f85f89d5229b531c845836f99b08601f113bce036f9",` +
	`"short_channel_id":"18446744073709551615","fee_base_msat":"4294967295",` +
	`"fee_proportional_millionths":"4294967295","cltv_expiry_delta":"65535"}],` +
	`[{"node_id":"` + otherNode + `","short_channel_id":"1",` +
	`"fee_base_msat":"2","fee_proportional_millionths":"3",` +
	`"cltv_expiry_delta":"4"}]],"features":["8","14","17","48"],` +
	`"payment_metadata":"01fafaf0"`

func decodeInvoiceRequest(text string) string {
	quoted, _ := json.Marshal(text)
	return `{"invoice":` + string(quoted) + `}`
}

func TestInvoicesDecoded(t *testing.T) {
	payee := `,"payee":"` + examplePayee + `"`
	cases := map[string]string{
		plainInvoice: `{"network":"bitcoin","timestamp":"1496314658",` +
			`"payment_hash":"` + exampleHash + `","payment_secret":"` +
			exampleSecret + `","description":"Please consider ` +
			`supporting this project"` + payee +
			`,"features":["8","14"],` + effectiveDefaults + `}`,
		fullInvoice: `{` + fullMembers + `,"effective":{"expiry":"60",` +
			`"min_final_cltv_expiry_delta":"12"}}`,
		ampInvoice: `{"network":"signet",` + exampleHead +
			`,"description":""` + payee + `,"features":["8","14","30"],` +
			`"effective":{"expiry":"2592000",` +
			`"min_final_cltv_expiry_delta":"80"}}`,
		taprootInvoice: `{"network":"testnet","amount_msat":"1",` +
			exampleHead + `,"description":"x"` + payee +
			`,"fallbacks":[{"version":"1","program":"` +
			byteRun("41", 32) + `"}],"features":["8","14"],` +
			effectiveDefaults + `}`,
		// LND asks for the secret when it pays.
		noSecretInvoice: `{"network":"bitcoin","timestamp":"1700000000",` +
			`"payment_hash":"` + exampleHash + `","description":"x"` +
			payee + `,"features":[],` + effectiveDefaults + `}`,
		// An empty field is not an absent one.
		emptyMetadataInvoice: `{"network":"bitcoin",` +
			`"amount_msat":"1000000",` + exampleHead +
			`,"description":"x"` + payee + `,"features":["8","14"],` +
			`"payment_metadata":"",` + effectiveDefaults + `}`,
	}
	for text, want := range cases {
		expectOK(t, "invoice.decode", decodeInvoiceRequest(text), want)
		expectOK(t, "invoice.decode",
			decodeInvoiceRequest(strings.ToUpper(text)), want)
	}
}

func TestInvoicesRefused(t *testing.T) {
	const op = "invoice.decode"
	cases := map[string]string{
		paddingInvoice: "bad_padding", utf8Invoice: "bad_encoding",
		hintInvoice: "bad_length", emptyHintInvoice: "bad_length",
		cutInvoice: "truncated", brokenInvoice: "truncated",
		pointInvoice: "bad_value", amountInvoice: "bad_amount",
		signatureInvoice:                         "bad_signature",
		plainInvoice + strings.Repeat("q", 7089): "limit",
		// Words alone, no class.
		descriptionsInvoice: "", wrongNInvoice: "", "": "", "\x00": "",
		strings.Replace(plainInvoice, "lnbc", "lnxx", 1): "",
		plainInvoice[:len(plainInvoice)-1] + "q":         "",
		"é" + plainInvoice:                               "", "lnbc1": "", "1": "",
		"L" + plainInvoice[1:]: "",
	}
	for text, class := range cases {
		expectReject(t, op, decodeInvoiceRequest(text), class, "")
	}
	expectUnsupported(t, op, `{"invoice":"","verify":false}`)
	expectReject(t, op, `{"invoice":"","verify":true}`, "", "")
	expectReject(t, op, `{}`, "other", "")
}

// TestInvoiceNetworks holds that an invoice is shown to a node on its network:
// a prefix that begins with another is not taken for that.
func TestInvoiceNetworks(t *testing.T) {
	for text, want := range map[string]string{
		"lnbcrt1": "regtest", "lnbc1": "bitcoin", "lntbs1": "signet",
		"lntb1": "testnet", "LNTBS1": "signet", "lnBCRT": "regtest",
		"lnbcr": "bitcoin", "": "bitcoin", "lnsb1": "bitcoin",
	} {
		if got := networkOf(text).name; got != want {
			t.Errorf("%q: shown to %s", text, got)
		}
	}
}

func TestInvoicesEncoded(t *testing.T) {
	const op = "invoice.encode"
	key := `,"private_key":"` + exampleKey + `"`
	text := func(want string) string { return `{"invoice":"` + want + `"}` }

	full := `{` + fullMembers + `,"expiry":"60","payee_in_field":true,` +
		`"min_final_cltv_expiry_delta":"12"` + key
	expectOK(t, op, full+`}`, text(fullInvoice))
	// What was read beside the fields is left alone.
	expectOK(t, op, full+`,"order":"phmcxfrrns9","hrp_amount":"1",`+
		`"signature":"","recovery_id":"9","upper_case":false}`,
		text(fullInvoice))
	expectUnsupported(t, op, full+`,"order":"hpmcxfrrns9"}`)
	expectUnsupported(t, op, full+`,"upper_case":true}`)
	expectUnsupported(t, op, full+`,"unknown":[{"tag":"2","words":""}]}`)

	plain := `{` + exampleHead + `,"network":"bitcoin",` +
		`"amount_msat":"1000000"` + key
	described := plain + `,"description":"x"`
	expectOK(t, op, described+`,"payment_metadata":"01fafaf0",`+
		`"features":["17","8","14","49"],"payee":"`+examplePayee+`",`+
		`"min_final_cltv_expiry_delta":"18"}`, text(mppInvoice))

	expectReject(t, op, plain+`}`, "", "")
	expectReject(t, op, described+`,"description_hash":"`+exampleHash+`"}`,
		"", "")
	expectReject(t, op, described+`,"description_hash":"00"}`,
		"bad_length", "")
	expectReject(t, op, described+`,"payee_in_field":true,"payee":"`+
		otherNode+`"}`, "", "")
	expectReject(t, op, described+`,"expiry":"9223372037"}`, "bad_value", "")
	expectReject(t, op, described+`,"fallbacks":[{"version":"2",`+
		`"program":"0000"}]}`, "bad_value", "")
	expectReject(t, op, described+`,"fallbacks":[{"version":"0",`+
		`"program":"0000"}]}`, "", "")
	expectUnsupported(t, op, described+`,"fallbacks":[{"version":"17",`+
		`"program":"`+byteRun("00", 20)+`"},{"version":"17","program":"`+
		byteRun("00", 20)+`"}]}`)
	expectReject(t, op, described+`,"route_hints":[[{"node_id":"04`+
		byteRun("00", 32)+`"}]]}`, "bad_value", "")
	expectReject(t, op, strings.Replace(described, "bitcoin", "liquid", 1)+
		`}`, "unknown_network", "")
	expectReject(t, op, strings.Replace(described, exampleKey,
		byteRun("00", 32), 1)+`}`, "bad_value", "")
	expectReject(t, op, strings.Replace(described, exampleKey,
		byteRun("ff", 32), 1)+`}`, "bad_value", "")
	expectReject(t, op, strings.Replace(described, exampleKey, "01", 1)+`}`,
		"bad_length", "")
	expectReject(t, op, strings.Replace(described, `"payment_hash":"`+
		exampleHash+`",`, "", 1)+`}`, "", "")
	expectReject(t, op, strings.Replace(described, "1700000000",
		"34359738368", 1)+`}`, "", "")
}

// TestWrittenOrder holds the order that requests are compared with against what
// LND writes: the fields of its own invoice in sequence.
func TestWrittenOrder(t *testing.T) {
	in, err := parseArguments(json.RawMessage(`{` + fullMembers +
		`,"expiry":"60","payee_in_field":true,` +
		`"min_final_cltv_expiry_delta":"12"}`))
	if err != nil {
		t.Fatal(err)
	}
	order, err := writtenOrder(in)
	if err != nil {
		t.Fatal(err)
	}
	if read := tagsOf(t, fullInvoice); order != read {
		t.Errorf("expected %s, written %s", order, read)
	}
}

// tagsOf walks the text of an invoice and returns the tags of its fields.
func tagsOf(t *testing.T, text string) string {
	t.Helper()
	const alphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
	data := text[strings.LastIndexByte(text, '1')+1:]
	fields := data[7 : len(data)-104-6]
	var tags []byte
	for len(fields) > 0 {
		length := 32*strings.IndexByte(alphabet, fields[1]) +
			strings.IndexByte(alphabet, fields[2])
		tags = append(tags, fields[0])
		fields = fields[3+length:]
	}
	return string(tags)
}

// TestInvoiceOmits holds the list against what is in the answers.
func TestInvoiceOmits(t *testing.T) {
	answer := ask(t, "invoice.decode", decodeInvoiceRequest(fullInvoice))
	for _, member := range invoiceOmits {
		if strings.Contains(answer[:strings.Index(answer, "effective")],
			`"`+member+`"`) {

			t.Errorf("%s is in the answer and omitted", member)
		}
	}
	if !slices.IsSorted(invoiceOmits) {
		t.Errorf("not sorted: %v", invoiceOmits)
	}
}

// TestEveryInvoiceHasOneVerdict changes an invoice in every place. There is one
// verdict, and it is no panic.
func TestEveryInvoiceHasOneVerdict(t *testing.T) {
	for position := range fullInvoice {
		for _, with := range []string{"", "q", "1", "l", "b", "\x7f"} {
			text := fullInvoice[:position] + with +
				fullInvoice[position+1:]
			answer := Run("invoice.decode", json.RawMessage(
				decodeInvoiceRequest(text),
			))
			same := text == fullInvoice
			if (answer.OK != nil) != same ||
				(answer.Reject != nil) == same {

				t.Fatal(fmt.Sprintf("%s: %+v", text, answer))
			}
		}
	}
}
