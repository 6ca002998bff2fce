package main

import (
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

func main() {
	say(vectors.Selection{})
	say(vectors.Selection{Op: "invoice.decode"})
	say(vectors.Selection{Profile: "bystander"})
	say(vectors.Selection{Level: "should"})
	say(vectors.Selection{Op: "payload.decode", Profile: "amp", Level: "must"})
	say(vectors.Selection{Op: "tlv.recode"})
	say(vectors.Selection{Profile: "lnd"})
	say(vectors.Selection{Level: "shall"})
	say(vectors.Selection{Op: "amp.derive", Profile: "bystander"})
}
