//! Writing tagged fields.
