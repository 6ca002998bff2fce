// BigSize and TLV streams, as BOLT 1 has them. It stands where your library will be: when that answers, delete it.

/** What is wrong, and where: the offset of the item at fault, and its record's type. */
export class WireError extends Error {
  constructor (kind, message, offset, tlvType) {
    super(message)
    this.kind = kind
    this.offset = offset
    this.tlvType = tlvType
  }
}

// By the first byte: how many bytes of number follow it, and the smallest number that needs so many.
const FORMS = new Map([
  // To see it red, write 0xfcn here: the one number that is then accepted in more bytes than it needs.
  [0xfd, { width: 2, smallest: 0xfdn }],
  [0xfe, { width: 4, smallest: 0x1_0000n }],
  [0xff, { width: 8, smallest: 0x1_0000_0000n }]
])

/** The number that starts there, a BigInt, and how many bytes it has. */
export function readBigsize (data, start = 0) {
  if (start >= data.length) throw new WireError('truncated', 'there is no byte of a number', start)
  const first = data[start]
  const form = FORMS.get(first)
  if (form === undefined) return { value: BigInt(first), length: 1 }
  const { width, smallest } = form
  const rest = data.subarray(start + 1, start + 1 + width)
  if (rest.length < width) {
    throw new WireError('truncated', `${rest.length} of a number's ${width} bytes`, start)
  }
  const value = rest.reduce((number, byte) => (number << 8n) | BigInt(byte), 0n)
  if (value < smallest) {
    throw new WireError('not_minimal', `${value} in ${width + 1} bytes`, start)
  }
  return { value, length: 1 + width }
}

/** The records, as type and value. Types are strictly ascending. */
export function readTlvStream (data) {
  const records = []
  let last = -1n
  let at = 0
  while (at < data.length) {
    const start = at
    const { value: type, length: typeLength } = readBigsize(data, at)
    at += typeLength
    if (type <= last) {
      const wrong = type === last ? 'duplicate' : 'order'
      throw new WireError(wrong, `type ${type} after ${last}`, start, type)
    }
    if (at === data.length) throw new WireError('truncated', 'a record without a length', start, type)
    const claim = at
    const { value: length, length: lengthLength } = ofType(type, () => readBigsize(data, at))
    at += lengthLength
    const left = data.length - at
    if (length > BigInt(left)) {
      throw new WireError('truncated', `a value of ${length} bytes, ${left} are left`, claim, type)
    }
    const end = at + Number(length)
    records.push({ type, value: data.subarray(at, end) })
    last = type
    at = end
  }
  return records
}

/** The same fault, said to be of this record. */
function ofType (type, read) {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof WireError)) throw error
    throw new WireError(error.kind, error.message, error.offset, type)
  }
}
