"""Does a kind of content keep the promises that the core makes in its name?

A plugin author derives one test case from ``ContentTypeContract``::

    class PracticeContract(ContentTypeContract, TestCase):
        model = PracticePage
        required = {"city": lambda: make_city("Augsburg", "DE")}
        words = {"problem": "Squares that are empty after dark"}
        changed = {"city": lambda: make_city("Nîmes", "FR")}

It runs under Django's test runner and under pytest. What a kind can do beyond (its own fields, its own rules) is for
tests of its own.
"""

from cms.testing.promises.capabilities import CapabilityPromises
from cms.testing.promises.declaration import DeclarationPromises
from cms.testing.promises.editing import EditingPromises
from cms.testing.promises.languages import LanguagePromises
from cms.testing.promises.moments import MomentPromises
from cms.testing.promises.programs import ProgramPromises
from cms.testing.promises.publicity import PublicityPromises
from cms.testing.promises.reading import ReadingPromises


class ContentTypeContract(
    DeclarationPromises,
    EditingPromises,
    ReadingPromises,
    LanguagePromises,
    PublicityPromises,
    ProgramPromises,
    MomentPromises,
    CapabilityPromises,
):
    """All promises of the core for one kind of content. To be mixed into ``django.test.TestCase``.

    ``model``, ``required``, ``words``, ``changed`` and ``languages`` are told by the author: see ``cms.testing.samples``.
    """
