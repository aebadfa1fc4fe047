"""What is done to the register: the only code that writes its rows."""

from linli.register.actions.registering import Origin, Registered, check_columns, register_households, store_households

__all__ = ["Origin", "Registered", "check_columns", "register_households", "store_households"]
