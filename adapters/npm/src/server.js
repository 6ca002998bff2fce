'use strict'

// The testee protocol, version 1, over standard input and output: a JSON object
// a line in, one a line out.

const { Refusal, Lacking } = require('./answer')

// The longest line of the protocol, in bytes, without its end.
const MAX_LINE = 4 << 20
const LINE_FEED = 0x0a

/** Answers one line with one line, without its end. */
function answerLine (testee, line) {
  let request
  try {
    request = JSON.parse(line)
  } catch (error) {
    return refuse(`malformed request: ${error.message}`)
  }
  if (request === null || typeof request !== 'object' || typeof request.id !== 'string') {
    return refuse('malformed request: no id')
  }
  const text = JSON.stringify({ id: request.id, ...answer(testee, request) })
  if (Buffer.byteLength(text) > MAX_LINE) {
    const why = `the answer has more than ${MAX_LINE} bytes`
    return JSON.stringify({ id: request.id, unsupported: { why } })
  }
  return text
}

// There is no id to return; the empty one is sure not to be taken for another's.
function refuse (message) {
  return JSON.stringify({ id: '', reject: { class: 'other', message } })
}

function answer (testee, request) {
  if (request.op === 'hello') {
    return { hello: greeting(testee) }
  }
  const operation = Object.hasOwn(testee.operations, request.op) && testee.operations[request.op]
  if (!operation) {
    return { unsupported: { why: 'unknown op' } }
  }
  try {
    return { ok: operation(request.in) }
  } catch (error) {
    return fromError(error)
  }
}

// Whatever the package throws is its way to refuse: it has no other.
function fromError (error) {
  if (error instanceof Lacking) {
    return { unsupported: { why: error.message } }
  }
  const message = error instanceof Error ? error.message : String(error)
  return { reject: error instanceof Refusal ? { class: error.class, message } : { message } }
}

function greeting (testee) {
  return {
    protocol: '1',
    name: testee.name,
    version: require(`${testee.name}/package.json`).version,
    language: 'javascript',
    profiles: ['bystander'],
    ops: Object.keys(testee.operations).sort(),
    can: testee.can,
    omits: testee.omits,
    errors: 'none'
  }
}

/** Cuts what arrives into lines, and hands on one that is too long as null. */
class Lines {
  constructor (line) {
    this.line = line
    this.parts = []
    this.length = 0
  }

  push (chunk) {
    let start = 0
    for (let end; (end = chunk.indexOf(LINE_FEED, start)) >= 0; start = end + 1) {
      this.add(chunk.subarray(start, end))
      this.end()
    }
    this.add(chunk.subarray(start))
  }

  // What is beyond the limit is dropped, so that memory is bounded.
  add (part) {
    this.length += part.length
    if (this.length > MAX_LINE) {
      this.parts = []
    } else if (part.length > 0) {
      this.parts.push(part)
    }
  }

  end () {
    this.line(this.length > MAX_LINE ? null : Buffer.concat(this.parts).toString('utf8'))
    this.parts = []
    this.length = 0
  }

  finish () {
    if (this.length > 0) this.end()
  }
}

/** Answers standard input until it ends. */
function run (testee) {
  const lines = new Lines(line => {
    const text = line === null
      ? refuse(`malformed request: a line has more than ${MAX_LINE} bytes`)
      : answerLine(testee, line)
    process.stdout.write(text + '\n')
  })
  process.stdin.on('data', chunk => lines.push(chunk))
  process.stdin.on('end', () => lines.finish())
}

module.exports = { run, answerLine, Lines, MAX_LINE }
