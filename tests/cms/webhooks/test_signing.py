"""Is a message signed as Standard Webhooks has it?"""

from cms.webhooks.signing import headers, signature

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
MESSAGE = ("msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, '{"test": 2432232314}')
SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_the_published_message_has_the_published_signature():
    assert signature(SECRET, *MESSAGE) == SIGNATURE


def test_every_secret_signs():
    other = "whsec_AAAA"

    assert headers([SECRET, other], *MESSAGE) == {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": f"{SIGNATURE} {signature(other, *MESSAGE)}",
    }
