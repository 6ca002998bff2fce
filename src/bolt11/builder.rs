//! Building an invoice.
