/* What the implementation under test says. This file is yours; protocol.c and json.c have the lines and the JSON. */

#include <stdlib.h>

#include "protocol.h"
#include "wire.h"

/* amp: it implements AMP. bystander: it does not, and meets AMP all the same. */
static const char *const profiles[] = {"bystander", NULL};

/* What is asked. An operation that stands here and is answered with `unsupported` is red. */
static const char *const ops[] = {"bigsize.decode", "tlv.decode", NULL};

/* What it can besides, such as "invoice:no-verify". */
static const char *const can[] = {NULL};

/* For an operation, the members of its answers that it can't report: {"an.op", members}. They are not compared. */
static const struct omission omits[] = {{NULL, NULL}};

const struct hello hello = {
	/* The implementation and its version, as reports shall show them. */
	.name = "my-implementation",
	.version = "0.1.0",
	.language = "c",
	.profiles = profiles,
	.ops = ops,
	.can = can,
	.omits = omits,
	/* "class": some rejections say of what class they are. "none": none does. */
	.errors = "class",
};

/* The library's error in the protocol's words. What it doesn't know is left out, never guessed. */
static void refuse(struct answer *answer, const struct wire_fault *fault)
{
	answer_reject(answer, fault->kind, fault->message);
	reject_offset(answer, fault->offset);
	if (fault->of_record)
		reject_tlv_type(answer, fault->tlv_type);
}

/* A number at the start of the bytes. Calls wire.c, which stands where your library will be. */
static void bigsize_decode(const struct json_value *given, struct answer *answer)
{
	struct wire_fault fault;
	uint64_t value;
	uint8_t *bytes;
	size_t length, read;

	if (!given_bytes(given, "bytes", &bytes, &length, answer))
		return;
	read = wire_read_bigsize(bytes, length, &value, &fault);
	if (read == 0) {
		refuse(answer, &fault);
	} else {
		answer_ok(answer);
		member_integer(answer, "value", value);
		member_integer(answer, "length", read);
	}
	free(bytes);
}

/* A TLV stream: framing and order alone. */
static void tlv_decode(const struct json_value *given, struct answer *answer)
{
	struct wire_record record, before;
	const struct wire_record *last = NULL;
	struct wire_fault fault;
	uint8_t *bytes;
	size_t length, at = 0;

	if (!given_bytes(given, "bytes", &bytes, &length, answer))
		return;
	answer_ok(answer);
	list_begin(answer, "records");
	while (at < length && wire_read_record(bytes, length, &at, last, &record, &fault)) {
		item_begin(answer);
		member_integer(answer, "type", record.type);
		member_bytes(answer, "value", record.value, record.length);
		item_end(answer);
		before = record;
		last = &before;
	}
	list_end(answer);
	/* A later verdict replaces an earlier one. */
	if (at < length)
		refuse(answer, &fault);
	free(bytes);
}

/* The next step: your library's decoder of BOLT 11. INVOICES.md says how. */
static void invoice_decode(const struct json_value *given, struct answer *answer)
{
	const char *invoice = given_text(given, "invoice", answer);

	if (invoice == NULL)
		return;
	/*
	 * struct your_invoice *decoded = your_library_decode(invoice);
	 *
	 * if (decoded == NULL) {
	 *	answer_reject(answer, NULL, your_library_error());
	 *	return;
	 * }
	 * answer_ok(answer);
	 * member_text(answer, "network", decoded->network);
	 * member_integer(answer, "timestamp", decoded->timestamp);
	 * member_bytes(answer, "payment_hash", decoded->payment_hash, 32);
	 * your_library_free(decoded);
	 */
	answer_unsupported(answer, "invoice.decode is not wired yet");
}

const struct operation operations[] = {
	{"bigsize.decode", bigsize_decode},
	{"tlv.decode", tlv_decode},
	{"invoice.decode", invoice_decode},
	{NULL, NULL},
};
