"""XLSForms to XForms by pyxform, XForms and filled instances read: no database."""

from linli.forms.converting.instances import Instance, read_instance
from linli.forms.converting.xform import read_questions
from linli.forms.converting.xlsforms import Converted, convert_xlsform

__all__ = ["Converted", "Instance", "convert_xlsform", "read_instance", "read_questions"]
