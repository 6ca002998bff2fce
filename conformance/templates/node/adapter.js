// What the implementation under test says. This file is yours; protocol.js has the lines and the JSON.

import { Reject, serve, Unsupported } from './protocol.js'
import { readBigsize, readTlvStream, WireError } from './wire.js'

const hello = {
  protocol: '1',
  // The implementation and its version, as reports shall show them.
  name: 'my-implementation',
  version: '0.1.0',
  language: 'javascript',
  // amp: it implements AMP. bystander: it does not, and meets AMP all the same.
  profiles: ['bystander'],
  // What is asked. An operation that stands here and is answered with `unsupported` is red.
  ops: ['bigsize.decode', 'tlv.decode'],
  // What it can besides, such as "invoice:no-verify".
  can: [],
  // For an operation, the members of its answers that it can't report. They are not compared.
  omits: {},
  // "class": some rejections say of what class they are. "none": none does.
  errors: 'class'
}

/** Each takes the members of `in` and returns those of `ok`, or a promise of them. */
const operations = {
  // A number at the start of the bytes. Calls wire.js, which stands where your library will be.
  'bigsize.decode': given => {
    const { value, length } = refusing(() => readBigsize(given.bytes('bytes')))
    // Every integer is a decimal string, however small it is. Over 2^53 it is right with BigInt alone.
    return { value: String(value), length: String(length) }
  },

  // A TLV stream: framing and order alone.
  'tlv.decode': given => {
    const records = refusing(() => readTlvStream(given.bytes('bytes')))
    return { records: records.map(({ type, value }) => ({ type: String(type), value: hex(value) })) }
  },

  // The next step: your library's decoder of BOLT 11. INVOICES.md says how.
  'invoice.decode': given => {
    given.text('invoice')
    // let decoded
    // try {
    //   decoded = yourLibrary.decode(given.text('invoice'))
    // } catch (error) {
    //   throw new Reject({ message: error.message })
    // }
    // return {
    //   network: decoded.network,
    //   timestamp: String(decoded.timestamp),
    //   payment_hash: hex(decoded.paymentHash)
    // }
    throw new Unsupported('invoice.decode is not wired yet')
  }
}

/** The library's error in the protocol's words. What it doesn't know is left out, never guessed. */
function refusing (call) {
  try {
    return call()
  } catch (error) {
    if (!(error instanceof WireError)) throw error
    const { kind, message, offset, tlvType } = error
    throw new Reject({ class: kind, message, offset, tlv_type: tlvType })
  }
}

function hex (bytes) {
  return Buffer.from(bytes).toString('hex')
}

await serve(hello, operations)
