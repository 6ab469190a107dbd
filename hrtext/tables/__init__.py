"""Records as tables: one of documents, one of references, one of commitments."""
