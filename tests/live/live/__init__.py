"""Ampwire's payer, payee and invoices against LND nodes on loopback."""
