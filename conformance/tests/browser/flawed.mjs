// A testee that is wrong here and there, in ways that depend on the question alone: `flawed.mjs AMPWIRE RATE`. All else is the built-in codec's.
// About one answer in RATE is another one.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { createInterface } from "node:readline";

const [ampwire, rate] = [process.argv[2], Number(process.argv[3])];
const right = spawn(ampwire, ["testee"], { stdio: ["pipe", "pipe", "inherit"] });
const answers = createInterface({ input: right.stdout })[Symbol.asyncIterator]();

const number = (input) => createHash("sha256").update(JSON.stringify(input)).digest().readUInt32BE(0);

/** One member with another value. */
const changed = (members) => {
  for (const [name, value] of Object.entries(members)) {
    if (typeof value === "string" && value.length > 8) return { ...members, [name]: `${value.slice(0, 4)}ff${value.slice(6)}` };
    if (typeof value === "string" && /^\d+$/.test(value)) return { ...members, [name]: String(BigInt(value) + 1n) };
    if (Array.isArray(value) && value.length) return { ...members, [name]: value.slice(1) };
  }
  return members;
};

const wrong = (answer, kind) => {
  if (answer.reject) return { ok: {} };
  if (kind === 0) return { reject: { class: "other", message: "no such thing <b>here</b>" } };
  if (kind === 1) return { panic: { message: "index out of range [3] with length 3" } };
  return { ok: changed(answer.ok ?? {}) };
};

for await (const line of createInterface({ input: process.stdin })) {
  const question = JSON.parse(line);
  right.stdin.write(`${line}\n`);
  let answer = JSON.parse((await answers.next()).value);
  const hash = number(question.in);
  if (question.op === "hello") {
    answer.hello.name = `flawed-${rate}`;
  } else if (!question.op.startsWith("x-")) {
    const kind = Math.floor(hash / rate) % 6;
    if (hash % rate === 0 && kind === 5) {
      console.error("flawed: about to end\nassertion failed: length <= 64");
      process.exit(3);
    }
    if (hash % rate === 0) answer = { id: answer.id, ...wrong(answer, kind) };
    if (hash % rate === 1) console.log(`debug: reading ${question.op}`);
  }
  console.log(JSON.stringify(answer));
}
right.stdin.end();
await once(right, "exit");
