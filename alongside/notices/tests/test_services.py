import inspect
import logging
from uuid import UUID

import pytest
from django.db import transaction

from alongside.lib import ids
from alongside.notices import channels, services
from alongside.notices.channels import Delivery
from alongside.notices.models import Sent
from alongside.notices.notice import Notice
from alongside.notices.services import deliver_waiting, send
from alongside.notices.tests.factories import Broken

pytestmark = pytest.mark.django_db(transaction=True)

TO = ids.new()


def test_a_notice_leaves_once_for_each_key() -> None:
    with channels.captured() as left:
        assert send(notice=Notice.REVIEW_DUE, to=TO, key="rung:1")
        assert not send(notice=Notice.REVIEW_DUE, to=TO, key="rung:1")
        assert send(notice=Notice.REVIEW_DUE, to=TO, key="rung:2")
    assert left == [Delivery(Notice.REVIEW_DUE, TO)] * 2
    assert Sent.objects.filter(delivered_at__isnull=False).count() == 2


def test_a_notice_leaves_only_when_its_reason_is_committed() -> None:
    with channels.captured() as left, transaction.atomic():
        send(notice=Notice.INVITATION, to=TO, key="invitation:1")
        assert left == []
    assert left == [Delivery(Notice.INVITATION, TO)]


def test_a_notice_whose_reason_is_rolled_back_never_leaves_and_can_be_sent_later() -> None:
    with channels.captured() as left:
        with transaction.atomic():
            send(notice=Notice.INVITATION, to=TO, key="invitation:1")
            transaction.set_rollback(True)
        assert left == []
        assert send(notice=Notice.INVITATION, to=TO, key="invitation:1")
    assert len(left) == 1


def test_what_was_not_delivered_waits_and_is_tried_again() -> None:
    with channels.through(Broken()):
        assert send(notice=Notice.REVIEW_LATE, to=TO, key="rung:1")
        assert deliver_waiting() == 0
    with channels.captured() as left:
        assert deliver_waiting() == 1
        assert deliver_waiting() == 0
    assert left == [Delivery(Notice.REVIEW_LATE, TO)]


def test_a_broken_way_out_is_logged_without_its_words(caplog: pytest.LogCaptureFixture) -> None:
    with channels.through(Broken()):
        send(notice=Notice.REVIEW_LATE, to=TO, key="rung:1")
    assert "ConnectionError" in caplog.text
    assert "zebedee" not in caplog.text


def test_the_console_writes_ids_only(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        send(notice=Notice.REVIEW_DUE, to=TO, key="rung:1")
    assert caplog.messages == [f"notice review-due to {TO}"]


@pytest.mark.parametrize("key", ["Robyn Hale", "rung 1", "", "A:1", "x" * 201, "naïve", "a\n"])
def test_a_key_cannot_carry_a_sentence(key: str) -> None:
    with pytest.raises(ValueError, match="key"):
        send(notice=Notice.REVIEW_DUE, to=TO, key=key)
    assert not Sent.objects.exists()


def test_nothing_that_sends_takes_a_text() -> None:
    """The only words that leave are the constants: no argument could carry any others."""
    sends = inspect.signature(services.send).parameters
    assert {name: parameter.annotation for name, parameter in sends.items()} == {
        "notice": Notice,
        "to": UUID,
        "key": str,  # ids, and never delivered
    }
    assert Delivery.__annotations__ == {"notice": Notice, "to": UUID}
    delivers = inspect.signature(channels.Channel.deliver).parameters
    assert [parameter.annotation for parameter in delivers.values()][1:] == [Delivery]


@pytest.mark.parametrize("notice", Notice)
def test_every_notice_is_a_whole_sentence_with_nothing_to_fill_in(notice: Notice) -> None:
    assert notice.sentence.endswith(".")
    assert not set("{}%$<>") & set(notice.sentence)
