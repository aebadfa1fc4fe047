"""What visits write: workbooks, receipts, contact cards and boards."""
