"""The helper itself: it finds, it does not find, and it places findings as cases do."""


def test_a_broken_rule_is_found_on_the_learner(found):
    assert found("ULN_04", Learner=[{"ULN": "1000000018"}]) == ["learner"]


def test_a_kept_rule_is_not_found(found):
    assert found("ULN_04") == []


def test_an_aim_is_named_by_its_number(found):
    aim = {"AimSeqNumber": 1, "LearnPlanEndDate": "2025-09-07"}
    assert found("LearnPlanEndDate_02", Learner=[{"LearningDelivery": [aim]}]) == [1]


def test_with_several_learners_the_learner_is_named(found):
    assert found("ULN_04", year="2627", Learner=[{}, {"ULN": "1000000018"}]) == ["A002/learner"]
