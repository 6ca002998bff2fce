#include "wire.h"

/* How many bytes of number follow the first one, and the smallest number that needs so many. */
struct form {
	uint8_t first;
	size_t width;
	uint64_t smallest;
};

static const struct form forms[] = {
	/* To see it red, write 0xfc in the last place: the one number that is then accepted in more bytes than it needs. */
	{0xfd, 2, 0xfd},
	{0xfe, 4, 0x10000},
	{0xff, 8, 0x100000000},
};

size_t wire_read_bigsize(const uint8_t *bytes, size_t length, uint64_t *value, struct wire_fault *fault)
{
	const struct form *form;

	if (length == 0) {
		*fault = (struct wire_fault){.kind = "truncated", .message = "there is no byte of a number"};
		return 0;
	}
	if (bytes[0] < forms[0].first) {
		*value = bytes[0];
		return 1;
	}
	form = &forms[bytes[0] - forms[0].first];
	if (length - 1 < form->width) {
		*fault = (struct wire_fault){.kind = "truncated", .message = "a number that is cut"};
		return 0;
	}
	*value = 0;
	for (size_t i = 1; i <= form->width; i++)
		*value = *value << 8 | bytes[i];
	if (*value < form->smallest) {
		*fault = (struct wire_fault){.kind = "not_minimal", .message = "a number in more bytes than it needs"};
		return 0;
	}
	return form->width + 1;
}

static bool refuse(struct wire_fault *fault, const char *kind, const char *message, size_t offset, uint64_t type)
{
	*fault = (struct wire_fault){kind, message, offset, true, type};
	return false;
}

bool wire_read_record(const uint8_t *bytes, size_t length, size_t *at, const struct wire_record *last,
		      struct wire_record *record, struct wire_fault *fault)
{
	size_t start = *at, claim, read;
	uint64_t claimed;

	read = wire_read_bigsize(bytes + start, length - start, &record->type, fault);
	if (read == 0) {
		fault->offset = start;
		return false;
	}
	if (last != NULL && record->type == last->type)
		return refuse(fault, "duplicate", "the same type once more", start, record->type);
	if (last != NULL && record->type < last->type)
		return refuse(fault, "order", "a type that is lower than the one before", start, record->type);
	claim = start + read;
	if (claim == length)
		return refuse(fault, "truncated", "a record without a length", start, record->type);
	read = wire_read_bigsize(bytes + claim, length - claim, &claimed, fault);
	if (read == 0)
		return refuse(fault, fault->kind, fault->message, claim, record->type);
	if (claimed > length - claim - read)
		return refuse(fault, "truncated", "a value that runs past the end", claim, record->type);
	record->value = bytes + claim + read;
	record->length = (size_t)claimed;
	*at = claim + read + record->length;
	return true;
}
