"""Work in the background: the queue, progress, cancelling and trying again."""
