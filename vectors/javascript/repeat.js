/**
 * A value with every list written out: an entry {"repeat": {"count", "of"}} of a list stands for count times the entries of
 * "of", where in every string {n} stands for the number of the turn, from 0.
 */
export function writtenOut(value) {
  if (Array.isArray(value)) {
    return value.flatMap((entry) => {
      const { count, of } = entry?.repeat ?? {};
      if (!Array.isArray(of)) return [writtenOut(entry)];
      return Array.from({ length: Number(count) }, (_, turn) => inTurn(of, String(turn))).flat();
    });
  }
  return members(value, writtenOut);
}

function inTurn(value, turn) {
  if (typeof value === "string") return value.replaceAll("{n}", turn);
  if (Array.isArray(value)) return value.map((entry) => inTurn(entry, turn));
  return members(value, (member) => inTurn(member, turn));
}

function members(value, change) {
  if (typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, change(member)]));
}
