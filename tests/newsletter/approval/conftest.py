"""What do the tests of what was approved share?"""

import pytest

from cms.testing.factories import make_administrator


@pytest.fixture
def user():
    """Somebody who may do everything."""
    return make_administrator()
