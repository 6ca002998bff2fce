package core

import "testing"

const onionHash = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"

// TestFailures holds the bytes against the definitions of BOLT 4, written by
// hand: the code, then the fields one after another.
func TestFailures(t *testing.T) {
	cases := []struct{ name, members, bytes string }{
		{"invalid_onion_payload", `,"type":"14","offset":"70"`,
			"4016" + "0e" + "0046"},
		{"invalid_onion_payload", `,"type":"0","offset":"0"`,
			"4016" + "00" + "0000"},
		{"invalid_onion_payload", `,"type":"253","offset":"65535"`,
			"4016" + "fd00fd" + "ffff"},
		{"invalid_onion_payload", `,"type":"5482373484","offset":"1"`,
			"4016" + "ff0000000146c6616c" + "0001"},
		{"invalid_onion_payload",
			`,"type":"18446744073709551615","offset":"1"`,
			"4016" + "ffffffffffffffffff" + "0001"},
		{"incorrect_or_unknown_payment_details",
			`,"htlc_msat":"1000","height":"800000"`,
			"400f" + "00000000000003e8" + "000c3500"},
		{"incorrect_or_unknown_payment_details",
			`,"htlc_msat":"18446744073709551615","height":"4294967295"`,
			"400f" + "ffffffffffffffff" + "ffffffff"},
		{"mpp_timeout", "", "0017"},
		{"final_incorrect_cltv_expiry", `,"cltv_expiry":"800000"`,
			"0012" + "000c3500"},
		{"final_incorrect_htlc_amount", `,"incoming_htlc_amt":"1"`,
			"0013" + "0000000000000001"},
		{"invalid_onion_blinding", `,"sha256_of_onion":"` + onionHash + `"`,
			"c018" + onionHash},
	}
	for _, c := range cases {
		failure := `{"name":"` + c.name + `"` + c.members + `}`
		expectOK(t, "onion_failure.encode", failure,
			`{"bytes":"`+c.bytes+`"}`)
		for _, more := range []string{"", "00", "fd", byteRun("ff", 300)} {
			expectOK(t, "onion_failure.decode",
				`{"bytes":"`+c.bytes+more+`"}`, failure)
		}
	}
}

// TestFailuresWithoutAName holds that a message which the protocol has no name
// for is reported by its code where LND reads it.
func TestFailuresWithoutAName(t *testing.T) {
	decode := func(bytes string) string { return `{"bytes":"` + bytes + `"}` }
	const op = "onion_failure.decode"
	for code, bytes := range map[string]string{
		"8194":  "2002",              // temporary_node_failure
		"16394": "400a",              // unknown_next_peer
		"16400": "4010",              // incorrect_payment_amount
		"17":    "0011",              // final_expiry_too_soon
		"21":    "0015",              // expiry_too_far
		"49156": "c004" + onionHash,  // invalid_onion_version
		"4103":  "1007" + "00000000", // temporary_channel_failure
	} {
		expectOK(t, op, decode(bytes), `{"code":"`+code+`"}`)
	}
	// LND reads the data of these too.
	expectReject(t, op, decode("c004"), "truncated", "")
	expectReject(t, op, decode("1007"), "truncated", "")
	expectReject(t, op, decode("100b"), "truncated", "")
	// No error of LND's stands for a code it doesn't know.
	expectReject(t, op, decode("0000"), "", "")
	expectReject(t, op, decode("ffff"), "", "")
	expectReject(t, op, decode("4018"), "", "")
}

func TestFailuresCut(t *testing.T) {
	cases := []struct{ bytes, class string }{
		{"", "truncated"},
		{"40", "truncated"},
		{"4016", "truncated"},
		{"4016fd", "truncated"},
		{"4016fd00", "truncated"},
		{"40160e", "truncated"},
		{"40160e00", "truncated"},
		{"4016fd00fc0000", "not_minimal"},
		{"4016fe0000ffff0000", "not_minimal"},
		{"4016ff00000000ffffffff0000", "not_minimal"},
		{"400f00", "truncated"},
		{"400f00000000000003", "truncated"},
		{"400f00000000000003e800", "truncated"},
		{"0012", "truncated"},
		{"0012000c35", "truncated"},
		{"0013", "truncated"},
		{"001300000000000001", "truncated"},
		{"c018", "truncated"},
		{"c018" + onionHash[2:], "truncated"},
	}
	for _, c := range cases {
		expectReject(t, "onion_failure.decode",
			`{"bytes":"`+c.bytes+`"}`, c.class, "")
	}
}

// TestPaymentDetailsLeftOut holds LND's tolerance of older nodes: neither number
// has to be there, and one that isn't is zero.
func TestPaymentDetailsLeftOut(t *testing.T) {
	answer := func(amount string) string {
		return `{"name":"incorrect_or_unknown_payment_details",` +
			`"htlc_msat":"` + amount + `","height":"0"}`
	}
	expectOK(t, "onion_failure.decode", `{"bytes":"400f"}`, answer("0"))
	expectOK(t, "onion_failure.decode",
		`{"bytes":"400f00000000000003e8"}`, answer("1000"))
}

func TestFailuresNotWritten(t *testing.T) {
	const op = "onion_failure.encode"
	cases := []struct{ in, class string }{
		{`{"name":"temporary_channel_failure"}`, "other"},
		{`{"name":""}`, "other"},
		{`{}`, "other"},
		{`{"name":"invalid_onion_payload","type":"1"}`, "other"},
		{`{"name":"invalid_onion_payload","type":"18446744073709551616",` +
			`"offset":"0"}`, "bad_value"},
		{`{"name":"invalid_onion_payload","type":"1","offset":"65536"}`,
			"bad_value"},
		{`{"name":"incorrect_or_unknown_payment_details",` +
			`"htlc_msat":"18446744073709551616","height":"0"}`, "bad_value"},
		{`{"name":"incorrect_or_unknown_payment_details",` +
			`"htlc_msat":"0","height":"4294967296"}`, "bad_value"},
		{`{"name":"final_incorrect_cltv_expiry","cltv_expiry":"4294967296"}`,
			"bad_value"},
		{`{"name":"final_incorrect_htlc_amount",` +
			`"incoming_htlc_amt":"18446744073709551616"}`, "bad_value"},
		{`{"name":"invalid_onion_blinding","sha256_of_onion":"` +
			onionHash[2:] + `"}`, "bad_length"},
		{`{"name":"invalid_onion_blinding","sha256_of_onion":"` +
			onionHash + `00"}`, "bad_length"},
	}
	for _, c := range cases {
		expectReject(t, op, c.in, c.class, "")
	}
	expectUnsupported(t, op, `{"name":"mpp_timeout","height":"1"}`)
}
