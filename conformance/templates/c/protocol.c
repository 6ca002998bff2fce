#include "protocol.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "json.h"

/* The longest line in bytes, without its line feed. */
#define MAX_LINE (4u * 1024 * 1024)

struct answer {
	/* NULL until there is one. */
	const char *verdict;
	struct json_text members;
	/* Nothing stands yet in the innermost object or list. */
	bool first;
};

static void start(struct answer *answer, const char *verdict)
{
	answer->verdict = verdict;
	answer->members.length = 0;
	answer->first = true;
}

static void separate(struct answer *answer)
{
	if (!answer->first)
		json_put(&answer->members, ",");
	answer->first = false;
}

static void member(struct answer *answer, const char *name)
{
	separate(answer);
	json_put_string(&answer->members, name, strlen(name));
	json_put(&answer->members, ":");
}

static void put_integer(struct json_text *text, uint64_t value)
{
	char digits[24];

	snprintf(digits, sizeof digits, "\"%" PRIu64 "\"", value);
	json_put(text, digits);
}

void answer_ok(struct answer *answer)
{
	start(answer, "ok");
}

void member_text(struct answer *answer, const char *name, const char *text)
{
	member(answer, name);
	json_put_string(&answer->members, text, strlen(text));
}

void member_bytes(struct answer *answer, const char *name, const uint8_t *bytes, size_t length)
{
	member(answer, name);
	json_put(&answer->members, "\"");
	for (size_t i = 0; i < length; i++) {
		char digits[3];

		snprintf(digits, sizeof digits, "%02x", bytes[i]);
		json_put(&answer->members, digits);
	}
	json_put(&answer->members, "\"");
}

void member_integer(struct answer *answer, const char *name, uint64_t value)
{
	member(answer, name);
	put_integer(&answer->members, value);
}

void member_flag(struct answer *answer, const char *name, bool value)
{
	member(answer, name);
	json_put(&answer->members, value ? "true" : "false");
}

void list_begin(struct answer *answer, const char *name)
{
	member(answer, name);
	json_put(&answer->members, "[");
	answer->first = true;
}

void item_begin(struct answer *answer)
{
	separate(answer);
	json_put(&answer->members, "{");
	answer->first = true;
}

void item_end(struct answer *answer)
{
	json_put(&answer->members, "}");
	answer->first = false;
}

void list_end(struct answer *answer)
{
	json_put(&answer->members, "]");
	answer->first = false;
}

void answer_reject(struct answer *answer, const char *class_name, const char *message)
{
	start(answer, "reject");
	if (class_name != NULL)
		member_text(answer, "class", class_name);
	if (message != NULL)
		member_text(answer, "message", message);
}

void reject_offset(struct answer *answer, uint64_t offset)
{
	member_integer(answer, "offset", offset);
}

void reject_tlv_type(struct answer *answer, uint64_t tlv_type)
{
	member_integer(answer, "tlv_type", tlv_type);
}

void answer_unsupported(struct answer *answer, const char *why)
{
	start(answer, "unsupported");
	member_text(answer, "why", why);
}

static void malformed(struct answer *answer, const char *why)
{
	char message[256];

	snprintf(message, sizeof message, "malformed request: %s", why);
	answer_reject(answer, "other", message);
}

const char *given_text(const struct json_value *given, const char *name, struct answer *answer)
{
	const struct json_value *value = json_member(given, name);

	if (value == NULL || value->kind != JSON_STRING) {
		malformed(answer, "a member is missing, or is no string");
		return NULL;
	}
	/* As a string of C it would seem to end there. */
	if (memchr(value->text, '\0', value->length) != NULL) {
		answer_reject(answer, "bad_encoding", "a text with a zero character");
		return NULL;
	}
	return value->text;
}

static int digit(char letter)
{
	if (letter >= '0' && letter <= '9')
		return letter - '0';
	return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
}

bool given_bytes(const struct json_value *given, const char *name, uint8_t **bytes, size_t *length,
		 struct answer *answer)
{
	const char *text = given_text(given, name, answer);
	size_t digits;

	if (text == NULL)
		return false;
	digits = strlen(text);
	*bytes = json_allocate(digits / 2);
	*length = digits / 2;
	for (size_t i = 0; i + 1 < digits; i += 2) {
		int high = digit(text[i]), low = digit(text[i + 1]);

		if (high < 0 || low < 0) {
			digits = 1;
			break;
		}
		(*bytes)[i / 2] = (uint8_t)(high << 4 | low);
	}
	if (digits % 2 != 0) {
		free(*bytes);
		answer_reject(answer, "bad_encoding", "the bytes are not lower-case hex");
		return false;
	}
	return true;
}

static void put_list(struct answer *answer, const char *name, const char *const *items)
{
	member(answer, name);
	json_put(&answer->members, "[");
	answer->first = true;
	for (; *items != NULL; items++) {
		separate(answer);
		json_put_string(&answer->members, *items, strlen(*items));
	}
	list_end(answer);
}

static void answer_hello(struct answer *answer)
{
	start(answer, "hello");
	member_text(answer, "protocol", "1");
	member_text(answer, "name", hello.name);
	member_text(answer, "version", hello.version);
	member_text(answer, "language", hello.language);
	put_list(answer, "profiles", hello.profiles);
	put_list(answer, "ops", hello.ops);
	put_list(answer, "can", hello.can);
	member(answer, "omits");
	json_put(&answer->members, "{");
	answer->first = true;
	for (const struct omission *omitted = hello.omits; omitted->operation != NULL; omitted++)
		put_list(answer, omitted->operation, omitted->members);
	item_end(answer);
	member_text(answer, "errors", hello.errors);
}

static void answer_case(const char *op, const struct json_value *given, struct answer *answer)
{
	const struct operation *operation = operations;

	while (operation->name != NULL && strcmp(operation->name, op) != 0)
		operation++;
	if (operation->name == NULL)
		answer_unsupported(answer, "unknown op");
	else
		operation->call(given, answer);
}

static void answer_request(const struct json_value *request, struct answer *answer)
{
	const struct json_value *id = json_member(request, "id");
	const struct json_value *op = json_member(request, "op");
	const struct json_value *given = json_member(request, "in");

	if (id == NULL || id->kind != JSON_STRING || op == NULL || op->kind != JSON_STRING || given == NULL ||
	    given->kind != JSON_OBJECT)
		malformed(answer, "it has the strings `id` and `op` and the object `in`");
	else if (memchr(op->text, '\0', op->length) != NULL)
		answer_unsupported(answer, "unknown op");
	else if (strcmp(op->text, "hello") == 0)
		answer_hello(answer);
	else
		answer_case(op->text, given, answer);
	if (answer->verdict == NULL) {
		start(answer, "panic");
		member_text(answer, "message", "the operation gave no answer");
	}
}

static void put_answer(struct json_text *line, const struct json_value *request, const struct answer *answer)
{
	const struct json_value *id = request == NULL ? NULL : json_member(request, "id");

	line->length = 0;
	json_put(line, "{\"id\":");
	/* The empty id is nobody's, so no answer is taken for another's. */
	if (id == NULL || id->kind != JSON_STRING)
		json_put(line, "\"\"");
	else
		json_put_string(line, id->text, id->length);
	json_put(line, ",\"");
	json_put(line, answer->verdict);
	json_put(line, "\":{");
	json_put_bytes(line, answer->members.bytes, answer->members.length);
	json_put(line, "}}");
}

/* One answer for one line, whatever is in it. */
static void answer_line(struct json_text *line, const char *text, size_t length)
{
	struct answer answer = {0};
	struct json_value *request = NULL;
	const char *why = "a line of more than 4 MiB";

	if (length <= MAX_LINE)
		request = json_read(text, length, &why);
	if (request != NULL)
		answer_request(request, &answer);
	else
		malformed(&answer, why);
	put_answer(line, request, &answer);
	if (line->length > MAX_LINE) {
		answer_unsupported(&answer, "the answer has more than 4 MiB");
		put_answer(line, request, &answer);
	}
	json_free(request);
	free(answer.members.bytes);
}

/* The next line without its end. Of a line that is too long only a part is kept, so that memory is bounded. */
static bool next_line(char *line, size_t *length)
{
	int next = getchar();

	*length = 0;
	if (next == EOF)
		return false;
	for (; next != EOF && next != '\n'; next = getchar())
		if (*length <= MAX_LINE)
			line[(*length)++] = (char)next;
	return true;
}

int main(void)
{
	char *line = json_allocate(MAX_LINE + 1);
	struct json_text out = {0};
	size_t length;

	while (next_line(line, &length)) {
		answer_line(&out, line, length);
		json_put(&out, "\n");
		if (fwrite(out.bytes, 1, out.length, stdout) != out.length || fflush(stdout) != 0)
			return 1;
	}
	free(out.bytes);
	free(line);
	return ferror(stdin) ? 1 : 0;
}
