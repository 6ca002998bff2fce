'use strict'

const { Refusal, Lacking, malformed, notRepresentable } = require('./answer')

/**
 * A JSON object of a request. It notes which members were asked for, so that a
 * request with one that nobody knows is not answered as if it were not there.
 */
class Arguments {
  constructor (object) {
    if (object === null || typeof object !== 'object' || Array.isArray(object)) {
      throw malformed('not an object')
    }
    this.members = object
    this.read = new Set()
  }

  has (name) {
    return Object.hasOwn(this.members, name)
  }

  take (name, fits) {
    if (!this.has(name)) throw malformed(`${name} is missing`)
    this.read.add(name)
    const value = this.members[name]
    if (!fits(value)) throw malformed(`${name} has the wrong type`)
    return value
  }

  ignore (...names) {
    names.forEach(name => this.read.add(name))
  }

  text (name) {
    return this.take(name, value => typeof value === 'string')
  }

  /** False where it is absent. */
  boolean (name) {
    return this.has(name) && this.take(name, value => typeof value === 'boolean')
  }

  /** Lower-case hex, as text: the packages take it so. */
  hex (name) {
    const text = this.text(name)
    if (!/^([0-9a-f]{2})*$/.test(text)) throw new Refusal('bad_encoding', `${name} is not lower-case hex`)
    return text
  }

  integer (name) {
    return toInteger(name, this.text(name))
  }

  /** An integer as the number that the packages take. */
  number (name) {
    const value = this.integer(name)
    if (value > BigInt(Number.MAX_SAFE_INTEGER)) {
      throw notRepresentable('bad_value', `${name} is over 2^53 - 1`)
    }
    return Number(value)
  }

  list (name) {
    return this.take(name, Array.isArray)
  }

  finish () {
    const unread = Object.keys(this.members).filter(name => !this.read.has(name)).sort()
    if (unread.length > 0) throw new Lacking(`unknown member: ${unread.join(', ')}`)
  }
}

function toInteger (name, text) {
  if (typeof text !== 'string' || !/^(0|[1-9][0-9]*)$/.test(text)) {
    throw new Refusal('bad_encoding', `${name} is not a decimal integer`)
  }
  return BigInt(text)
}

module.exports = { Arguments, toInteger }
