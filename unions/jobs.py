"""Jobs of people and authority; thin, they call actions."""

from django.core.mail import send_mail
from procrastinate.contrib.django import app

from unions import clock
from unions.models import Message


@app.task(name="unions.mail_messages", retry=3)
def mail_messages(numbers: list[int]) -> None:
    """Send the messages with these keys by e-mail, each once."""
    for message in Message.objects.filter(pk__in=numbers, mailed_at=None).select_related("account"):
        send_mail(message.text[:80], f"{message.text}\n", None, [message.account.email])
        message.mailed_at = clock.now()
        message.save(update_fields=["mailed_at"])
