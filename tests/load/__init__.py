"""The budgets of a web application that holds many learners (`make load`)."""
