#include "json.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* How deep arrays and objects may stand in each other, and how many values there may be. */
#define MAX_DEPTH 64
#define MAX_VALUES 262144

struct reader {
	const char *at;
	const char *end;
	size_t values;
	const char *why;
};

static struct json_value *read_value(struct reader *reader, int depth);

static struct json_value *refuse(struct reader *reader, const char *why)
{
	if (reader->why == NULL)
		reader->why = why;
	return NULL;
}

static void *there(void *memory)
{
	if (memory == NULL) {
		fputs("out of memory\n", stderr);
		abort();
	}
	return memory;
}

void *json_allocate(size_t size)
{
	return there(malloc(size > 0 ? size : 1));
}

static void skip_space(struct reader *reader)
{
	while (reader->at < reader->end && strchr(" \t\r\n", *reader->at) != NULL && *reader->at != '\0')
		reader->at++;
}

static bool take(struct reader *reader, char wanted)
{
	if (reader->at == reader->end || *reader->at != wanted)
		return false;
	reader->at++;
	return true;
}

static struct json_value *new_value(struct reader *reader, enum json_kind kind)
{
	struct json_value *value;

	if (reader->values++ == MAX_VALUES)
		return refuse(reader, "too many values");
	value = json_allocate(sizeof *value);
	*value = (struct json_value){.kind = kind};
	return value;
}

/* Writes a code point in UTF-8, and returns how many bytes it has. */
static size_t put_utf8(char *to, uint32_t point)
{
	if (point < 0x80) {
		to[0] = (char)point;
		return 1;
	}
	if (point < 0x800) {
		to[0] = (char)(0xc0 | point >> 6);
		to[1] = (char)(0x80 | (point & 0x3f));
		return 2;
	}
	if (point < 0x10000) {
		to[0] = (char)(0xe0 | point >> 12);
		to[1] = (char)(0x80 | (point >> 6 & 0x3f));
		to[2] = (char)(0x80 | (point & 0x3f));
		return 3;
	}
	to[0] = (char)(0xf0 | point >> 18);
	to[1] = (char)(0x80 | (point >> 12 & 0x3f));
	to[2] = (char)(0x80 | (point >> 6 & 0x3f));
	to[3] = (char)(0x80 | (point & 0x3f));
	return 4;
}

/* How many bytes the character that starts here has, in well-formed UTF-8 (no surrogates, nothing overlong); else 0. */
static size_t utf8_length(const char *at, const char *end)
{
	const unsigned char *bytes = (const unsigned char *)at;
	size_t left = (size_t)(end - at);
	unsigned char low = 0x80, high = 0xbf;
	size_t length;

	if (bytes[0] < 0x80)
		return 1;
	if (bytes[0] < 0xc2 || bytes[0] > 0xf4)
		return 0;
	length = bytes[0] < 0xe0 ? 2 : bytes[0] < 0xf0 ? 3 : 4;
	if (left < length)
		return 0;
	if (bytes[0] == 0xe0)
		low = 0xa0;
	else if (bytes[0] == 0xed)
		high = 0x9f;
	else if (bytes[0] == 0xf0)
		low = 0x90;
	else if (bytes[0] == 0xf4)
		high = 0x8f;
	if (bytes[1] < low || bytes[1] > high)
		return 0;
	for (size_t i = 2; i < length; i++)
		if (bytes[i] < 0x80 || bytes[i] > 0xbf)
			return 0;
	return length;
}

static bool read_hex4(struct reader *reader, uint32_t *value)
{
	static const char digits[] = "0123456789abcdefABCDEF";

	*value = 0;
	for (int i = 0; i < 4; i++) {
		const char *found;

		if (reader->at == reader->end || *reader->at == '\0')
			return false;
		found = strchr(digits, *reader->at++);
		if (found == NULL)
			return false;
		*value = *value << 4 | (uint32_t)(found - digits < 16 ? found - digits : found - digits - 6);
	}
	return true;
}

/* What follows a backslash. Returns how many bytes were written, or 0. */
static size_t read_escape(struct reader *reader, char *to)
{
	static const char letters[] = "\"\\/bfnrt";
	static const char meanings[] = "\"\\/\b\f\n\r\t";
	uint32_t point, low;
	const char *found;

	if (reader->at == reader->end || *reader->at == '\0')
		return 0;
	found = strchr(letters, *reader->at);
	if (found != NULL) {
		reader->at++;
		*to = meanings[found - letters];
		return 1;
	}
	if (!take(reader, 'u') || !read_hex4(reader, &point))
		return 0;
	if (point >= 0xdc00 && point <= 0xdfff)
		return 0;
	if (point >= 0xd800 && point <= 0xdbff) {
		if (!take(reader, '\\') || !take(reader, 'u') || !read_hex4(reader, &low) || low < 0xdc00 ||
		    low > 0xdfff)
			return 0;
		point = 0x10000 + ((point - 0xd800) << 10) + (low - 0xdc00);
	}
	return put_utf8(to, point);
}

/* A string, behind its first quotation mark. The caller frees it. */
static char *read_string(struct reader *reader, size_t *length)
{
	const char *close = reader->at;
	char *text;
	size_t written = 0;

	/* Where it ends: no text is longer than how it is written. */
	while (close < reader->end && *close != '"')
		close += *close == '\\' && reader->end - close > 1 ? 2 : 1;
	if (close >= reader->end) {
		refuse(reader, "a string without an end");
		return NULL;
	}
	text = json_allocate((size_t)(close - reader->at) + 1);
	while (!take(reader, '"')) {
		size_t read;

		if ((unsigned char)*reader->at < 0x20) {
			refuse(reader, "a control character in a string");
			break;
		}
		if (take(reader, '\\')) {
			read = read_escape(reader, text + written);
			if (read == 0) {
				refuse(reader, "an escape that is none");
				break;
			}
		} else {
			read = utf8_length(reader->at, close);
			if (read == 0) {
				refuse(reader, "it is not UTF-8");
				break;
			}
			memcpy(text + written, reader->at, read);
			reader->at += read;
		}
		written += read;
	}
	if (reader->why != NULL) {
		free(text);
		return NULL;
	}
	text[written] = '\0';
	*length = written;
	return text;
}

static size_t skip_digits(struct reader *reader)
{
	const char *start = reader->at;

	while (reader->at < reader->end && *reader->at >= '0' && *reader->at <= '9')
		reader->at++;
	return (size_t)(reader->at - start);
}

static struct json_value *read_number(struct reader *reader)
{
	const char *start = reader->at;
	struct json_value *value;

	take(reader, '-');
	if (!take(reader, '0') && skip_digits(reader) == 0)
		return refuse(reader, "it is not JSON");
	if (take(reader, '.') && skip_digits(reader) == 0)
		return refuse(reader, "it is not JSON");
	if (take(reader, 'e') || take(reader, 'E')) {
		if (!take(reader, '+'))
			take(reader, '-');
		if (skip_digits(reader) == 0)
			return refuse(reader, "it is not JSON");
	}
	value = new_value(reader, JSON_NUMBER);
	if (value == NULL)
		return NULL;
	value->length = (size_t)(reader->at - start);
	value->text = json_allocate(value->length + 1);
	memcpy(value->text, start, value->length);
	value->text[value->length] = '\0';
	return value;
}

static struct json_value *read_word(struct reader *reader, const char *word, enum json_kind kind)
{
	size_t length = strlen(word);

	if ((size_t)(reader->end - reader->at) < length || memcmp(reader->at, word, length) != 0)
		return refuse(reader, "it is not JSON");
	reader->at += length;
	return new_value(reader, kind);
}

static int by_name(const void *left, const void *right)
{
	const struct json_value *one = *(const struct json_value *const *)left;
	const struct json_value *other = *(const struct json_value *const *)right;
	size_t shorter = one->name_length < other->name_length ? one->name_length : other->name_length;
	int order = memcmp(one->name, other->name, shorter);

	if (order != 0)
		return order;
	return (one->name_length > other->name_length) - (one->name_length < other->name_length);
}

/* Sorted, so that an object of very many members costs no more than a little. */
static bool has_a_key_twice(const struct json_value *object, size_t count)
{
	const struct json_value **members = json_allocate(count * sizeof *members);
	size_t at = 0;
	bool twice = false;

	for (const struct json_value *member = object->first; member != NULL; member = member->next)
		members[at++] = member;
	qsort(members, count, sizeof *members, by_name);
	for (size_t i = 1; i < count && !twice; i++)
		twice = by_name(&members[i - 1], &members[i]) == 0;
	free(members);
	return twice;
}

/* One item of an array, or one member of an object. */
static struct json_value *read_item(struct reader *reader, enum json_kind kind, int depth)
{
	struct json_value *item;
	char *name = NULL;
	size_t length = 0;

	skip_space(reader);
	if (kind == JSON_OBJECT) {
		if (!take(reader, '"'))
			return refuse(reader, "it is not JSON");
		name = read_string(reader, &length);
		if (name == NULL)
			return NULL;
		skip_space(reader);
		if (!take(reader, ':')) {
			free(name);
			return refuse(reader, "it is not JSON");
		}
	}
	item = read_value(reader, depth);
	if (item == NULL) {
		free(name);
		return NULL;
	}
	item->name = name;
	item->name_length = length;
	return item;
}

static struct json_value *read_list(struct reader *reader, enum json_kind kind, char close, int depth)
{
	struct json_value *list;
	struct json_value **next;
	size_t count = 0;

	if (depth == MAX_DEPTH)
		return refuse(reader, "it is too deep");
	list = new_value(reader, kind);
	if (list == NULL)
		return NULL;
	next = &list->first;
	skip_space(reader);
	if (take(reader, close))
		return list;
	do {
		*next = read_item(reader, kind, depth + 1);
		if (*next == NULL) {
			json_free(list);
			return NULL;
		}
		next = &(*next)->next;
		count++;
		skip_space(reader);
	} while (take(reader, ','));
	if (!take(reader, close))
		refuse(reader, "it is not JSON");
	else if (kind == JSON_OBJECT && has_a_key_twice(list, count))
		refuse(reader, "a key stands twice in one object");
	if (reader->why != NULL) {
		json_free(list);
		return NULL;
	}
	return list;
}

static struct json_value *read_text(struct reader *reader)
{
	size_t length;
	char *text = read_string(reader, &length);
	struct json_value *value;

	if (text == NULL)
		return NULL;
	value = new_value(reader, JSON_STRING);
	if (value == NULL) {
		free(text);
		return NULL;
	}
	value->text = text;
	value->length = length;
	return value;
}

static struct json_value *read_value(struct reader *reader, int depth)
{
	skip_space(reader);
	if (reader->at == reader->end)
		return refuse(reader, "it is not JSON");
	if (take(reader, '{'))
		return read_list(reader, JSON_OBJECT, '}', depth);
	if (take(reader, '['))
		return read_list(reader, JSON_ARRAY, ']', depth);
	if (take(reader, '"'))
		return read_text(reader);
	switch (*reader->at) {
	case 't':
		return read_word(reader, "true", JSON_TRUE);
	case 'f':
		return read_word(reader, "false", JSON_FALSE);
	case 'n':
		return read_word(reader, "null", JSON_NULL);
	default:
		return read_number(reader);
	}
}

struct json_value *json_read(const char *text, size_t length, const char **why)
{
	struct reader reader = {.at = text, .end = text + length};
	struct json_value *value = read_value(&reader, 0);

	if (value != NULL) {
		skip_space(&reader);
		if (reader.at != reader.end) {
			json_free(value);
			value = refuse(&reader, "something follows the value");
		}
	}
	*why = reader.why;
	return value;
}

/* Goes down as deep as the reader went, which is not far. */
void json_free(struct json_value *value)
{
	while (value != NULL) {
		struct json_value *next = value->next;

		json_free(value->first);
		free(value->text);
		free(value->name);
		free(value);
		value = next;
	}
}

const struct json_value *json_member(const struct json_value *object, const char *name)
{
	size_t length = strlen(name);
	const struct json_value *member = object->kind == JSON_OBJECT ? object->first : NULL;

	while (member != NULL && (member->name_length != length || memcmp(member->name, name, length) != 0))
		member = member->next;
	return member;
}

void json_put_bytes(struct json_text *text, const char *bytes, size_t length)
{
	if (length == 0)
		return;
	if (text->room - text->length < length) {
		text->room = 2 * text->room + length;
		text->bytes = there(realloc(text->bytes, text->room));
	}
	memcpy(text->bytes + text->length, bytes, length);
	text->length += length;
}

void json_put(struct json_text *text, const char *words)
{
	json_put_bytes(text, words, strlen(words));
}

void json_put_string(struct json_text *text, const char *bytes, size_t length)
{
	const char *at = bytes, *end = bytes + length;

	json_put(text, "\"");
	while (at < end) {
		size_t read = utf8_length(at, end);

		if (read == 0) {
			json_put(text, "\\ufffd");
			at++;
			continue;
		}
		if (*at == '"' || *at == '\\') {
			json_put(text, "\\");
			json_put_bytes(text, at, 1);
		} else if ((unsigned char)*at < 0x20) {
			char escape[8];

			snprintf(escape, sizeof escape, "\\u%04x", (unsigned)*at);
			json_put(text, escape);
		} else {
			json_put_bytes(text, at, read);
		}
		at += read;
	}
	json_put(text, "\"");
}
