"""Message in; findings, earnings and measures out."""
