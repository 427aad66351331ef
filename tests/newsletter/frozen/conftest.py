"""What do the tests of what was frozen share? A reader."""

PATH = "newsletter/june-2019/"


def read(client, language: str = "en") -> str:
    """Return the issue as readers get it."""
    response = client.get(f"/{language}/{PATH}", follow=True)
    assert response.status_code == 200
    return response.content.decode()
