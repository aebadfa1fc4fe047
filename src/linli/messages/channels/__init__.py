"""The ways out of the house, one module each: what they need to be set up, and how they send one message.

A channel knows nothing of notices, people or the database: it is given an address and words, and either sends them or
raises `NotPosted` with the reason in words.
"""
