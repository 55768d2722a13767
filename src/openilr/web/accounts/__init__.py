"""People: sign-in, roles in a provider, what each role may do, account review."""
