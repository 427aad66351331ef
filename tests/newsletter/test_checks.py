"""Does the newsletter say what its settings lack? What an entry of a backend lacks is asked in backends/test_registry.py."""

from newsletter.checks import MIDDLEWARE, check_middleware


def test_a_site_without_the_middleware_is_told_where_to_put_it(settings):
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if name != MIDDLEWARE]

    assert [(found.id, found.hint) for found in check_middleware(None)] == [
        (
            "newsletter.W002",
            "Add 'newsletter.middleware.ApprovalMiddleware' to MIDDLEWARE, behind those of sessions and messages.",
        )
    ]


def test_this_site_has_it():
    assert check_middleware(None) == []
