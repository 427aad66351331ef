"""Which addresses do the newsletter's own pages for editors have, below the admin's?"""

from django.urls import path

from newsletter.views.approval import ApproveView, ReopenView
from newsletter.views.decisions import DecideView
from newsletter.views.editions import EditionContentView, EditionsView, EditionView
from newsletter.views.handing_over import (
    CallOffView,
    FilesView,
    HandoverView,
    ReleaseView,
    StandingView,
    TrialView,
)
from newsletter.views.new_issue import NewIssueView
from newsletter.views.readiness import AskView, ReadinessView
from newsletter.views.redaction import RedactView
from newsletter.views.reviews import ReviewsView, RevokeView
from newsletter.views.suggestions import SuggestionsView

app_name = "newsletter_admin"

EDITION = "<int:page_id>/editions/<str:language>/<str:audience>/<str:form>/"

urlpatterns = [
    path("<int:page_id>/new-issue/", NewIssueView.as_view(), name="new_issue"),
    path("<int:page_id>/suggestions/", SuggestionsView.as_view(), name="suggestions"),
    path("<int:page_id>/readiness/", ReadinessView.as_view(), name="readiness"),
    path("<int:page_id>/ask/", AskView.as_view(), name="ask"),
    path("<int:page_id>/readiness/<slug:language>/", DecideView.as_view(), name="decide"),
    path("<int:page_id>/approve/", ApproveView.as_view(), name="approve"),
    path("<int:page_id>/reopen/", ReopenView.as_view(), name="reopen"),
    path("<int:page_id>/redact/", RedactView.as_view(), name="redact"),
    path("<int:page_id>/editions/", EditionsView.as_view(), name="editions"),
    path(EDITION, EditionView.as_view(), name="edition"),
    path(f"{EDITION}content/", EditionContentView.as_view(), name="edition_content"),
    path("<int:page_id>/reviews/", ReviewsView.as_view(), name="reviews"),
    path("<int:page_id>/reviews/<int:link_id>/revoke/", RevokeView.as_view(), name="revoke_review"),
    path("<int:page_id>/trial/", TrialView.as_view(), name="trial"),
    path("<int:page_id>/hand-over/", HandoverView.as_view(), name="handover"),
    path("<int:page_id>/hand-over/files.zip", FilesView.as_view(), name="files"),
    path(
        "<int:page_id>/hand-over/<int:handover_id>/release/", ReleaseView.as_view(), name="release"
    ),
    path(
        "<int:page_id>/hand-over/<int:handover_id>/call-off/",
        CallOffView.as_view(),
        name="call_off",
    ),
    path(
        "<int:page_id>/hand-over/<int:handover_id>/standing/",
        StandingView.as_view(),
        name="standing",
    ),
]
