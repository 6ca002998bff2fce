// The conformance vectors of Ampwire, for the tests of Lightning implementations in JavaScript.
//
// Bytes are lower-case hex, integers decimal strings: BigInt(text) loses nothing, Number(text) may.

import { readFileSync, readdirSync } from "node:fs";

import { writtenOut } from "./repeat.js";

const folder = new URL("../", import.meta.url);
const read = (path) => JSON.parse(readFileSync(new URL(path, folder), "utf8"));

const LEVELS = ["info", "may", "should", "must"];
const PROFILES = ["amp", "bystander"];

/** The version of the suite. */
export const suite = read("MANIFEST.json").suite;

/** The operations, sorted: each has a file. */
export const operations = readdirSync(new URL("v1/", folder))
  .filter((name) => name.endsWith(".json") && name !== "rules.json")
  .map((name) => name.slice(0, -".json".length))
  .sort();

/** The stable vectors of a selection, by operation, in the order of their files. That there are none is an error. */
export function vectors({ op, profile, level = "info" } = {}) {
  if (op !== undefined && !operations.includes(op)) throw new RangeError(`there is no operation ${op}`);
  if (profile !== undefined && !PROFILES.includes(profile)) throw new RangeError(`there is no profile ${profile}`);
  if (!LEVELS.includes(level)) throw new RangeError(`there is no level ${level}`);
  const selected = (op === undefined ? operations : [op]).flatMap((op) =>
    read(`v1/${op}.json`)
      .vectors.filter((vector) => vector.status === "stable")
      .filter((vector) => LEVELS.indexOf(vector.level) >= LEVELS.indexOf(level))
      .filter((vector) => profile === undefined || vector.profiles.includes(profile))
      .map((vector) => ({ op, ...writtenOut(vector) })),
  );
  if (selected.length === 0) throw new RangeError("no vector is selected");
  return selected;
}

/** Every answer to a vector that is right: one, or several. */
export function answers(vector) {
  return "any" in vector.expect ? vector.expect.any : [vector.expect];
}

/** The rules that the vectors name, by id. */
export function rules() {
  return new Map(read("v1/rules.json").rules.map((rule) => [rule.id, rule]));
}
