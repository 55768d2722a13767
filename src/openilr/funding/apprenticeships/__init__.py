"""Apprenticeships (funding model 36): the rulebase's method, and that of DfE's earnings service.

`programme` groups and judges a learner's programme aims; `price_episodes`, `additional`,
`english_maths` and `learning_support` are the parts of the rulebase's method (`fm36`), `service`
the other one.
"""
