from django.urls import path

from alongside.plans.views import pressing, reading, writing

app_name = "plans"

PLAN = "people/<uuid:person_id>/plan/"
GOAL = PLAN + "goals/<uuid:goal_id>/"
STEP = PLAN + "steps/<uuid:step_id>/"
LINE = PLAN + "agenda/<uuid:line_id>/"

urlpatterns = [
    path("next-steps/", reading.next_steps, name="next-steps"),
    path(PLAN, reading.plan, name="plan"),
    path(PLAN + "versions/", reading.versions, name="versions"),
    path(PLAN + "versions/<uuid:version_id>/", reading.version, name="version"),
    path(PLAN + "plan.pdf", reading.pdf, name="pdf"),
    path(PLAN + "goals/add/", writing.goal_add, name="goal-add"),
    path(GOAL + "change/", writing.goal_change, name="goal-change"),
    path(GOAL + "end/", writing.goal_end, name="goal-end"),
    path(GOAL + "reopen/", pressing.goal_reopen, name="goal-reopen"),
    path(GOAL + "think/", writing.stance, name="stance"),
    path(PLAN + "steps/add/", writing.step_add, name="step-add"),
    path(STEP + "change/", writing.step_change, name="step-change"),
    path(STEP + "move/", pressing.step_move, name="step-move"),
    path(PLAN + "review/", writing.review, name="review"),
    path(PLAN + "agenda/add/", writing.line_add, name="line-add"),
    path(LINE + "change/", writing.line_change, name="line-change"),
    path(LINE + "talked/", pressing.line_talked, name="line-talked"),
]
