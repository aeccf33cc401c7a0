"""Files made of a list of conversations: the same rows, read while they are sent, so that memory stays flat (P12)."""
