"""What may be read in this room."""

from linli.forms.queries.opened import Binding, OpenFile, OpenForm, file_of, files_of, open_forms, xform_of

__all__ = ["Binding", "OpenFile", "OpenForm", "file_of", "files_of", "open_forms", "xform_of"]
