"""Settings of the sign-in library, by name. What depends on the installation stands in config."""

ACCOUNT_ADAPTER = "alongside.accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
# No route signs up; the library checks that these two agree.
ACCOUNT_SIGNUP_FIELDS = ["email*"]
# An account's address is given by whoever made the account, and proved by the first code.
ACCOUNT_EMAIL_VERIFICATION = "none"
# The same page for every address, and no mail to an address we do not know.
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""

ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
# Nine numbers: a phone's number pad types them. With the limits below a stranger has at most
# 60 guesses an hour at one account: one chance in 16 million.
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"numeric": True, "length": 9, "dashed": True}
ACCOUNT_RATE_LIMITS = {"request_login_code": "20/m/ip,3/m/key,20/h/key"}

MFA_ADAPTER = "alongside.accounts.adapters.PasskeyAdapter"
MFA_SUPPORTED_TYPES = ["webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = False
MFA_WEBAUTHN_USER_VERIFICATION = "required"
# Asked by accounts.views instead, which takes any fresh proof and not only another passkey.
MFA_REAUTHENTICATION_REQUIRED = False
# A school or a hospital is one address to us.
MFA_RATE_LIMITS = {"webauthn_login": "60/m/ip"}
