"""The house itself: settings, addresses, error pages, command line. The only room that knows all others."""
