// The types as a user meets them; what follows `@ts-expect-error` has to be wrong.
import { type Answer, type Vector, answers, operations, rules, suite, vectors } from "ampwire-vectors";

const text: string = suite + operations.join();
for (const vector of vectors({ op: "tlv.decode", profile: "bystander", level: "must" })) {
  const one: Vector = vector;
  const right: Answer[] = answers(one);
  for (const answer of right) {
    const said: string = "ok" in answer ? JSON.stringify(answer.ok) : answer.reject.class.join() + (answer.reject.offset ?? "");
    void said;
  }
  if ("any" in vector.expect) vector.expect.any.length;
  const place: string | undefined = vector.map?.[0]?.[0];
  const sentence: string | undefined = rules().get(vector.rules.breaks[0])?.sentence;
  void place, sentence;
}
// @ts-expect-error: no such level
vectors({ level: "shall" });
// @ts-expect-error: no such profile
vectors({ profile: "lnd" });
void text;
