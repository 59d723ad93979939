from django.urls import path

from alongside.journey.kinds import WRITTEN_HERE
from alongside.journey.views import (
    adding,
    attaching,
    audience,
    drafts,
    entries,
    line,
    reads,
    remarks,
)

app_name = "journey"

PERSON = "people/<uuid:person_id>/"
ENTRY = PERSON + "entries/<uuid:item_id>/"
ATTACHMENT = PERSON + "attachments/<uuid:part_id>/"

urlpatterns = [
    path(PERSON + "timeline/", line.timeline, name="timeline"),
    path(PERSON + "search/", line.search, name="search"),
    path(PERSON + "add/", adding.add, name="add"),
    *(
        path(f"{PERSON}add/{kind}/", adding.entry_add, {"kind": kind}, name=f"{kind}-add")
        for kind in WRITTEN_HERE
    ),
    path(PERSON + "reads/", reads.reads_live, name="reads"),
    path(PERSON + "drafts/", drafts.draft_save, name="draft-save"),
    path(PERSON + "drafts/<uuid:item_id>/discard/", drafts.draft_discard, name="draft-discard"),
    path(PERSON + "attachments/", attaching.attach, name="attach"),
    path(ATTACHMENT, attaching.attachment, name="attachment"),
    path(ATTACHMENT + "remove/", attaching.attachment_remove, name="attachment-remove"),
    path(PERSON + "release/", audience.release, name="release"),
    path(ENTRY, entries.entry, name="entry"),
    path(ENTRY + "remark/", remarks.remark, name="remark"),
    path(ENTRY + "correct/", entries.correct, name="correct"),
    path(ENTRY + "choose/", entries.choose, name="choose"),
    path(ENTRY + "audience/", audience.audience, name="audience"),
]
