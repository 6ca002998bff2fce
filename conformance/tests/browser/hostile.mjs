// Two reports of the same shape from a real one: `hostile.mjs REPORT HARMLESS HOSTILE`. In both every text that a testee, a file or a vector
// chooses is another one, in the second one that means harm. The pages of both must be built alike.
import { readFileSync, writeFileSync } from "node:fs";

const [from, harmless, hostile] = process.argv.slice(2);

const TEXTS = [
  "</script><script>alert(1)</script>",
  "<img src=x onerror=alert(2)>",
  "\"><b onmouseover=\"alert(3)\" id=main>'",
  "--><style>*{display:none}</style><!--",
  "&lt;i&gt;&#60;i&#62;",
  "\u202ereversed\u2066\u200f\u0000\u001b[2J\u2028",
  "</bdi></details></li></ol><h1>All as expected</h1>",
  "javascript:alert(4)",
  "{{constructor.constructor('alert(5)')()}} ${alert(6)}",
  `long${"é".repeat(5000)}`,
];
// What the report's own schema chooses, and what is compared byte by byte.
const FIXED = new Set([
  "schema", "verdict", "would_be", "level", "status", "kind", "got", "authority", "errors", "source", "protocol", "class", "offset", "tlv_type", "bytes", "invoice",
]);

const change = (value, name, make) => {
  if (Array.isArray(value)) {
    // A label is an offset, a length, a name and a note.
    if (name === "map") return value.map(([offset, length, ...words]) => [offset, length, ...words.map(make)]);
    return value.map((item) => change(item, name, make));
  }
  if (value && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, change(inner, name, make)]));
  }
  return typeof value === "string" && !FIXED.has(name) ? make(value) : value;
};

for (const [path, pick] of [
  [harmless, (number, text) => `harmless ${text.length > 4000 ? "long".padEnd(text.length, "e") : number}`],
  [hostile, (_, text) => text],
]) {
  const report = JSON.parse(readFileSync(from, "utf8"));
  const [run] = report.runs;
  run.vectors = run.vectors.filter((vector) => vector.asked).slice(0, 60);
  run.summary.selected = run.vectors.length + run.summary.not_run;
  let number = 0;
  const make = () => {
    const text = TEXTS[number % TEXTS.length];
    number += 1;
    return `${number} ${pick(number, text)}`;
  };
  // The same texts in the same order whatever the page does with them: rules by name, so that they are found.
  report.rules = [];
  report.exceptions ??= { file: "", entries: 1, stale: [{ line: 1, id: "", why: "" }] };
  report.exit_status = 1;
  report.runs = [change({ ...run, warnings: TEXTS.map(() => ""), stray_lines: TEXTS.map(() => "") }, "", make)];
  report.exceptions = change(report.exceptions, "", make);
  writeFileSync(path, JSON.stringify(report));
}
