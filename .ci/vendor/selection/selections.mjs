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

function scenarios() {
  let found;
  try {
    found = vectors({ op: "receiver.run" });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return console.log("refused");
  }
  const events = found.flatMap((vector) => vector.in.events);
  const outcomes = found.flatMap(answers).flatMap((answer) => answer.ok?.outcomes ?? []);
  const ids = found.flatMap((vector) => [...new Set(vector.in.events.flatMap(({ htlc }) => htlc?.id ?? []))]);
  console.log(events.length, outcomes.length, ids.length, found.filter(({ trace }) => trace).length);
}

say();
say({ op: "invoice.decode" });
say({ profile: "bystander" });
say({ level: "should" });
say({ op: "payload.decode", profile: "amp", level: "must" });
scenarios();
say({ op: "tlv.recode" });
say({ profile: "lnd" });
say({ level: "shall" });
say({ op: "amp.derive", profile: "bystander" });
