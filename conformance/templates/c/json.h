/*
 * Just enough JSON for the requests of a testee: a strict reader with limits on depth and number of values, and a writer
 * into memory. Nothing in here is about your implementation.
 */
#ifndef JSON_H
#define JSON_H

#include <stdbool.h>
#include <stddef.h>

enum json_kind { JSON_NULL, JSON_FALSE, JSON_TRUE, JSON_NUMBER, JSON_STRING, JSON_ARRAY, JSON_OBJECT };

struct json_value {
	enum json_kind kind;
	/* Of a string the text, of a number as it was written; ended by a zero that is no part of it. */
	char *text;
	size_t length;
	/* Where this is a member of an object: its name. */
	char *name;
	size_t name_length;
	/* The first item or member, and the next one beside this. */
	struct json_value *first;
	struct json_value *next;
};

/*
 * Reads exactly one value. NULL where the text is not JSON in UTF-8, has a key twice in an object, or is beyond a limit;
 * *why then says so.
 */
struct json_value *json_read(const char *text, size_t length, const char **why);

void json_free(struct json_value *value);

/* The member of this name, or NULL. */
const struct json_value *json_member(const struct json_value *object, const char *name);

/* Memory. Where it runs out the program ends: a testee has nothing better to do. */
void *json_allocate(size_t size);

/* A text that grows. */
struct json_text {
	char *bytes;
	size_t length;
	size_t room;
};

void json_put(struct json_text *text, const char *words);
void json_put_bytes(struct json_text *text, const char *bytes, size_t length);
/* Quoted and escaped. What is not UTF-8 becomes U+FFFD. */
void json_put_string(struct json_text *text, const char *bytes, size_t length);

#endif
