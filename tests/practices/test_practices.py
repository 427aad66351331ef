"""Does a third party's plugin keep the promises of the core?"""

from django.test import TestCase

from cms.testing.contract import ContentTypeContract
from cms.testing.factories import make_city
from tests.practices.models import PracticePage


class PracticeContract(ContentTypeContract, TestCase):
    model = PracticePage
    required = {"city": lambda: make_city("Augsburg", "DE")}
    words = {
        "problem": "Squares that are empty after dark",
        "approach": "Light, benches and a café",
        "results": "People stay",
    }
    changed = {"city": lambda: make_city("Nîmes", "FR")}
