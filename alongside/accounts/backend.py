"""What Django asks who a session belongs to. It knows no passwords, so none can be tried."""

from django.contrib.auth.backends import BaseBackend

from alongside.accounts.models import Account
from alongside.lib import ids


class AccountBackend(BaseBackend):
    def get_user(self, user_id: object) -> Account | None:
        account = ids.parse(str(user_id))
        return Account.objects.filter(id=account, is_active=True).first() if account else None
