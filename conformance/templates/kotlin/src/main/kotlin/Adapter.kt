// What the implementation under test says. This file is yours; Protocol.kt has the lines and the JSON.

import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put
import kotlinx.serialization.json.putJsonArray
import kotlinx.serialization.json.addJsonObject

val hello = Hello(
    // The implementation and its version, as reports shall show them.
    name = "my-implementation",
    version = "0.1.0",
    language = "kotlin",
    // amp: it implements AMP. bystander: it does not, and meets AMP all the same.
    profiles = listOf("bystander"),
    // What is asked. An operation that stands here and is answered with `unsupported` is red.
    ops = listOf("bigsize.decode", "tlv.decode"),
    // What it can besides, such as "invoice:no-verify".
    can = listOf(),
    // For an operation, the members of its answers that it can't report. They are not compared.
    omits = mapOf(),
    // "class": some rejections say of what class they are. "none": none does.
    errors = "class",
)

/** Each takes the members of `in` to those of `ok`. Whatever it throws that is no [Refusal] is a bug. */
val operations: Map<String, (Input) -> JsonObject> = mapOf(
    "bigsize.decode" to ::bigsizeDecode,
    "tlv.decode" to ::tlvDecode,
    "invoice.decode" to ::invoiceDecode,
)

/** A number at the start of the bytes. Calls Wire.kt, which stands where your library will be. */
fun bigsizeDecode(given: Input): JsonObject {
    val number = refusing { readBigSize(given.bytes("bytes")) }
    return buildJsonObject {
        // Every integer is a decimal string, however small it is.
        put("value", number.value.toString())
        put("length", number.length.toString())
    }
}

/** A TLV stream: framing and order alone. */
fun tlvDecode(given: Input): JsonObject {
    val records = refusing { readTlvStream(given.bytes("bytes")) }
    return buildJsonObject {
        putJsonArray("records") {
            for (record in records) {
                addJsonObject {
                    put("type", record.type.toString())
                    put("value", hex(record.value))
                }
            }
        }
    }
}

/** The next step: your library's decoder of BOLT 11. INVOICES.md says how. */
fun invoiceDecode(given: Input): JsonObject {
    given.text("invoice")
    // val decoded = try {
    //     YourLibrary.decode(given.text("invoice"))
    // } catch (error: YourLibrary.DecodeException) {
    //     throw Reject(message = error.message)
    // }
    // return buildJsonObject {
    //     put("network", decoded.network)
    //     put("timestamp", decoded.timestamp.toString())
    //     put("payment_hash", hex(decoded.paymentHash))
    // }
    throw Unsupported("invoice.decode is not wired yet")
}

/** The library's error in the protocol's words. What it doesn't know is left out, never guessed. */
fun <T> refusing(call: () -> T): T = try {
    call()
} catch (error: WireException) {
    throw Reject(error.kind, error.message, error.offset, error.type)
}

fun main() = serve(hello, operations)
