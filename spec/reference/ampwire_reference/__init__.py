"""The AMP wire format as a program that is meant to be read.

It is derived from the rules in `spec/rules.toml` and from nothing else. The
comment `# rule: <id>` stands at each line that enforces a rule. Clarity comes
before speed: the modules are short, hold one concept each, and use nothing but
the standard library.

Reading order: rejection, bigsize, truncated, tlv, amp_record, payment_data,
point, payload, presence, payload_decode, payload_encode, derivation,
onion_failure, features; then for invoices symbols, bech32, curve, ecdsa, invoice,
invoice_text, human_readable_part, invoice_data, invoice_value, invoice_signature,
invoice_decode, invoice_order, invoice_encode, invoice_payment. The rest (profile,
request, invoice_object, operations, testee) is the testee protocol around them.
"""

__version__ = "0.1.0"
