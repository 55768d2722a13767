"""The standards, frameworks and other programmes a provider delivers."""
