package core

import (
	"encoding/json"
	"testing"
)

const point = "0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798"

var (
	amount    = rawRecord(2, "01")
	expiry    = rawRecord(4, "02")
	channel   = rawRecord(6, "0000010000020003")
	mpp       = rawRecord(8, byteRun("11", 32)+"05")
	encrypted = rawRecord(10, "aabb")
	pathKey   = rawRecord(12, point)
	ampTLV    = rawRecord(14, byteRun("22", 32)+byteRun("33", 32)+"01")
	metadata  = rawRecord(16, "")
	total     = rawRecord(18, "07")
)

func decodeRequest(stream, role string, pathKeyInHTLC bool) string {
	in := `{"bytes":"` + stream + `","role":"` + role +
		`","layouts":["type14"]`
	if pathKeyInHTLC {
		in += `,"path_key_in_htlc":true`
	}
	return in + `}`
}

// TestPresenceRules goes through LND's rules on which records come together,
// in LND's order.
func TestPresenceRules(t *testing.T) {
	const final, intermediate = "final", "intermediate"
	cases := []struct {
		name, stream, role string
		pathKeyInHTLC      bool
		class, tlvType     string
	}{
		{"both path keys", amount + expiry + encrypted + pathKey, final, true,
			"forbidden", "12"},
		{"path key alone", amount + expiry + pathKey, final, false,
			"missing", "10"},
		{"path key in the HTLC alone", amount + expiry, final, true,
			"missing", "10"},
		// LND complains of the data that is there and not of the key
		// that isn't.
		{"no path key", amount + expiry + encrypted + total, final, false,
			"forbidden", "10"},
		{"no amount, final", expiry, final, false, "missing", "2"},
		{"no amount, intermediate", expiry + channel, intermediate, false,
			"missing", "2"},
		{"no amount, blinded final", expiry + encrypted + pathKey + total,
			final, false, "missing", "2"},
		{"no expiry, final", amount, final, false, "missing", "4"},
		{"no expiry, intermediate", amount + channel, intermediate, false,
			"missing", "4"},
		{"amount, blinded intermediate", amount + encrypted + pathKey,
			intermediate, false, "forbidden", "2"},
		{"expiry, blinded intermediate", expiry + encrypted + pathKey,
			intermediate, false, "forbidden", "4"},
		{"channel, final", amount + expiry + channel, final, false,
			"forbidden", "6"},
		{"channel, blinded intermediate", channel + encrypted + pathKey,
			intermediate, false, "forbidden", "6"},
		{"no channel, intermediate", amount + expiry, intermediate, false,
			"missing", "6"},
		{"payment_data, intermediate", amount + expiry + channel + mpp,
			intermediate, false, "forbidden", "8"},
		{"payment_data before AMP", amount + expiry + channel + mpp + ampTLV,
			intermediate, false, "forbidden", "8"},
		{"AMP, intermediate", amount + expiry + channel + ampTLV,
			intermediate, false, "forbidden", "14"},
		{"lowest unknown even", amount + expiry + rawRecord(20, "") +
			rawRecord(22, ""), final, false, "unknown_even", "20"},
		{"unknown even, last below custom", amount + expiry +
			rawRecord(65534, "aa"), final, false, "unknown_even", "65534"},
		{"unknown even before blinded", amount + expiry + encrypted +
			pathKey + total + rawRecord(19, "") + rawRecord(20, ""),
			final, false, "unknown_even", "20"},
		{"odd, blinded final", amount + expiry + encrypted + pathKey +
			total + rawRecord(19, ""), final, false, "forbidden", "19"},
		{"custom, blinded final", amount + expiry + encrypted + pathKey +
			total + rawRecord(65537, ""), final, false, "forbidden", "65537"},
		{"total, blinded intermediate", encrypted + pathKey + total,
			intermediate, false, "forbidden", "18"},
		{"nothing at all", "", final, false, "missing", "2"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			expectReject(t, "payload.decode",
				decodeRequest(c.stream, c.role, c.pathKeyInHTLC),
				c.class, c.tlvType)
		})
	}
}

func TestPayloadAccepted(t *testing.T) {
	const (
		forwarding  = `"amt_to_forward":"1","outgoing_cltv_value":"2"`
		paymentPart = `,"payment_data":{"payment_secret":"1111111111111111` +
			`111111111111111111111111111111111111111111111111","total_msat":"5"}`
		ampPart = `,"amp_record":{"layout":"type14","root_share":"2222222222` +
			`222222222222222222222222222222222222222222222222222222","set_id":` +
			`"3333333333333333333333333333333333333333333333333333333333333333",` +
			`"child_index":"1"}`
		blinded = `"encrypted_recipient_data":"aabb"`
		key     = `,"current_path_key":"` + point + `"`
	)
	cases := []struct {
		name, stream, role string
		pathKeyInHTLC      bool
		want               string
	}{
		{"intermediate", amount + expiry + channel, "intermediate", false,
			`{` + forwarding + `,"short_channel_id":"1099511758851"}`},
		{"AMP without payment_data", amount + expiry + ampTLV, "final", false,
			`{` + forwarding + ampPart + `}`},
		{"AMP with all others", amount + expiry + mpp + ampTLV + metadata +
			total + rawRecord(5482373484, byteRun("44", 32)), "final", false,
			`{` + forwarding + paymentPart + ampPart +
				`,"payment_metadata":"","total_amount_msat":"7",` +
				`"keysend_preimage":"` + byteRun("44", 32) + `"}`},
		{"keysend of 31 bytes", amount + expiry +
			rawRecord(5482373484, byteRun("44", 31)), "final", false,
			`{` + forwarding + `,"keysend_preimage":"` +
				byteRun("44", 31) + `"}`},
		{"others in order", amount + expiry + rawRecord(15, "") +
			rawRecord(65535, "aa") + rawRecord(65536, "bb") +
			rawRecord(18446744073709551615, ""), "final", false,
			`{` + forwarding + `,"other":[{"type":"15","value":""},` +
				`{"type":"65535","value":"aa"},{"type":"65536","value":"bb"},` +
				`{"type":"18446744073709551615","value":""}]}`},
		{"blinded final", amount + expiry + encrypted + pathKey + total,
			"final", false,
			`{` + forwarding + `,` + blinded + key +
				`,"total_amount_msat":"7"}`},
		{"blinded final without total", amount + expiry + encrypted + pathKey,
			"final", false, `{` + forwarding + `,` + blinded + key + `}`},
		{"blinded final, key in the HTLC", amount + expiry + encrypted + total,
			"final", true,
			`{` + forwarding + `,` + blinded + `,"total_amount_msat":"7"}`},
		{"blinded intermediate", encrypted + pathKey, "intermediate", false,
			`{` + blinded + key + `}`},
		{"empty encrypted data", rawRecord(10, "") + pathKey, "intermediate",
			false, `{"encrypted_recipient_data":""` + key + `}`},
		{"largest amount", rawRecord(2, byteRun("ff", 8)) + expiry, "final",
			false, `{"amt_to_forward":"18446744073709551615",` +
				`"outgoing_cltv_value":"2"}`},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			expectOK(t, "payload.decode",
				decodeRequest(c.stream, c.role, c.pathKeyInHTLC), c.want)
		})
	}
}

func TestPayloadRecordsRejected(t *testing.T) {
	head := amount + expiry
	cases := []struct{ name, stream, class string }{
		{"type without a length", "02", "truncated"},
		{"type cut", "fd00", "truncated"},
		{"length cut", "02fd00", "truncated"},
		{"value cut", head + "0e40" + byteRun("00", 10), "truncated"},
		{"type not minimal", "fd000200", "not_minimal"},
		{"length not minimal", "02fd000101", "not_minimal"},
		{"amount not minimal", rawRecord(2, "0001") + expiry, "not_minimal"},
		{"total not minimal", head + rawRecord(8, byteRun("11", 32)+"00"),
			"not_minimal"},
		{"index not minimal", head + rawRecord(14, byteRun("11", 64)+"00"),
			"not_minimal"},
		{"channel of 7 bytes", head + rawRecord(6, byteRun("11", 7)),
			"bad_length"},
		{"payment_data of 31 bytes", head + rawRecord(8, byteRun("11", 31)),
			"bad_length"},
		{"payment_data of 68 bytes", head + rawRecord(8, byteRun("11", 68)),
			"bad_length"},
		{"AMP of 63 bytes", head + rawRecord(14, byteRun("11", 63)),
			"bad_length"},
		{"AMP of 69 bytes", head + rawRecord(14, byteRun("11", 69)),
			"bad_length"},
		// LND asks the record's decoder before it looks for the bytes.
		{"AMP of 63 bytes, cut", head + "0e3f" + byteRun("00", 10),
			"bad_length"},
		{"path key of 32 bytes", head + encrypted +
			rawRecord(12, point[2:]), "bad_length"},
		{"path key not on the curve", head + encrypted +
			rawRecord(12, "02"+byteRun("00", 31)+"05"), "bad_value"},
		{"path key beyond the field", head + encrypted +
			rawRecord(12, "02"+byteRun("ff", 32)), "bad_value"},
		{"path key of another form", head + encrypted +
			rawRecord(12, "04"+point[2:]), "bad_value"},
		{"record over the cap", head +
			rawRecord(65537, byteRun("00", 65536)), "limit"},
		{"record over the cap, cut", head + rawBigSize(65537) +
			rawBigSize(1<<63), "limit"},
		// One error of LND's for both, so no class.
		{"lower type", expiry + amount, ""},
		{"same type", amount + amount, ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			expectReject(t, "payload.decode",
				decodeRequest(c.stream, "final", false), c.class, "")
		})
	}
}

// TestBlindedFinalOffenders holds that this adapter passes on which of several
// forbidden records LND names, although LND names a random one.
func TestBlindedFinalOffenders(t *testing.T) {
	in := decodeRequest(amount+expiry+mpp+encrypted+pathKey+ampTLV+total,
		"final", false)
	seen := map[string]bool{}
	for range 1000 {
		answer := Run("payload.decode", json.RawMessage(in))
		if answer.Reject == nil || answer.Reject.Class != "forbidden" {
			t.Fatalf("got %+v", answer)
		}
		seen[answer.Reject.TLVType] = true
	}
	delete(seen, "8")
	delete(seen, "14")
	if len(seen) != 0 {
		t.Errorf("other types named: %v", seen)
	}
}

func TestPayloadRequests(t *testing.T) {
	const op = "payload.decode"
	expectUnsupported(t, op, `{"bytes":"","role":"final","layouts":[]}`)
	expectUnsupported(t, op, `{"bytes":"","role":"final","layouts":["type8"]}`)
	expectUnsupported(t, op,
		`{"bytes":"","role":"final","layouts":["type8","type14"]}`)
	expectUnsupported(t, op,
		`{"bytes":"","role":"final","layouts":["type14"],"more":true}`)
	expectReject(t, op, `{"bytes":"","role":"final"}`, "other", "")
	expectReject(t, op, `{"bytes":"","role":"first","layouts":["type14"]}`,
		"other", "")
	expectReject(t, op, `{"bytes":"0","role":"final","layouts":["type14"]}`,
		"bad_encoding", "")
	expectReject(t, op, `{"bytes":"0A","role":"final","layouts":["type14"]}`,
		"bad_encoding", "")
}
