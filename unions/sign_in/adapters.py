"""What this installation decides about signing in."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by administrators, never by visitors."""


class MFAAdapter(DefaultMFAAdapter):
    """Second step by one-time codes."""
