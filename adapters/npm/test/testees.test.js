'use strict'

const assert = require('node:assert/strict')
const { spawn } = require('node:child_process')
const path = require('node:path')
const test = require('node:test')

const { answerLine, Lines, MAX_LINE } = require('../src/server')
const invoices = require('./invoices')

const bolt11 = require('../src/bolt11')
const light = require('../src/light-bolt11-decoder')

const KEY = 'e126f68f7eafcc8b74f54d269fe206be715000f94dac067d1c04a8ca3b2db734'
const PAYEE = '03e7156ae33b0a208d0744199163177e909e80176e55d97a2f221ede0f934dd9ad'
const HASH = '0001020304050607080900010203040506070809000102030405060708090102'
const SECRET = '11'.repeat(32)
const NODE = '02c6047f9441ed7d6d3045406e95c07cd85c778e4b8cef3ca7abac09b95c709ee5'

const PLAIN = {
  network: 'bitcoin',
  timestamp: '1496314658',
  payment_hash: HASH,
  payment_secret: SECRET,
  description: 'Please consider supporting this project',
  features: ['8', '14'],
  order: 'spd9'
}

const FULL = {
  network: 'regtest',
  amount_msat: '250000000',
  timestamp: '1700000000',
  payment_hash: HASH,
  payment_secret: SECRET,
  description_hash: '22'.repeat(32),
  payee: PAYEE,
  payee_in_field: true,
  expiry: '60',
  min_final_cltv_expiry_delta: '12',
  fallbacks: [{ version: '17', program: '31'.repeat(20) }, { version: '0', program: '32'.repeat(20) }],
  route_hints: [
    [
      {
        node_id: NODE,
        short_channel_id: '72623859790382856',
        fee_base_msat: '1',
        fee_proportional_millionths: '20',
        cltv_expiry_delta: '3'
      },
      {
        node_id: '02f9308a019258c31049344f85f89d5229b531c845836f99b08601f113bce036f9',
        short_channel_id: '18446744073709551615',
        fee_base_msat: '4294967295',
        fee_proportional_millionths: '4294967295',
        cltv_expiry_delta: '65535'
      }
    ],
    [
      {
        node_id: NODE,
        short_channel_id: '1',
        fee_base_msat: '2',
        fee_proportional_millionths: '3',
        cltv_expiry_delta: '4'
      }
    ]
  ],
  features: ['8', '14', '17', '48'],
  order: 'phcxffrrns9'
}

function ask (testee, op, input) {
  return JSON.parse(answerLine(testee, JSON.stringify({ id: '7', op, in: input })))
}

/** The answer to `invoice.decode`, of which only the members of `wanted` are compared. */
function assertDecoded (testee, invoice, wanted) {
  const answer = ask(testee, 'invoice.decode', { invoice })
  assert.ok(answer.ok, JSON.stringify(answer))
  for (const [member, value] of Object.entries(wanted)) {
    assert.deepEqual(answer.ok[member], value, member)
  }
  return answer.ok
}

function without (object, ...names) {
  return Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)))
}

test('handshake', () => {
  for (const testee of [bolt11, light]) {
    const { hello } = JSON.parse(answerLine(testee, '{"id":"0","op":"hello","in":{"protocol":"1","suite":"0.1.0"}}'))
    assert.equal(hello.name, testee.name)
    assert.match(hello.version, /^\d+\.\d+\.\d+$/)
    assert.deepEqual(hello.profiles, ['bystander'])
    assert.deepEqual(ask(testee, 'x-canary-5f1d07', {}), { id: '7', unsupported: { why: 'unknown op' } })
    assert.ok(ask(testee, 'constructor', {}).unsupported)
  }
})

test('nonsense is answered', () => {
  for (const line of ['', 'garbage', '{', '[]', 'null', '1', '{}', '{"id":1,"op":"hello"}']) {
    assert.equal(JSON.parse(answerLine(bolt11, line)).reject.class, 'other', line)
  }
  for (const input of [undefined, null, 1, [], {}, { invoice: 1 }, { invoice: null }]) {
    assert.equal(ask(light, 'invoice.decode', input).reject.class, 'other')
  }
  assert.ok(ask(light, 'invoice.decode', { invoice: invoices.plain, more: '' }).unsupported)
})

test('lines', () => {
  const got = []
  const lines = new Lines(line => got.push(line))
  for (const part of ['a', 'b\nc', '\n\n', 'x'.repeat(MAX_LINE) + '\n', 'y'.repeat(MAX_LINE), 'y', '\n', 'd']) {
    lines.push(Buffer.from(part))
  }
  lines.finish()
  assert.deepEqual(got, ['ab', 'c', '', 'x'.repeat(MAX_LINE), null, 'd'])
})

test('decoded', () => {
  const plain = assertDecoded(bolt11, invoices.plain, { ...PLAIN, payee: PAYEE, recovery_id: '1' })
  assert.equal(plain.payee_in_field, undefined)
  assert.equal(plain.expiry, undefined)
  assertDecoded(bolt11, invoices.full, { ...FULL, hrp_amount: '2500u' })
  assertDecoded(light, invoices.plain, { ...PLAIN, signature: plain.signature, recovery_id: '1' })
  assertDecoded(light, invoices.full, { ...without(FULL, 'payee', 'fallbacks'), hrp_amount: '2500u' })
})

test('decoded in upper case', () => {
  for (const testee of [bolt11, light]) {
    assertDecoded(testee, invoices.full.toUpperCase(), { order: FULL.order, hrp_amount: '2500u' })
  }
})

test('where the two differ', () => {
  assertDecoded(light, invoices.metadata, { payment_metadata: '01fafaf0' })
  assertDecoded(bolt11, invoices.metadata, { payment_metadata: undefined, order: 'pdms9' })
  assertDecoded(light, invoices.signet, { network: 'signet' })
  assert.ok(ask(bolt11, 'invoice.decode', { invoice: invoices.signet }).reject)
  assertDecoded(light, invoices.badSignature, { signature: '01'.repeat(64) })
  assert.ok(ask(bolt11, 'invoice.decode', { invoice: invoices.badSignature }).reject)
  // Of two fields, and of both bits of a feature.
  assertDecoded(light, invoices.twice, { payment_hash: '33'.repeat(32), features: ['8', '14'] })
  assertDecoded(bolt11, invoices.twice, { payment_hash: HASH, features: ['8', '14', '15'] })
})

test('refused', () => {
  for (const testee of [bolt11, light]) {
    for (const invoice of ['', '1', 'lnbc1', invoices.plain.slice(0, -1), invoices.plain.replace('q', 'Q')]) {
      assert.ok(ask(testee, 'invoice.decode', { invoice }).reject, invoice)
    }
  }
  assert.ok(ask(bolt11, 'invoice.decode', { invoice: invoices.plain, verify: false }).unsupported)
  assertDecoded(bolt11, invoices.plain, {})
  assert.ok(ask(light, 'invoice.decode', { invoice: invoices.plain, verify: false }).ok)
})

test('encoded', () => {
  const encode = members => ask(bolt11, 'invoice.encode', { ...members, private_key: KEY })
  assert.equal(encode(PLAIN).ok.invoice, invoices.plain)
  assert.equal(encode(FULL).ok.invoice, invoices.full)
  // The protocol's own order, and the key's payee; what was read beside the fields is left alone.
  const more = { hrp_amount: '1', signature: '', recovery_id: '9', upper_case: false }
  const rest = without(FULL, 'order', 'payee')
  const sorted = assertDecoded(bolt11, encode({ ...rest, ...more }).ok.invoice, rest)
  assert.equal(sorted.order, 'phcxffrrns9')

  assert.ok(encode({ ...PLAIN, upper_case: true }).unsupported)
  assert.ok(encode({ ...PLAIN, payment_metadata: '' }).unsupported)
  assert.ok(encode({ ...PLAIN, unknown: [] }).unsupported)
  assert.ok(encode({ ...PLAIN, features: ['99999999'] }).unsupported)
  assert.equal(encode({ ...PLAIN, order: 'spd' }).reject.class, 'bad_value')
  assert.equal(encode({ ...PLAIN, order: 'spd99' }).reject.class, 'bad_value')
  assert.equal(encode({ ...PLAIN, expiry: '9007199254740992', order: 'spd9x' }).reject.class, 'bad_value')
  assert.equal(encode({ ...PLAIN, timestamp: '01' }).reject.class, 'bad_encoding')
  assert.equal(encode({ ...PLAIN, payment_hash: 'AB' }).reject.class, 'bad_encoding')
  assert.equal(encode({ ...PLAIN, network: 'liquid' }).reject.class, 'unknown_network')
  assert.ok(encode({ ...PLAIN, payee: NODE }).reject)
  assert.ok(encode(without(PLAIN, 'timestamp')).reject)
  assert.ok(encode(without({ ...PLAIN, order: 'ps9' }, 'description')).reject)
})

/** Runs a testee with this input and returns its exit status and its output. */
function converse (name, input) {
  return new Promise((resolve, reject) => {
    const child = spawn(path.join(__dirname, '../bin', `ampwire-testee-${name}`))
    let output = ''
    child.stdout.on('data', chunk => { output += chunk })
    child.on('error', reject)
    child.on('close', status => resolve({ status, output }))
    child.stdin.end(input)
  })
}

test('programs', async () => {
  for (const name of ['bolt11', 'light-bolt11-decoder']) {
    assert.deepEqual(await converse(name, ''), { status: 0, output: '' })
    const { status, output } = await converse(name, '{"id":"1","op":"x"}\n{"id":"2","op":"x"}')
    assert.equal(status, 0)
    assert.deepEqual(output.trimEnd().split('\n').map(line => JSON.parse(line).id), ['1', '2'])
  }
})
