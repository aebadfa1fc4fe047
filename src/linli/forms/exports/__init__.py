"""Forms and what was filled in as Excel workbooks."""
