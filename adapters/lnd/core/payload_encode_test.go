package core

import "testing"

const (
	encodeForwarding = `"amt_to_forward":"1","outgoing_cltv_value":"2"`
	encodeMPP        = `"payment_data":{"payment_secret":"11111111111111111111` +
		`11111111111111111111111111111111111111111111","total_msat":"5"}`
	encodeAMP = `"amp_record":{"layout":"type14","root_share":"22222222222222` +
		`22222222222222222222222222222222222222222222222222","set_id":` +
		`"3333333333333333333333333333333333333333333333333333333333333333",` +
		`"child_index":"1"}`
	encodeBlinded = `"encrypted_recipient_data":"aabb","current_path_key":"` +
		point + `"`
)

func TestPayloadEncoded(t *testing.T) {
	cases := []struct{ name, in, want string }{
		{"final", `{` + encodeForwarding + `}`, amount + expiry},
		{"intermediate", `{` + encodeForwarding +
			`,"short_channel_id":"1099511758851"}`, amount + expiry + channel},
		{"AMP", `{` + encodeForwarding + `,` + encodeMPP + `,` + encodeAMP + `}`,
			amount + expiry + mpp + ampTLV},
		{"empty metadata", `{` + encodeForwarding + `,"payment_metadata":""}`,
			amount + expiry + metadata},
		{"blinded final", `{` + encodeForwarding + `,` + encodeBlinded +
			`,"total_amount_msat":"7"}`,
			amount + expiry + encrypted + pathKey + total},
		{"blinded intermediate", `{` + encodeBlinded + `}`,
			encrypted + pathKey},
		{"others in order", `{` + encodeForwarding + `,"other":[` +
			`{"type":"65537","value":"bb"},{"type":"15","value":"aa"}],` +
			`"keysend_preimage":"` + byteRun("44", 32) + `"}`,
			amount + expiry + rawRecord(15, "aa") + rawRecord(65537, "bb") +
				rawRecord(5482373484, byteRun("44", 32))},

		// What LND writes where another writer might refuse.
		{"total of zero is left out", `{` + encodeForwarding +
			`,"total_amount_msat":"0"}`, amount + expiry},
		{"unknown even", `{` + encodeForwarding +
			`,"other":[{"type":"20","value":""}]}`,
			amount + expiry + rawRecord(20, "")},
		{"known type among the others", `{` + encodeForwarding +
			`,"other":[{"type":"16","value":""}]}`,
			amount + expiry + metadata},
		{"keysend of 31 bytes", `{` + encodeForwarding +
			`,"keysend_preimage":"` + byteRun("44", 31) + `"}`,
			amount + expiry + rawRecord(5482373484, byteRun("44", 31))},
		{"path key alone", `{` + encodeForwarding +
			`,"current_path_key":"` + point + `"}`, amount + expiry + pathKey},
		{"blinded final without total", `{` + encodeForwarding + `,` +
			encodeBlinded + `}`, amount + expiry + encrypted + pathKey},
		{"blinded final with payment_data", `{` + encodeForwarding + `,` +
			encodeBlinded + `,` + encodeMPP + `}`,
			amount + expiry + mpp + encrypted + pathKey},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			expectOK(t, "payload.encode", c.in, `{"bytes":"`+c.want+`"}`)
		})
	}
}

func TestPayloadNotEncoded(t *testing.T) {
	cases := []struct{ name, in, class string }{
		{"no amount", `{"outgoing_cltv_value":"2"}`, "missing"},
		{"no expiry", `{"amt_to_forward":"1"}`, "missing"},
		{"amount of zero", `{"amt_to_forward":"0","outgoing_cltv_value":"2"}`,
			"missing"},
		{"expiry of zero", `{"amt_to_forward":"1","outgoing_cltv_value":"0"}`,
			"missing"},
		{"channel of zero", `{` + encodeForwarding +
			`,"short_channel_id":"0"}`, "missing"},
		{"payment_data, intermediate", `{` + encodeForwarding +
			`,"short_channel_id":"1",` + encodeMPP + `}`, "forbidden"},
		{"AMP without payment_data", `{` + encodeForwarding + `,` +
			encodeAMP + `}`, "missing"},
		{"blinded final without expiry", `{"amt_to_forward":"1",` +
			encodeBlinded + `,"total_amount_msat":"7"}`, "missing"},
		{"blinded with channel", `{` + encodeBlinded +
			`,"short_channel_id":"1"}`, "forbidden"},
		{"amount too large", `{"amt_to_forward":"18446744073709551616",` +
			`"outgoing_cltv_value":"2"}`, "bad_value"},
		{"expiry too large", `{"amt_to_forward":"1",` +
			`"outgoing_cltv_value":"4294967296"}`, "bad_value"},
		{"secret of 31 bytes", `{` + encodeForwarding +
			`,"payment_data":{"payment_secret":"` + byteRun("11", 31) +
			`","total_msat":"5"}}`, "bad_length"},
		{"path key of 32 bytes", `{` + encodeForwarding +
			`,"current_path_key":"` + point[2:] + `"}`, "bad_length"},
		{"type twice among the others", `{` + encodeForwarding +
			`,"other":[{"type":"19","value":""},{"type":"19","value":""}]}`,
			"duplicate"},
		{"keysend twice", `{` + encodeForwarding + `,"keysend_preimage":"",` +
			`"other":[{"type":"5482373484","value":""}]}`, "duplicate"},
		{"amount among the others", `{` + encodeForwarding +
			`,"other":[{"type":"2","value":""}]}`, ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			expectReject(t, "payload.encode", c.in, c.class, "")
		})
	}
	expectUnsupported(t, "payload.encode", `{`+encodeForwarding+
		`,"amp_record":{"layout":"type8","root_share":"`+byteRun("22", 32)+
		`","set_id":"`+byteRun("33", 32)+`","child_index":"0"}}`)
	expectUnsupported(t, "payload.encode", `{`+encodeForwarding+`,"memo":""}`)
}
