// Reads TLV streams (BOLT 1). The errors are named by the vectors' classes, so that a test can compare them.

/** An integer of one, three, five or nine bytes, and how many it has. */
export function bigSize(bytes) {
  if (bytes.length === 0) throw new Error("truncated");
  if (bytes[0] < 0xfd) return { value: BigInt(bytes[0]), length: 1 };
  const size = 2 << (bytes[0] - 0xfd);
  if (bytes.length < 1 + size) throw new Error("truncated");
  const value = bytes.subarray(1, 1 + size).reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  const least = { 2: 0xfdn, 4: 0x1_0000n, 8: 0x1_0000_0000n }[size];
  if (value < least) throw new Error("not_minimal");
  return { value, length: 1 + size };
}

/** All records, to the end of the bytes. */
export function stream(bytes) {
  const records = [];
  while (bytes.length > 0) {
    const type = bigSize(bytes);
    const before = records.at(-1);
    if (before && type.value === before.type) throw new Error("duplicate");
    if (before && type.value < before.type) throw new Error("order");
    bytes = bytes.subarray(type.length);
    const length = bigSize(bytes);
    bytes = bytes.subarray(length.length);
    if (length.value > BigInt(bytes.length)) throw new Error("truncated");
    const end = Number(length.value);
    records.push({ type: type.value, value: bytes.subarray(0, end) });
    bytes = bytes.subarray(end);
  }
  return records;
}
