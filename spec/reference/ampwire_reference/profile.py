"""Who the testee plays: one that implements AMP, or a bystander that does not."""

from __future__ import annotations

from ampwire_reference import features

AMP = "amp"
BYSTANDER = "bystander"
PROFILES = (AMP, BYSTANDER)

COMMON_CAPABILITIES = (
    "path-key",
    "role:intermediate",
    "known-features",
    "invoice:no-verify",
    "now",
)

CAPABILITIES = {
    AMP: (
        "layout:type8",
        "layout:type14",
        "scheme:sha256",
        "scheme:bp2018",
        "scheme:hmac_xor",
        "receiver:cancel-set",
        *COMMON_CAPABILITIES,
    ),
    BYSTANDER: COMMON_CAPABILITIES,
}
"""The capability tags of each profile."""

BOLT_9_FEATURES = frozenset(feature.bit for feature in features.BOLT_9)

# To a bystander bits 30 and 31 are numbers without a meaning.
KNOWN_FEATURES = {
    AMP: BOLT_9_FEATURES | {features.AMP.bit},
    BYSTANDER: BOLT_9_FEATURES,
}
"""The features that each profile knows where the request doesn't say, by their even bits."""
