"""Is every installed kind of content held to the contract?"""

from importlib import import_module
from pathlib import Path

from cms.models import content_types
from cms.testing.contract import ContentTypeContract

TESTS = Path(__file__).resolve().parents[1]


def contract_cases():
    """Import what may hold a case, and return the kinds that have one."""
    for path in [*TESTS.glob("cms/plugins/test_*.py"), *TESTS.glob("practices/test_*.py")]:
        import_module(".".join(path.relative_to(TESTS.parent).with_suffix("").parts))
    return [case.model for case in ContentTypeContract.__subclasses__() if hasattr(case, "model")]


def test_every_installed_kind_has_one_contract_case():
    cases = contract_cases()

    assert sorted(cases, key=str) == sorted(content_types(), key=str)
    assert len(cases) == len(set(cases))
