'use strict'

// The package `light-bolt11-decoder` as a testee.

const decoder = require('light-bolt11-decoder')
const { Arguments } = require('./arguments')
const { NETWORKS, FEATURES, decimal, present, routeHint, extraBits } = require('./invoice')

/** A signature in hex digits, without the byte of the recovery id. */
const SIGNATURE_DIGITS = 128

function decode (object) {
  const input = new Arguments(object)
  const invoice = input.text('invoice')
  // The package never looks at signatures: it makes no difference.
  if (input.has('verify')) input.boolean('verify')
  input.finish()
  return fromDecoded(decoder.decode(invoice))
}

function fromDecoded (decoded) {
  // The first of a name, which is what the package's own accessors return.
  const section = name => decoded.sections.find(one => one.name === name)
  const value = name => section(name)?.value
  const number = name => decimal(value(name))
  const signature = value('signature')
  return present({
    network: NETWORKS[value('coin_network').bech32],
    amount_msat: value('amount'),
    hrp_amount: section('amount')?.letters,
    timestamp: number('timestamp'),
    payment_hash: value('payment_hash'),
    payment_secret: value('payment_secret'),
    description: value('description'),
    description_hash: value('description_hash'),
    payee_in_field: section('payee') ? true : undefined,
    expiry: number('expiry'),
    min_final_cltv_expiry_delta: number('min_final_cltv_expiry'),
    route_hints: decoded.route_hints.map(routeHint),
    features: section('feature_bits') && features(value('feature_bits')),
    payment_metadata: value('metadata'),
    order: decoded.sections.filter(one => one.tag !== undefined).map(one => one.tag).join(''),
    signature: signature.slice(0, SIGNATURE_DIGITS),
    recovery_id: decimal(parseInt(signature.slice(SIGNATURE_DIGITS), 16))
  })
}

/** The bits that are set, ascending. Where both of a pair are, the package says that it is required. */
function features (reported) {
  const named = FEATURES.flatMap((name, index) => ({
    required: [2 * index],
    supported: [2 * index + 1]
  })[reported[name]] ?? [])
  return [...named, ...extraBits(reported.extra_bits)].map(decimal)
}

module.exports = {
  name: 'light-bolt11-decoder',
  can: ['invoice:no-verify'],
  omits: {
    // It doesn't recover keys and leaves fallbacks in symbols; it lists unknown
    // fields and all others, but not which of them it passed over.
    'invoice.decode': ['fallbacks', 'payee', 'unknown', 'upper_case']
  },
  operations: { 'invoice.decode': decode }
}
