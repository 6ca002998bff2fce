package core

import "testing"

func TestBigSize(t *testing.T) {
	for value, raw := range map[string]string{
		"0": "00", "252": "fc", "253": "fd00fd", "65535": "fdffff",
		"65536": "fe00010000", "4294967295": "feffffffff",
		"4294967296":           "ff0000000100000000",
		"18446744073709551615": "ffffffffffffffffff",
	} {
		length := decimal(uint64(len(raw) / 2))
		expectOK(t, "bigsize.encode", `{"value":"`+value+`"}`,
			`{"bytes":"`+raw+`"}`)
		// What follows the integer is left.
		for _, rest := range []string{"", "aa", "ffff"} {
			expectOK(t, "bigsize.decode", `{"bytes":"`+raw+rest+`"}`,
				`{"value":"`+value+`","length":"`+length+`"}`)
		}
		for cut := 0; cut < len(raw); cut += 2 {
			expectReject(t, "bigsize.decode",
				`{"bytes":"`+raw[:cut]+`"}`, "truncated", "")
		}
	}
	for _, raw := range []string{"fd00fc", "fe0000ffff", "ff00000000ffffffff"} {
		expectReject(t, "bigsize.decode", `{"bytes":"`+raw+`"}`,
			"not_minimal", "")
	}
	expectReject(t, "bigsize.encode", `{"value":"18446744073709551616"}`,
		"bad_value", "")
	for _, text := range []string{"", "-1", "+1", "01", "1_0", "0x1", "1.0"} {
		expectReject(t, "bigsize.encode", `{"value":"`+text+`"}`,
			"bad_encoding", "")
	}
	expectReject(t, "bigsize.encode", `{"value":1}`, "other", "")
	expectReject(t, "bigsize.encode", `{"value":null}`, "other", "")
	expectReject(t, "bigsize.encode", `{}`, "other", "")
	expectReject(t, "bigsize.encode", `[]`, "other", "")
	expectReject(t, "bigsize.encode", `null`, "other", "")
	expectReject(t, "bigsize.encode", ``, "other", "")
}

func TestTruncatedIntegers(t *testing.T) {
	cases := []struct{ op, value, raw string }{
		{"tu16", "0", ""}, {"tu16", "1", "01"}, {"tu16", "255", "ff"},
		{"tu16", "256", "0100"}, {"tu16", "65535", "ffff"},
		{"tu32", "0", ""}, {"tu32", "65536", "010000"},
		{"tu32", "16777216", "01000000"}, {"tu32", "4294967295", "ffffffff"},
		{"tu64", "0", ""}, {"tu64", "4294967296", "0100000000"},
		{"tu64", "72057594037927936", "0100000000000000"},
		{"tu64", "18446744073709551615", "ffffffffffffffff"},
	}
	for _, c := range cases {
		expectOK(t, c.op+".decode", `{"bytes":"`+c.raw+`"}`,
			`{"value":"`+c.value+`"}`)
		expectOK(t, c.op+".encode", `{"value":"`+c.value+`"}`,
			`{"bytes":"`+c.raw+`"}`)
		if len(c.raw) > 0 && len(c.raw) < 2*map[string]int{
			"tu16": 2, "tu32": 4, "tu64": 8}[c.op] {
			expectReject(t, c.op+".decode",
				`{"bytes":"00`+c.raw+`"}`, "not_minimal", "")
		}
	}
	for op, width := range map[string]int{"tu16": 2, "tu32": 4, "tu64": 8} {
		expectReject(t, op+".decode", `{"bytes":"`+byteRun("01", width+1)+
			`"}`, "bad_length", "")
		expectReject(t, op+".decode", `{"bytes":"`+byteRun("00", width)+
			`"}`, "not_minimal", "")
	}
	expectReject(t, "tu16.encode", `{"value":"65536"}`, "bad_value", "")
	expectReject(t, "tu32.encode", `{"value":"4294967296"}`, "bad_value", "")
}
