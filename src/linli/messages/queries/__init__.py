"""What may be read of notices: the inbox, the delivery log, who is told, and over which channels."""
