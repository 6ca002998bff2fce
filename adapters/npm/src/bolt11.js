'use strict'

// The package `bolt11` as a testee.

const bolt11 = require('bolt11')
const { Arguments } = require('./arguments')
const { Lacking } = require('./answer')
const { ALPHABET, NETWORKS, FEATURES, decimal, present, amountOf, routeHint, extraBits } = require('./invoice')
const { encode } = require('./bolt11-encode')

/** The tags of the fields that the package has names for. */
const TAGS = {
  payment_hash: 'p',
  payment_secret: 's',
  description: 'd',
  payee_node_key: 'n',
  purpose_commit_hash: 'h',
  expire_time: 'x',
  min_final_cltv_expiry: 'c',
  fallback_address: 'f',
  routing_info: 'r',
  feature_bits: '9'
}

function decode (object) {
  const input = new Arguments(object)
  const invoice = input.text('invoice')
  if (input.has('verify') && !input.boolean('verify')) throw new Lacking('bolt11 always recovers the key')
  input.finish()
  return fromDecoded(bolt11.decode(invoice))
}

function fromDecoded (decoded) {
  // Where a field came several times, this has the last.
  const fields = decoded.tagsObject
  const all = name => decoded.tags.filter(tag => tag.tagName === name).map(tag => tag.data)
  return present({
    network: NETWORKS[decoded.network.bech32],
    amount_msat: decoded.millisatoshis ?? undefined,
    hrp_amount: amountOf(decoded.prefix, decoded.network.bech32),
    timestamp: decimal(decoded.timestamp),
    payment_hash: fields.payment_hash,
    payment_secret: fields.payment_secret,
    description: fields.description,
    description_hash: fields.purpose_commit_hash,
    payee: decoded.payeeNodeKey,
    payee_in_field: fields.payee_node_key === undefined ? undefined : true,
    expiry: decimal(fields.expire_time),
    min_final_cltv_expiry_delta: decimal(fields.min_final_cltv_expiry),
    fallbacks: all('fallback_address').map(data => ({ version: decimal(data.code), program: data.addressHash })),
    route_hints: all('routing_info').map(routeHint),
    features: fields.feature_bits && features(fields.feature_bits),
    order: decoded.tags.map(tagOf).join(''),
    signature: decoded.signature,
    recovery_id: decimal(decoded.recoveryFlag)
  })
}

function tagOf (tag) {
  return TAGS[tag.tagName] ?? ALPHABET[tag.data.tagCode]
}

/** The bits that are set, ascending. */
function features (reported) {
  const named = FEATURES.flatMap((name, index) => [
    ...(reported[name].required ? [2 * index] : []),
    ...(reported[name].supported ? [2 * index + 1] : [])
  ])
  return [...named, ...extraBits(reported.extra_bits)].map(decimal)
}

module.exports = {
  name: 'bolt11',
  can: [],
  omits: {
    // An `m` field is one that the package doesn't know. It lists unknown fields
    // and all others in the order they came in, but not which it passed over.
    'invoice.decode': ['payment_metadata', 'unknown', 'upper_case']
  },
  operations: { 'invoice.decode': decode, 'invoice.encode': encode }
}
