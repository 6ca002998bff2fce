/* BigSize and TLV streams, as BOLT 1 has them. It stands where your library will be: when that answers, delete it. */
#ifndef WIRE_H
#define WIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What is wrong, and where: the offset of the item at fault, and its record's type where it is known. */
struct wire_fault {
	const char *kind;
	const char *message;
	size_t offset;
	bool of_record;
	uint64_t tlv_type;
};

struct wire_record {
	uint64_t type;
	const uint8_t *value;
	size_t length;
};

/* The number at the start of the bytes. Returns how many bytes it has; 0 where there is none, and *fault then says why. */
size_t wire_read_bigsize(const uint8_t *bytes, size_t length, uint64_t *value, struct wire_fault *fault);

/*
 * The next record of a stream, from *at on, which it moves behind it. Types are strictly ascending: `last` is the record
 * before, or NULL. False where there is none: *at stays, and *fault says why.
 */
bool wire_read_record(const uint8_t *bytes, size_t length, size_t *at, const struct wire_record *last,
		      struct wire_record *record, struct wire_fault *fault);

#endif
