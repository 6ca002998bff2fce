package main

import (
	"encoding/json"
	"fmt"

	"ampwire.example/vectors"
)

func say(selection vectors.Selection) {
	found, err := vectors.Load(selection)
	if err != nil {
		fmt.Println("refused")
		return
	}
	answers := 0
	for _, v := range found {
		answers += len(v.Answers())
		for _, answer := range v.Answers() {
			if (answer.Ok == nil) == (answer.Reject == nil) {
				panic(v.ID + ": neither a result nor a rejection, or both")
			}
		}
	}
	first, last := found[0], found[len(found)-1]
	fmt.Println(len(found), answers, first.Op, first.ID, last.Op, last.ID)
}

func scenarios() {
	found, err := vectors.Load(vectors.Selection{Op: "receiver.run"})
	if err != nil {
		fmt.Println("refused")
		return
	}
	events, outcomes, ids, traces := 0, 0, 0, 0
	for _, v := range found {
		var in struct {
			Events []struct{ HTLC *struct{ ID string } }
		}
		if err := json.Unmarshal(v.In, &in); err != nil {
			panic(err)
		}
		seen := map[string]bool{}
		for _, event := range in.Events {
			if event.HTLC != nil {
				seen[event.HTLC.ID] = true
			}
		}
		for _, answer := range v.Answers() {
			var ok struct{ Outcomes []json.RawMessage }
			if answer.Ok != nil && json.Unmarshal(answer.Ok, &ok) != nil {
				panic(v.ID)
			}
			outcomes += len(ok.Outcomes)
		}
		events, ids = events+len(in.Events), ids+len(seen)
		if v.Trace {
			traces++
		}
	}
	fmt.Println(events, outcomes, ids, traces)
}

func main() {
	say(vectors.Selection{})
	say(vectors.Selection{Op: "invoice.decode"})
	say(vectors.Selection{Profile: "bystander"})
	say(vectors.Selection{Level: "should"})
	say(vectors.Selection{Op: "payload.decode", Profile: "amp", Level: "must"})
	scenarios()
	say(vectors.Selection{Op: "tlv.recode"})
	say(vectors.Selection{Profile: "lnd"})
	say(vectors.Selection{Level: "shall"})
	say(vectors.Selection{Op: "amp.derive", Profile: "bystander"})
}
