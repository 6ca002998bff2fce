/*
 * The testee protocol of ampwire, version 1: one JSON object a line in, one a line out.
 *
 * Nothing in here is about your implementation. Leave it as it is, and write adapter.c.
 */
#ifndef PROTOCOL_H
#define PROTOCOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct json_value;
struct answer;

/* Answers one case. What it leaves without a verdict is a `panic`. */
typedef void operation_function(const struct json_value *given, struct answer *answer);

struct operation {
	const char *name;
	operation_function *call;
};

/* For an operation, members of its answers that can't be reported. */
struct omission {
	const char *operation;
	const char *const *members;
};

/* What a testee says of itself. Lists end with NULL. */
struct hello {
	const char *name;
	const char *version;
	const char *language;
	const char *const *profiles;
	const char *const *ops;
	const char *const *can;
	const struct omission *omits;
	const char *errors;
};

/* In adapter.c. */
extern const struct hello hello;
extern const struct operation operations[];

/* A member of `in`, as a string ended by zero that the request keeps. Where there is none, it is answered, and this is NULL. */
const char *given_text(const struct json_value *given, const char *name, struct answer *answer);

/* A member of `in` that is lower-case hex. The caller frees *bytes. Where there is none, it is answered, and this is false. */
bool given_bytes(const struct json_value *given, const char *name, uint8_t **bytes, size_t *length,
		 struct answer *answer);

/* The verdict `ok`; its members follow. */
void answer_ok(struct answer *answer);
void member_text(struct answer *answer, const char *name, const char *text);
void member_bytes(struct answer *answer, const char *name, const uint8_t *bytes, size_t length);
/* Every integer is a decimal string, however small it is. */
void member_integer(struct answer *answer, const char *name, uint64_t value);
void member_flag(struct answer *answer, const char *name, bool value);
/* A list of objects. */
void list_begin(struct answer *answer, const char *name);
void item_begin(struct answer *answer);
void item_end(struct answer *answer);
void list_end(struct answer *answer);

/* The verdict `reject`; all that is said about it is optional. Its class is one of the protocol's names, or NULL. */
void answer_reject(struct answer *answer, const char *class_name, const char *message);
void reject_offset(struct answer *answer, uint64_t offset);
void reject_tlv_type(struct answer *answer, uint64_t tlv_type);

/* The verdict `unsupported`. */
void answer_unsupported(struct answer *answer, const char *why);

#endif
