"""Every change to a journey. Each decides, changes, records and announces in one transaction."""

from alongside.journey.services.attached_files import read_attachment, size_of_attachment
from alongside.journey.services.attaching import attach, open_attachment, remove_attachment
from alongside.journey.services.audience import change_audience, release
from alongside.journey.services.correcting import choose_version, correct_entry
from alongside.journey.services.drafts import discard_draft, save_draft
from alongside.journey.services.importing import (
    Arrival,
    Change,
    import_entries,
    import_versions,
    mark_back,
    mark_gone,
)
from alongside.journey.services.readers import choose_readers
from alongside.journey.services.recording import add_entry
from alongside.journey.services.remarking import remark
from alongside.journey.services.telling import tell

__all__ = [
    "Arrival",
    "Change",
    "add_entry",
    "attach",
    "change_audience",
    "choose_readers",
    "choose_version",
    "correct_entry",
    "discard_draft",
    "import_entries",
    "import_versions",
    "mark_back",
    "mark_gone",
    "open_attachment",
    "read_attachment",
    "release",
    "remark",
    "remove_attachment",
    "save_draft",
    "size_of_attachment",
    "tell",
]
