package core

import (
	"fmt"
	"testing"
)

// The answers here were computed by LND's code before this adapter existed, and
// by hand from the definition of the derivation.

func TestDerivationsKnown(t *testing.T) {
	ascending := ""
	for value := range 32 {
		ascending += fmt.Sprintf("%02x", value)
	}
	cases := []struct{ root, share, index, preimage, hash string }{
		{
			byteRun("00", 32), byteRun("00", 32), "0",
			"1751ac12e70e15b4f76c16775cd329ae55973b612521dab2de828a5cdb6c8ab3",
			"1596d82958b4b5474565627bc40dd23f48aa50a375ba06b25e4b8ad953105f51",
		},
		{
			byteRun("ff", 32), byteRun("ff", 32), "4294967295",
			"45711c71a8ea9075f812520ebd55ac5565beaa67a4a54b7f7768d156e728d926",
			"877d1490f00c696eca91b030375a9edeb96047ad9fb241397a8cefb2fd0315b0",
		},
		{
			byteRun("01", 32), byteRun("01", 32), "0",
			"a4c34b4f8b7a812d59c08a9569c8fc154205dd1f0c7d1c16ed05ed5c281c2d63",
			"0637855a5577b9f3b4af9a53fb1127c0968dfe64afd0c16f7006780f0845d340",
		},
		{
			byteRun("01", 32), byteRun("01", 32), "1",
			"eecb0247ca1cb22d4fdc4f1ad25cbdbf2e9e581dc7eebd1178380351652615ef",
			"1330ce0b252d42090a5b960d545c29aabc07205a16ec1b27abc77fed3506c0f1",
		},
		{
			byteRun("01", 32), byteRun("02", 32), "2147483648",
			"54b5f9583dace7d319ff8f8ed0e9611924bc1afef71826d4b7e93dac945bc9b8",
			"3750ea1b7afce71ead969713111986be784cd578f5c7a421e0da889b12c4911a",
		},
		{
			ascending, ascending, "16909060",
			"241f0c0e722f3f10a51ffbb4a1a7a5eb3bba3c225f73ce03199bbd5ca1a9940b",
			"047683de9c8cbfefbd13f2855d871f7f0bf79c4980d730feedaeb85d5d41f3b3",
		},
	}
	for _, c := range cases {
		expectOK(t, "amp.derive", fmt.Sprintf(
			`{"scheme":"sha256","root":"%s","share":"%s","index":"%s"}`,
			c.root, c.share, c.index,
		), fmt.Sprintf(
			`{"preimage":"%s","hash":"%s"}`, c.preimage, c.hash,
		))
	}
}

// threeChildren is a set whose root is 00 01 02 … 1f.
const threeChildren = `
	{"share":"1111111111111111111111111111111111111111111111111111111111111111",
	 "index":"0",
	 "hash":"%s"},
	{"share":"2222222222222222222222222222222222222222222222222222222222222222",
	 "index":"1"},
	{"share":"33323130373635343b3a39383f3e3d3c23222120272625242b2a29282f2e2d2c",
	 "index":"3735928559",
	 "hash":"19fc40ae86956b435897c8e510fba846aafbb809ff13cddf2cdb4fce90bab98c"}`

func TestReconstructKnown(t *testing.T) {
	const first = "752546f52dda2afdd6bda8a2a4d5055dfafbb1ed5bfc16a49a54cb80cf2364f5"
	in := `{"scheme":"sha256","children":[` +
		fmt.Sprintf(threeChildren, first) + `]}`
	expectOK(t, "amp.reconstruct", in, `{"children":[`+
		`{"preimage":"5e593dceb61b06ba3a44f5dfdac33b284bae6ec6853ae923196c1a3a55f9da71",`+
		`"hash":"`+first+`"},`+
		`{"preimage":"7d39ebb43bc21422802497ba6e00efbe9dfaef0c0e56b3d9b44982fe2b36f496",`+
		`"hash":"54e33d6145119f3883750af2f7d2e3556980c5ce5108ec1b409ee63852fabc03"},`+
		`{"preimage":"45ca8d65506060c821eeba69692fe32ad56cac2d6df1ef95eeafc3338c41db85",`+
		`"hash":"19fc40ae86956b435897c8e510fba846aafbb809ff13cddf2cdb4fce90bab98c"}]}`)

	expectReject(t, "amp.reconstruct", `{"scheme":"sha256","children":[`+
		fmt.Sprintf(threeChildren, byteRun("00", 32))+`]}`, "mismatch", "")
	expectOK(t, "amp.reconstruct", `{"scheme":"sha256","children":[]}`,
		`{"children":[]}`)
}

const (
	finalHopBytes = "020203e80402032008221111111111111111111111111111111111111111" +
		"1111111111111111111111110bb80e412222222222222222222222222222222222222222" +
		"222222222222222222222222333333333333333333333333333333333333333333333333" +
		"3333333333333333051003010203fe000100010109"

	finalHopObject = `{"amt_to_forward":"1000","outgoing_cltv_value":"800",` +
		`"payment_data":{"payment_secret":` +
		`"1111111111111111111111111111111111111111111111111111111111111111",` +
		`"total_msat":"3000"},"amp_record":{"layout":"type14","root_share":` +
		`"2222222222222222222222222222222222222222222222222222222222222222",` +
		`"set_id":` +
		`"3333333333333333333333333333333333333333333333333333333333333333",` +
		`"child_index":"5"},"payment_metadata":"010203",` +
		`"other":[{"type":"65537","value":"09"}]}`
)

func TestFinalHopPayloadKnown(t *testing.T) {
	expectOK(t, "payload.decode", `{"bytes":"`+finalHopBytes+
		`","role":"final","layouts":["type14"]}`, finalHopObject)
	expectOK(t, "payload.encode", finalHopObject,
		`{"bytes":"`+finalHopBytes+`"}`)
}

func TestPayloadSizesKnown(t *testing.T) {
	cases := []struct {
		total, index string
		size         int
	}{
		{"0", "0", 106}, {"0", "255", 107}, {"0", "4294967295", 110},
		{"1", "0", 107}, {"1", "4294967295", 111},
		{"18446744073709551615", "0", 114},
		{"18446744073709551615", "4294967295", 118},
	}
	for _, c := range cases {
		answer := Run("payload.encode", fmt.Appendf(nil,
			`{"amt_to_forward":"1","outgoing_cltv_value":"1",`+
				`"payment_data":{"payment_secret":"%s","total_msat":"%s"},`+
				`"amp_record":{"layout":"type14","root_share":"%s",`+
				`"set_id":"%s","child_index":"%s"}}`,
			byteRun("11", 32), c.total, byteRun("22", 32),
			byteRun("33", 32), c.index,
		))
		written, ok := answer.OK.(bytesResult)
		if !ok || len(written.Bytes)/2 != c.size {
			t.Errorf("total %s, index %s: %+v, want %d bytes",
				c.total, c.index, answer, c.size)
		}
	}
}

func TestAMPRecordKnown(t *testing.T) {
	// From LND's own tests of the payload and of the record.
	expectOK(t, "payload.decode", `{"bytes":"020004000e41`+
		byteRun("12", 32)+byteRun("13", 32)+`09","role":"final",`+
		`"layouts":["type14"]}`,
		`{"amt_to_forward":"0","outgoing_cltv_value":"0",`+
			`"amp_record":{"layout":"type14","root_share":"`+
			byteRun("12", 32)+`","set_id":"`+byteRun("13", 32)+
			`","child_index":"9"}}`)

	share := "0304" + byteRun("00", 30)
	set := "0506" + byteRun("00", 30)
	members := `"root_share":"` + share + `","set_id":"` + set +
		`","child_index":"17"}`
	expectOK(t, "amp_record.decode",
		`{"layout":"type14","bytes":"`+share+set+`11"}`, `{`+members)
	expectOK(t, "amp_record.encode", `{"layout":"type14",`+members,
		`{"bytes":"`+share+set+`11"}`)
}

func TestAMPRecordIndexes(t *testing.T) {
	for index, hex := range map[string]string{
		"0": "", "1": "01", "255": "ff", "256": "0100", "65535": "ffff",
		"65536": "010000", "16777215": "ffffff", "16777216": "01000000",
		"2147483648": "80000000", "4294967295": "ffffffff",
	} {
		members := `"root_share":"` + byteRun("22", 32) + `","set_id":"` +
			byteRun("33", 32) + `","child_index":"` + index + `"}`
		raw := byteRun("22", 32) + byteRun("33", 32) + hex
		expectOK(t, "amp_record.decode",
			`{"layout":"type14","bytes":"`+raw+`"}`, `{`+members)
		expectOK(t, "amp_record.encode",
			`{"layout":"type14",`+members, `{"bytes":"`+raw+`"}`)
	}
}

func TestAMPRecordRejected(t *testing.T) {
	decode := func(value string) string {
		return `{"layout":"type14","bytes":"` + value + `"}`
	}
	for _, length := range []int{0, 32, 63, 69} {
		expectReject(t, "amp_record.decode",
			decode(byteRun("11", length)), "bad_length", "")
	}
	for _, index := range []string{"00", "0001", "00000000"} {
		expectReject(t, "amp_record.decode",
			decode(byteRun("11", 64)+index), "not_minimal", "")
	}
	expectUnsupported(t, "amp_record.decode",
		`{"layout":"type8","bytes":"`+byteRun("00", 68)+`"}`)
	expectReject(t, "amp_record.encode", `{"layout":"type14","root_share":"`+
		byteRun("22", 31)+`","set_id":"`+byteRun("33", 32)+
		`","child_index":"0"}`, "bad_length", "")
	expectReject(t, "amp_record.encode", `{"layout":"type14","root_share":"`+
		byteRun("22", 32)+`","set_id":"`+byteRun("33", 32)+
		`","child_index":"4294967296"}`, "bad_value", "")
}

func TestSchemesUnsupported(t *testing.T) {
	for _, scheme := range []string{"bp2018", "hmac_xor"} {
		expectUnsupported(t, "amp.derive", `{"scheme":"`+scheme+
			`","root":"`+byteRun("00", 32)+`","index":"0"}`)
		expectUnsupported(t, "amp.reconstruct",
			`{"scheme":"`+scheme+`","children":[]}`)
	}
}
