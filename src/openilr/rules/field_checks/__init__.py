"""The field checks: whether each value, record and element is as the schema of its year says.

Made from the declarations of openilr.ilr.fields: `declared` lists the checks, `values` judges one
text, `batch` reads a whole message (Polars), `single` one learner on the screen (Python), `texts`
says it in words. Together with the problems of shape that the XML reader records, a file is valid
by DfE's XSD if and only if there is no finding.
"""
