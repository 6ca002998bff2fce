'use strict'

/** A rejection that is worded here: the request has no form that the package takes. */
class Refusal extends Error {
  constructor (rejectionClass, message) {
    super(message)
    this.class = rejectionClass
  }
}

/** Says that the package has no code for the request. */
class Lacking extends Error {}

/** The answer to a request that the protocol doesn't allow. */
function malformed (message) {
  return new Refusal('other', `malformed request: ${message}`)
}

/** Rejects a value that the package's own argument type can't hold. */
function notRepresentable (rejectionClass, message) {
  return new Refusal(rejectionClass, `not representable in a number of JavaScript: ${message}`)
}

module.exports = { Refusal, Lacking, malformed, notRepresentable }
