"""Pages of messages: the inbox, one's settings, the delivery log."""
