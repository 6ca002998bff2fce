'use strict'

// What the two packages have in common, one being derived from the other: how
// they show an invoice's parts.

const ALPHABET = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l'

/** The networks by the prefixes that the packages report. The protocol has no name for the last. */
const NETWORKS = { bc: 'bitcoin', tb: 'testnet', tbs: 'signet', bcrt: 'regtest', sb: 'simnet' }

/** The names of the first feature bits, two each. */
const FEATURES = [
  'option_data_loss_protect', 'initial_routing_sync', 'option_upfront_shutdown_script', 'gossip_queries',
  'var_onion_optin', 'gossip_queries_ex', 'option_static_remotekey', 'payment_secret', 'basic_mpp',
  'option_support_large_channel'
]

/**
 * A number of the package's as a decimal string. Over 2^53 it is the number that
 * the package has, not the one that was written; one that is none is left out.
 */
function decimal (number) {
  return Number.isInteger(number) ? BigInt(number).toString() : undefined
}

/** Leaves out members that are undefined. */
function present (members) {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined))
}

/** The amount as it stands in the human-readable part, where there is one. */
function amountOf (prefix, network) {
  return prefix.slice(2 + network.length) || undefined
}

function routeHint (hops) {
  return hops.map(hop => ({
    node_id: hop.pubkey,
    short_channel_id: hop.short_channel_id ? BigInt(`0x${hop.short_channel_id}`).toString() : undefined,
    fee_base_msat: decimal(hop.fee_base_msat),
    fee_proportional_millionths: decimal(hop.fee_proportional_millionths),
    cltv_expiry_delta: decimal(hop.cltv_expiry_delta)
  }))
}

/** The bits beyond those with names that are set. */
function extraBits (extra) {
  return extra.bits.flatMap((set, index) => set ? [extra.start_bit + index] : [])
}

module.exports = { ALPHABET, NETWORKS, FEATURES, decimal, present, amountOf, routeHint, extraBits }
