"""Runs beside a server, in its home: writes what no page writes yet. Canaries come as JSON on stdin.

python -m tests.canaries.services < canaries.json
"""

import json
import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alongside.config.settings")


def main(words: dict[str, str]) -> None:
    from datetime import date

    from alongside.accounts import services as accounts
    from alongside.accounts.viewer import system
    from alongside.circles import services as circles
    from alongside.circles.models import Role, Words
    from alongside.config.demo import area
    from alongside.lib import clock
    from alongside.people import services as people
    from alongside.people.models import Identity
    from alongside.sharing import services as sharing

    made, house = area.find(), system()
    account = accounts.create_account(
        by=house, name=words["account name"], email=words["account address"]
    )
    people.register(
        by=house,
        identity=Identity(
            given=words["person given"],
            family=words["person family"],
            known_as=words["person known as"],
            pronouns=words["person pronouns"],
            born=date.fromisoformat(words["person born"]),
        ),
        identifiers=[
            people.GivenIdentifier("nhs-number", words["person nhs number"]),
            people.GivenIdentifier("upn", words["person upn"]),
            people.GivenIdentifier("la-child-id:northmere-council", words["person council number"]),
        ],
    )
    circles.invite(
        by=area.viewer_for(made, "key-worker"),
        person=made.person,
        account=account.pk,
        role=Role.FAMILY,
        words=Words(relationship=words["member relationship"], purpose=words["member purpose"]),
        history_from=clock.now(),
    )
    key_worker = area.viewer_for(made, "key-worker")
    kept_out = sharing.exclude(
        by=key_worker,
        person=made.person,
        account=made.accounts["unrelated-worker"],
        reason=words["exclusion reason"],
    )
    sharing.end_exclusion(
        by=key_worker,
        person=made.person,
        exclusion=kept_out.pk,
        reason=words["exclusion end reason"],
    )


if __name__ == "__main__":
    django.setup()
    main(json.load(sys.stdin))
