"""Published pages, tables, CSV and JSON → documents, each what one day's source says."""
