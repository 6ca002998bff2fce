//! What AMP needs of an invoice.
