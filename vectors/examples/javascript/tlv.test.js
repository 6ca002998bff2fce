import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { vectors } from "ampwire-vectors";

import { bigSize, stream } from "./tlv.js";

const readers = {
  "bigsize.decode": (bytes) => {
    const { value, length } = bigSize(bytes);
    return { value: String(value), length: String(length) };
  },
  "tlv.decode": (bytes) => {
    const record = ({ type, value }) => ({ type: String(type), value: Buffer.from(value).toString("hex") });
    return { records: stream(bytes).map(record) };
  },
};

for (const [op, read] of Object.entries(readers)) {
  describe(op, () => {
    for (const vector of vectors({ op, level: "should" })) {
      test(vector.id, () => {
        const bytes = Buffer.from(vector.in.bytes, "hex");
        const { ok, reject } = vector.expect;
        if (ok) return assert.deepEqual(read(bytes), ok, vector.comment);
        assert.throws(() => read(bytes), (error) => reject.class.includes(error.message), vector.comment);
      });
    }
  });
}
