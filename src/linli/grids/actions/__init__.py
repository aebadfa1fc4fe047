"""What people do with plans: the only code that writes them."""
