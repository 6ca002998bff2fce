//! From an invoice to the final hop's payload.
