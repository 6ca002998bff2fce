package core

import "testing"

func TestTLVDecode(t *testing.T) {
	decode := func(stream string) string { return `{"bytes":"` + stream + `"}` }

	expectOK(t, "tlv.decode", decode(""), `{"records":[]}`)
	expectOK(t, "tlv.decode", decode(
		rawRecord(0, "")+rawRecord(254, "1122")+rawRecord(1<<32, "aa")),
		`{"records":[{"type":"0","value":""},{"type":"254","value":"1122"},`+
			`{"type":"4294967296","value":"aa"}]}`)
	expectOK(t, "tlv.decode", decode(rawRecord(1, byteRun("00", 65535))),
		`{"records":[{"type":"1","value":"`+byteRun("00", 65535)+`"}]}`)
	expectOK(t, "tlv.decode", decode(rawRecord(1<<64-1, "")),
		`{"records":[{"type":"18446744073709551615","value":""}]}`)

	expectReject(t, "tlv.decode", decode("0101"), "truncated", "")
	expectReject(t, "tlv.decode", decode("fd000100"), "not_minimal", "")
	expectReject(t, "tlv.decode", decode(rawRecord(1, byteRun("00", 65536))),
		"limit", "")
	// Refused by what the length says, also where the bytes are not there.
	for _, length := range []uint64{1 << 40, 1 << 63, 1<<64 - 1} {
		expectReject(t, "tlv.decode", decode("01"+rawBigSize(length)),
			"limit", "")
	}
	// Nothing follows the last type, the types don't wrap around.
	for _, stream := range []string{
		"ffffffffffffffffff000000", "02000100", "01000100",
		rawRecord(1<<64-1, "") + rawRecord(1<<64-1, ""),
	} {
		expectReject(t, "tlv.decode", decode(stream), "", "")
	}
}

func TestTLVEncode(t *testing.T) {
	expectOK(t, "tlv.encode", `{"records":[]}`, `{"bytes":""}`)
	expectOK(t, "tlv.encode", `{"records":[`+
		`{"type":"18446744073709551615","value":"cc"},`+
		`{"type":"253","value":""},{"type":"1","value":"aa"}]}`,
		`{"bytes":"`+rawRecord(1, "aa")+rawRecord(253, "")+
			rawRecord(1<<64-1, "cc")+`"}`)
	for _, kind := range []string{"0", "7", "18446744073709551615"} {
		same := `{"type":"` + kind + `","value":""}`
		expectReject(t, "tlv.encode", `{"records":[`+same+`,`+same+`]}`,
			"", "")
	}
	expectReject(t, "tlv.encode", `{"records":[{"type":"1"}]}`, "other", "")
	expectReject(t, "tlv.encode", `{"records":[1]}`, "other", "")
	expectUnsupported(t, "tlv.encode",
		`{"records":[{"type":"1","value":"","length":"0"}]}`)
}
