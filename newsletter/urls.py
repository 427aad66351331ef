"""Which addresses do the newsletter's own pages for editors have, below the admin's?"""

from django.urls import path

from newsletter.views.editions import EditionsView, EditionView, edition_content
from newsletter.views.new_issue import NewIssueView
from newsletter.views.reviews import ReviewsView, revoke_review
from newsletter.views.suggestions import SuggestionsView

app_name = "newsletter_admin"

EDITION = "<int:page_id>/editions/<str:language>/<str:audience>/<str:form>/"

urlpatterns = [
    path("<int:page_id>/new-issue/", NewIssueView.as_view(), name="new_issue"),
    path("<int:page_id>/suggestions/", SuggestionsView.as_view(), name="suggestions"),
    path("<int:page_id>/editions/", EditionsView.as_view(), name="editions"),
    path(EDITION, EditionView.as_view(), name="edition"),
    path(f"{EDITION}content/", edition_content, name="edition_content"),
    path("<int:page_id>/reviews/", ReviewsView.as_view(), name="reviews"),
    path("<int:page_id>/reviews/<int:link_id>/revoke/", revoke_review, name="revoke_review"),
]
