// The testee protocol of ampwire, version 1: one JSON object a line in, one a line out.
//
// Nothing in here is about your implementation. Leave it as it is, and write Adapter.kt.

import java.io.BufferedInputStream
import java.io.ByteArrayOutputStream
import java.io.InputStream
import java.nio.ByteBuffer
import java.nio.charset.CharacterCodingException
import kotlinx.serialization.SerializationException
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.booleanOrNull
import kotlinx.serialization.json.buildJsonArray
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put

/** The longest line in bytes, without its line feed. */
private const val MAX_LINE = 4 * 1024 * 1024

/** What a testee says of itself. */
class Hello(
    val name: String,
    val version: String,
    val language: String,
    val profiles: List<String>,
    val ops: List<String>,
    val can: List<String>,
    val omits: Map<String, List<String>>,
    val errors: String,
)

/** Why there is no `ok`. */
sealed class Refusal(message: String?) : Exception(message)

/** The implementation refuses the input. All that is said about it is optional. */
class Reject(
    val kind: String? = null,
    message: String? = null,
    val offset: Int? = null,
    val type: ULong? = null,
) : Refusal(message)

/** The implementation can't do this. */
class Unsupported(why: String) : Refusal(why)

/** The members of a request's `in`. */
class Input(private val members: JsonObject) {
    /** A member that is a string. */
    fun text(name: String): String = members.text(name) ?: throw malformed("`$name` is not a string")

    /** A member that is bytes in lower-case hex. */
    fun bytes(name: String): ByteArray {
        val text = text(name)
        if (text.length % 2 != 0 || text.any { it !in '0'..'9' && it !in 'a'..'f' }) {
            throw Reject("bad_encoding", "`$name` is not lower-case hex")
        }
        return ByteArray(text.length / 2) { at -> text.substring(2 * at, 2 * at + 2).toInt(16).toByte() }
    }

    /** A member that is true or false, or not there. */
    fun flag(name: String, otherwise: Boolean): Boolean {
        val value = members[name] ?: return otherwise
        val flag = (value as? JsonPrimitive)?.takeUnless { it.isString }?.booleanOrNull
        return flag ?: throw malformed("`$name` is neither true nor false")
    }
}

/** Bytes in lower-case hex. */
fun hex(bytes: ByteArray): String = buildString(2 * bytes.size) {
    for (byte in bytes) {
        append("0123456789abcdef"[byte.toInt() shr 4 and 15])
        append("0123456789abcdef"[byte.toInt() and 15])
    }
}

/** Answers standard input until it ends. */
fun serve(hello: Hello, operations: Map<String, (Input) -> JsonObject>) {
    val source = BufferedInputStream(System.`in`, 1 shl 16)
    val sink = System.out
    // What a library prints is no answer.
    System.setOut(System.err)
    while (true) {
        val line = nextLine(source) ?: break
        sink.write(answerLine(line, hello, operations) + '\n'.code.toByte())
        sink.flush()
    }
    // Also where a library still has a thread.
    System.exit(0)
}

/** The next line without its end; null when there is no more. Of a line that is too long only a part is kept. */
private fun nextLine(source: InputStream): ByteArray? {
    val line = ByteArrayOutputStream()
    var next = source.read()
    if (next < 0) return null
    while (next >= 0 && next != '\n'.code) {
        if (line.size() <= MAX_LINE) line.write(next)
        next = source.read()
    }
    return line.toByteArray()
}

/** One answer for one line, whatever is in it. */
private fun answerLine(
    line: ByteArray,
    hello: Hello,
    operations: Map<String, (Input) -> JsonObject>,
): ByteArray {
    // The empty id is nobody's, so no answer is taken for another's.
    var id = ""
    val verdict = try {
        val request = readRequest(line)
        id = request.text("id") ?: ""
        answer(request, hello, operations)
    } catch (reject: Reject) {
        "reject" to reject.toJson()
    } catch (lack: Unsupported) {
        unsupported(lack.message)
    } catch (bug: Throwable) {
        // Whatever else is thrown is a bug, and no way to refuse.
        "panic" to buildJsonObject { put("message", bug.toString().take(1000)) }
    }
    val text = write(id, verdict)
    return if (text.size <= MAX_LINE) text else write(id, unsupported("the answer has ${text.size} bytes"))
}

private fun answer(
    request: JsonObject,
    hello: Hello,
    operations: Map<String, (Input) -> JsonObject>,
): Pair<String, JsonObject> {
    val op = request.text("op")
    val given = request["in"] as? JsonObject
    if (request.text("id") == null || op == null || given == null) {
        throw malformed("it has the strings `id` and `op` and the object `in`")
    }
    if (op == "hello") return "hello" to hello.toJson()
    val operation = operations[op] ?: throw Unsupported("unknown op")
    return "ok" to operation(Input(given))
}

private fun readRequest(line: ByteArray): JsonObject {
    if (line.size > MAX_LINE) throw malformed("a line of more than $MAX_LINE bytes")
    val read = try {
        Json.parseToJsonElement(Charsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line)).toString())
    } catch (error: CharacterCodingException) {
        throw malformed("it is not UTF-8")
    } catch (error: SerializationException) {
        throw malformed("it is not JSON")
    } catch (error: StackOverflowError) {
        throw malformed("it is too deep")
    }
    return read as? JsonObject ?: throw malformed("it is not an object")
}

private fun malformed(why: String) = Reject("other", "malformed request: $why")

private fun unsupported(why: String?) = "unsupported" to buildJsonObject { put("why", why ?: "") }

private fun write(id: String, verdict: Pair<String, JsonObject>): ByteArray {
    val (name, members) = verdict
    return JsonObject(mapOf("id" to JsonPrimitive(id), name to members)).toString().toByteArray()
}

/** A member that is a string, if it is one. */
private fun JsonObject.text(name: String): String? =
    (this[name] as? JsonPrimitive)?.takeIf { it.isString }?.content

private fun Reject.toJson() = buildJsonObject {
    kind?.let { put("class", it) }
    message?.let { put("message", it) }
    offset?.let { put("offset", it.toString()) }
    type?.let { put("tlv_type", it.toString()) }
}

private fun Hello.toJson() = buildJsonObject {
    put("protocol", "1")
    put("name", name)
    put("version", version)
    put("language", language)
    put("profiles", list(profiles))
    put("ops", list(ops))
    put("can", list(can))
    put("omits", JsonObject(omits.mapValues { list(it.value) }))
    put("errors", errors)
}

private fun list(names: List<String>): JsonElement = buildJsonArray { names.forEach { add(JsonPrimitive(it)) } }
