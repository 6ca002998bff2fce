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
}

// TestFeaturesKnown gives the features that count as known. The dependencies
// are LND's own in any case, also those of a feature that doesn't count.
func TestFeaturesKnown(t *testing.T) {
	check := func(bits, known string) string {
		return `{"features":[` + bits + `],"context":"invoice","known":[` +
			known + `]}`
	}
	const op = "features.check"
	expectOK(t, op, check(``, ``), `{}`)
	// Bit 30 for who doesn't know AMP, and bit 31.
	expectReject(t, op, check(`"8","14","30"`, `"8","14"`),
		"unknown_even", "")
	expectOK(t, op, check(`"8","14","31"`, `"8","14"`), `{}`)
	// A bit stands for its pair.
	expectOK(t, op, check(`"8","14","30"`, `"9","15","31"`), `{}`)
	expectOK(t, op, check(`"1000"`, `"1001"`), `{}`)
	expectOK(t, op, check(`"65534"`, `"65535"`), `{}`)
	// Bit 14 depends on bit 8 in LND's table, bit 31 on bit 14.
	expectReject(t, op, check(`"14"`, `"14"`), "missing", "")
	expectReject(t, op, check(`"31"`, ``), "missing", "")
	expectReject(t, op, check(`"8"`, `"65536"`), "bad_value", "")
	expectReject(t, op, check(`"8"`, `8`), "other", "")
}
