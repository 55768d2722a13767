"""The validation rules: the published catalogue, the field checks made from the schema, the rules
themselves.
"""
