"""The dossier as PDF and Word, the month as an Excel workbook."""
