// The testee protocol of ampwire, version 1: one JSON object a line in, one a line out.
//
// Nothing in here is about your implementation. Leave it as it is, and write adapter.js.

import { Buffer } from 'node:buffer'
import process from 'node:process'

/** The longest line in bytes, without its line feed. */
const MAX_LINE = 4 * 1024 * 1024
const LINE_FEED = 0x0a

/** The implementation refuses the input. Its members `class`, `message`, `offset` and `tlv_type` are all optional. */
export class Reject extends Error {
  constructor (members = {}) {
    super(members.message)
    const said = Object.entries(members).filter(([, value]) => value !== undefined)
    this.members = Object.fromEntries(said.map(([name, value]) => [name, String(value)]))
  }
}

/** The implementation can't do this. */
export class Unsupported extends Error {}

/** The members of a request's `in`. */
class Input {
  constructor (members) {
    this.members = members
  }

  member (name) {
    return Object.hasOwn(this.members, name) ? this.members[name] : undefined
  }

  /** A member that is a string. */
  text (name) {
    const value = this.member(name)
    if (typeof value !== 'string') throw malformed(`\`${name}\` is not a string`)
    return value
  }

  /** A member that is bytes in lower-case hex. */
  bytes (name) {
    const text = this.text(name)
    if (text.length % 2 !== 0 || /[^0-9a-f]/.test(text)) {
      throw new Reject({ class: 'bad_encoding', message: `\`${name}\` is not lower-case hex` })
    }
    return Buffer.from(text, 'hex')
  }

  /** A member that is an integer in decimal, as a BigInt. */
  integer (name) {
    const text = this.text(name)
    if (!/^(0|[1-9][0-9]{0,99})$/.test(text)) {
      throw new Reject({ class: 'bad_encoding', message: `\`${name}\` is not a decimal integer` })
    }
    return BigInt(text)
  }

  /** A member that is true or false, or not there. */
  flag (name, otherwise) {
    const value = this.member(name) ?? otherwise
    if (typeof value !== 'boolean') throw malformed(`\`${name}\` is neither true nor false`)
    return value
  }
}

/** Answers standard input until it ends. */
export async function serve (hello, operations) {
  // What a library prints is no answer.
  console.log = console.info = console.debug = console.error
  // Nobody reads any more: there is nobody to tell either.
  process.stdout.on('error', error => process.exit(error.code === 'EPIPE' ? 0 : 1))
  for await (const line of lines(process.stdin)) {
    const answer = await answerLine(line, hello, operations)
    await new Promise(resolve => process.stdout.write(`${answer}\n`, resolve))
  }
  // Also where a library still has a timer or a socket.
  process.exit(0)
}

/** The lines of a stream without their ends. Of a line that is too long there is null. */
async function * lines (stream) {
  let parts = []
  let length = 0
  const line = () => {
    const whole = length > MAX_LINE ? null : Buffer.concat(parts)
    parts = []
    length = 0
    return whole
  }
  const add = part => {
    length += part.length
    // What is beyond the limit is dropped, so that memory is bounded.
    if (length > MAX_LINE) parts = []
    else if (part.length > 0) parts.push(part)
  }
  for await (const chunk of stream) {
    let start = 0
    let end = chunk.indexOf(LINE_FEED)
    while (end >= 0) {
      add(chunk.subarray(start, end))
      yield line()
      start = end + 1
      end = chunk.indexOf(LINE_FEED, start)
    }
    add(chunk.subarray(start))
  }
  if (length > 0) yield line()
}

/** One answer for one line, whatever is in it. */
async function answerLine (line, hello, operations) {
  // The empty id is nobody's, so no answer is taken for another's.
  let id = ''
  let verdict
  try {
    const request = readRequest(line)
    if (typeof request.id === 'string') id = request.id
    verdict = await answer(request, hello, operations)
  } catch (error) {
    verdict = fromError(error)
  }
  const text = JSON.stringify({ id, ...verdict })
  const size = Buffer.byteLength(text)
  if (size <= MAX_LINE) return text
  return JSON.stringify({ id, unsupported: { why: `the answer has ${size} bytes` } })
}

async function answer (request, hello, operations) {
  const { id, op } = request
  if (typeof id !== 'string' || typeof op !== 'string' || !isObject(request.in)) {
    throw malformed('it has the strings `id` and `op` and the object `in`')
  }
  if (op === 'hello') return { hello }
  if (!Object.hasOwn(operations, op)) throw new Unsupported('unknown op')
  return { ok: await operations[op](new Input(request.in)) }
}

function fromError (error) {
  if (error instanceof Reject) return { reject: error.members }
  if (error instanceof Unsupported) return { unsupported: { why: error.message } }
  // Whatever else is thrown is a bug, and no way to refuse.
  return { panic: { message: String(error).slice(0, 1000) } }
}

function readRequest (line) {
  if (line === null) throw malformed(`a line of more than ${MAX_LINE} bytes`)
  let request
  try {
    request = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(line))
  } catch {
    throw malformed('it is not JSON')
  }
  if (!isObject(request)) throw malformed('it is not an object')
  return request
}

function isObject (value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function malformed (why) {
  return new Reject({ class: 'other', message: `malformed request: ${why}` })
}
