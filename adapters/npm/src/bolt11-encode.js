'use strict'

// How `bolt11` writes an invoice.

const { createECDH } = require('node:crypto')
const bolt11 = require('bolt11')
const { Arguments, toInteger } = require('./arguments')
const { Refusal, Lacking, malformed } = require('./answer')
const { FEATURES } = require('./invoice')

/** The package is given its network by who writes; these are the ones that it has, and signet. */
const NETWORKS = {
  bitcoin: { bech32: 'bc', pubKeyHash: 0x00, scriptHash: 0x05, validWitnessVersions: [0, 1] },
  testnet: { bech32: 'tb', pubKeyHash: 0x6f, scriptHash: 0xc4, validWitnessVersions: [0, 1] },
  signet: { bech32: 'tbs', pubKeyHash: 0x6f, scriptHash: 0xc4, validWitnessVersions: [0, 1] },
  regtest: { bech32: 'bcrt', pubKeyHash: 0x6f, scriptHash: 0xc4, validWitnessVersions: [0, 1] }
}

/** The order of the protocol, where the request has none. */
const ORDER = 'pdhmcxfrns9'

function encode (object) {
  const input = new Arguments(object)
  // What was read, and is no part of what is written.
  input.ignore('hrp_amount', 'signature', 'recovery_id')
  if (input.has('unknown')) throw new Lacking('bolt11 writes unknown fields only over a signature that it is given')
  if (input.has('payment_metadata')) throw new Lacking('bolt11 has no field m')
  if (input.boolean('upper_case')) throw new Lacking('bolt11 writes lower case')

  const network = input.text('network')
  if (!Object.hasOwn(NETWORKS, network)) throw new Refusal('unknown_network', 'there are no parameters for this network')
  const key = input.hex('private_key')
  const fields = toFields(input, key)
  const request = { network: NETWORKS[network], timestamp: input.number('timestamp') }
  if (input.has('amount_msat')) request.millisatoshis = input.integer('amount_msat').toString()
  if (input.has('payee')) request.payeeNodeKey = input.hex('payee')
  request.tags = inOrder(fields, input.has('order') ? input.text('order') : undefined)
  input.finish()

  // No defaults: the fields are those that were asked for.
  const unsigned = bolt11.encode(request, false)
  return { invoice: bolt11.sign(unsigned, key).paymentRequest }
}

/** For each tag the fields that are to be written, in the package's form. */
function toFields (input, key) {
  const one = (member, tagName, data) => input.has(member) ? [{ tagName, data: data(member) }] : []
  return {
    p: one('payment_hash', 'payment_hash', name => input.hex(name)),
    s: one('payment_secret', 'payment_secret', name => input.hex(name)),
    d: one('description', 'description', name => input.text(name)),
    h: one('description_hash', 'purpose_commit_hash', name => input.hex(name)),
    x: one('expiry', 'expire_time', name => input.number(name)),
    c: one('min_final_cltv_expiry_delta', 'min_final_cltv_expiry', name => input.number(name)),
    f: input.has('fallbacks')
      ? input.list('fallbacks').map(item => ({ tagName: 'fallback_address', data: fallback(item) }))
      : [],
    r: input.has('route_hints')
      ? input.list('route_hints').map(item => ({ tagName: 'routing_info', data: routingInfo(item) }))
      : [],
    n: input.boolean('payee_in_field') ? [{ tagName: 'payee_node_key', data: payee(input, key) }] : [],
    9: featureBits(input)
  }
}

function inOrder (fields, order) {
  if (order === undefined) return [...ORDER].flatMap(tag => fields[tag] ?? [])
  const left = Object.fromEntries(Object.entries(fields).map(([tag, list]) => [tag, [...list]]))
  const written = [...order].map(tag => left[tag]?.shift())
  if (written.includes(undefined) || Object.values(left).some(list => list.length > 0)) {
    throw new Refusal('bad_value', 'the order has other fields than the invoice')
  }
  return written
}

function fallback (object) {
  const input = new Arguments(object)
  const data = { code: input.number('version'), addressHash: input.hex('program') }
  input.finish()
  return data
}

function routingInfo (hops) {
  if (!Array.isArray(hops)) throw malformed('a route hint is no list')
  return hops.map(object => {
    const input = new Arguments(object)
    const hop = {
      pubkey: input.hex('node_id'),
      short_channel_id: input.integer('short_channel_id').toString(16).padStart(16, '0'),
      fee_base_msat: input.number('fee_base_msat'),
      fee_proportional_millionths: input.number('fee_proportional_millionths'),
      cltv_expiry_delta: input.number('cltv_expiry_delta')
    }
    input.finish()
    return hop
  })
}

/** The payee's key: the one given, or that of the key that signs. */
function payee (input, key) {
  if (input.has('payee')) return input.hex('payee')
  const pair = createECDH('secp256k1')
  pair.setPrivateKey(key, 'hex')
  return pair.getPublicKey('hex', 'compressed')
}

function featureBits (input) {
  if (!input.has('features')) return []
  const bits = new Set(input.list('features').map(text => Number(toInteger('feature bit', text))))
  if (bits.size === 0) return []
  const data = {}
  FEATURES.forEach((name, index) => {
    data[name] = { required: bits.has(2 * index), supported: bits.has(2 * index + 1) }
  })
  const first = 2 * FEATURES.length
  const length = Math.max(0, Math.max(...bits) + 1 - first)
  if (length > 0xffff) throw new Lacking('a list of that many bits')
  const extra = Array.from({ length }, (_, index) => bits.has(first + index))
  if (extra.length > 0) data.extra_bits = { start_bit: first, bits: extra }
  return [{ tagName: 'feature_bits', data }]
}

module.exports = { encode }
