import { answers, vectors } from "ampwire-vectors";

function say(selection) {
  let found;
  try {
    found = vectors(selection);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return console.log("refused");
  }
  const all = found.flatMap(answers);
  console.log(found.length, all.length, found[0].op, found[0].id, found.at(-1).op, found.at(-1).id);
}

say();
say({ op: "invoice.decode" });
say({ profile: "bystander" });
say({ level: "should" });
say({ op: "payload.decode", profile: "amp", level: "must" });
say({ op: "tlv.recode" });
say({ profile: "lnd" });
say({ level: "shall" });
say({ op: "amp.derive", profile: "bystander" });
