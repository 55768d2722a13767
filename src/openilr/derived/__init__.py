"""Named facts, each declared once with a sentence that says what it is, shared by rules and
others.
"""
