"""Is what is ordered of a webhook done to it as it is now?"""

import pytest
from django.http import Http404
from wagtail.models import ModelLogEntry

from cms.models import Webhook
from cms.webhooks import orders


def test_the_former_secret_is_the_one_that_others_have_made_meanwhile(webhook):
    [same] = Webhook.objects.all()
    former = orders.renew_secret(same)

    renewed = orders.renew_secret(webhook)

    assert renewed.secrets(ModelLogEntry.objects.first().timestamp) == [
        Webhook.objects.get().secret,
        former.secret,
    ]


def test_the_secret_of_one_that_is_deleted_meanwhile_is_not_renewed(webhook):
    Webhook.objects.all().delete()

    with pytest.raises(Http404):
        orders.renew_secret(webhook)

    assert ModelLogEntry.objects.count() == 0


def test_no_test_message_is_sent_to_one_that_is_deleted_meanwhile(webhook):
    Webhook.objects.all().delete()

    with pytest.raises(Http404):
        orders.send_test(webhook)

    assert ModelLogEntry.objects.count() == 0
