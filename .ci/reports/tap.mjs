// Reads a TAP file with npm's tap-parser, strictly, and compares it with the report that it was made from.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const require = createRequire(path.join(process.env.AMPWIRE_NODE_MODULES, "x.js"));
const { Parser } = require("tap-parser");

const [report, tap] = process.argv.slice(2);
const here = path.dirname(new URL(import.meta.url).pathname);
const script = "import json, sys; from expected import expected; json.dump(expected(sys.argv[1]), sys.stdout)";
const [runs, early] = JSON.parse(execFileSync("python3", ["-c", script, path.resolve(report)], { cwd: here, maxBuffer: 1 << 28 }));

const found = [];
let version;
const parser = new Parser({ strict: true });
parser.on("assert", (result) => found.push(result));
parser.on("version", (line) => (version = line));
parser.end(readFileSync(tap));
const results = parser.results;

const wanted = runs.flat();
assert.equal(results.bailout, false);
assert.equal(results.plan.end, wanted.length + early);
assert.equal(found.length, wanted.length + early);
assert.deepEqual(results.failures.filter((failure) => failure.tapError), []);
const vectors = found.filter((result) => !result.name.endsWith(": the whole run"));
assert.equal(vectors.length, wanted.length);
vectors.forEach((result, index) => {
  const [name, kind] = wanted[index];
  // The testee stands before the name where there are several runs.
  assert.ok(result.name.endsWith(name), `${JSON.stringify(result.name)} is not ${JSON.stringify(name)}`);
  const kindFound = result.skip ? "skipped" : result.todo ? "todo" : result.ok ? "passed" : "red";
  assert.equal(kindFound, kind === "failed" || kind === "broke" ? "red" : kind, name);
  if (kindFound === "red") assert.equal(typeof result.diag.message, "string", name);
});
const red = wanted.filter(([, kind]) => kind === "failed" || kind === "broke").length + early;
assert.equal(results.ok, red === 0);
console.log(`TAP version ${version}: ${found.length} results as in the report, ${red} red`);
