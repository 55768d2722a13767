"""What every page shares: the shell, components, charts, the list page and its saved views."""
