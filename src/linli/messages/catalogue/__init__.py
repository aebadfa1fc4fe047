"""The declared notices: who is told what when a fact is announced, in three languages. Reading and checking; no database."""

from linli.messages.catalogue.checks import SHIPPED, examine, load_notices
from linli.messages.catalogue.declarations import NoticeDeclaration, To

__all__ = ["SHIPPED", "NoticeDeclaration", "To", "examine", "load_notices"]
