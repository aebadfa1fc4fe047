"""Forms: admitted with an owner, a purpose and an end; filled once, checked, and written back to the register through review."""
