"""An invented provider: its people, employers and programmes, the faults in its records, and the
reference data that goes with them. Nothing here is about a real person, employer or place.
"""
