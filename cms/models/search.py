"""By which words is a published version found?"""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from cms.models.content import ContentPage


class SearchEntry(models.Model):
    """The words of one live version of a content page, as the search compares them (cms.search).

    Written whenever the version is saved, and made anew by ``manage.py rebuild_search``: it holds nothing that is not
    known from elsewhere. Whether anybody may find it is asked when somebody searches.
    """

    page = models.OneToOneField(
        ContentPage, primary_key=True, on_delete=models.CASCADE, related_name="search_entry"
    )
    configuration = models.CharField(max_length=30, blank=True)
    """How PostgreSQL has cut the words to their stems, such as "german"; empty on SQLite."""
    vector = SearchVectorField(null=True)
    """On PostgreSQL all words, weighted by where they stand."""
    title = models.TextField(blank=True)
    """On SQLite the words of the title, folded, a space before each."""
    summary = models.TextField(blank=True)
    """On SQLite those of the summary."""
    words = models.TextField(blank=True)
    """On SQLite all words, each once."""

    wagtail_reference_index_ignore = True  # what is searched does not "use" the page

    class Meta:
        indexes = [GinIndex(fields=["vector"], name="search_entry_vector")]

    def __str__(self) -> str:
        return f"Search entry of page {self.page_id}"
