"""The door for Shopify's webhooks: signed deliveries in any order, any number of times; orders as our events out.

`signature` and `translate` are pure. `ledger` keeps what was told and derives the order event from all of it.
"""
