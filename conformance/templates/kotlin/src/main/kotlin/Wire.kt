// BigSize and TLV streams, as BOLT 1 has them. It stands where your library will be: when that answers, delete it.

/** What is wrong, and where: the offset of the item at fault, and its record's type. */
class WireException(
    val kind: String,
    message: String,
    val offset: Int,
    val type: ULong? = null,
) : Exception(message)

class BigSize(val value: ULong, val length: Int)

class TlvRecord(val type: ULong, val value: ByteArray)

/** How many bytes of number follow the first one, and the smallest number that needs so many. */
private class Form(val width: Int, val smallest: ULong)

private val forms = mapOf(
    // To see it red, write 0xfcu in the second place: the one number that is then accepted in more bytes than it needs.
    0xfd to Form(2, 0xfdu),
    0xfe to Form(4, 0x1_0000u),
    0xff to Form(8, 0x1_0000_0000u),
)

/** The number that starts there, and how many bytes it has. */
fun readBigSize(data: ByteArray, start: Int = 0): BigSize {
    if (start >= data.size) throw WireException("truncated", "there is no byte of a number", start)
    val first = data[start].toUByte()
    val form = forms[first.toInt()] ?: return BigSize(first.toULong(), 1)
    val left = data.size - start - 1
    if (left < form.width) {
        throw WireException("truncated", "$left of a number's ${form.width} bytes", start)
    }
    var value = 0uL
    for (at in start + 1..start + form.width) {
        value = value shl 8 or data[at].toUByte().toULong()
    }
    if (value < form.smallest) {
        throw WireException("not_minimal", "$value in ${form.width + 1} bytes", start)
    }
    return BigSize(value, form.width + 1)
}

/** The records. Their types are strictly ascending. */
fun readTlvStream(data: ByteArray): List<TlvRecord> {
    val records = mutableListOf<TlvRecord>()
    var at = 0
    while (at < data.size) {
        val start = at
        val type = readBigSize(data, at)
        at += type.length
        val last = records.lastOrNull()
        if (last != null && type.value <= last.type) {
            val wrong = if (type.value == last.type) "duplicate" else "order"
            throw WireException(wrong, "type ${type.value} after ${last.type}", start, type.value)
        }
        if (at == data.size) throw WireException("truncated", "a record without a length", start, type.value)
        val claim = at
        val length = ofType(type.value) { readBigSize(data, at) }
        at += length.length
        val left = data.size - at
        if (length.value > left.toULong()) {
            val message = "a value of ${length.value} bytes, $left are left"
            throw WireException("truncated", message, claim, type.value)
        }
        val end = at + length.value.toInt()
        records.add(TlvRecord(type.value, data.copyOfRange(at, end)))
        at = end
    }
    return records
}

/** The same fault, said to be of this record. */
private fun <T> ofType(type: ULong, read: () -> T): T = try {
    read()
} catch (error: WireException) {
    throw WireException(error.kind, error.message ?: "", error.offset, type)
}
