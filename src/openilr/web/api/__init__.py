"""The API: tokens with scopes, and the same reads and actions as the screens."""
