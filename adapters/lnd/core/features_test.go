package core

import "testing"

func TestFeatureVectors(t *testing.T) {
	expectOK(t, "features.decode", `{"bytes":"40004100"}`,
		`{"features":["8","14","30"]}`)
	expectOK(t, "features.decode", `{"bytes":""}`, `{"features":[]}`)
	expectOK(t, "features.decode", `{"bytes":"0001"}`, `{"features":["0"]}`)
	expectOK(t, "features.encode", `{"features":["30","8","14"]}`,
		`{"bytes":"40004100"}`)
	expectOK(t, "features.encode", `{"features":[]}`, `{"bytes":""}`)
	expectReject(t, "features.encode", `{"features":["65536"]}`,
		"bad_value", "")
}

func TestFeaturesChecked(t *testing.T) {
	check := func(bits, context string) string {
		return `{"features":[` + bits + `],"context":"` + context + `"}`
	}
	for _, context := range []string{"init", "node", "invoice"} {
		expectOK(t, "features.check", check(`"8","14","30"`, context), `{}`)
		expectOK(t, "features.check", check(`"1001"`, context), `{}`)
		expectReject(t, "features.check", check(`"1000"`, context),
			"unknown_even", "")
		expectReject(t, "features.check", check(`"31"`, context),
			"missing", "")
	}
	expectReject(t, "features.check", check(`"8"`, "channel"), "other", "")
	expectUnsupported(t, "features.check",
		`{"features":[],"context":"init","known":["8"]}`)
}
