"""The command line: thin; every command reads its arguments, calls the engine and says what came of
it.
"""
