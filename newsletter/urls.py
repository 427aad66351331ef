"""Which addresses do the newsletter's own pages for editors have, below the admin's?"""

from django.urls import path

from newsletter.views.new_issue import NewIssueView
from newsletter.views.suggestions import SuggestionsView

app_name = "newsletter_admin"
urlpatterns = [
    path("<int:page_id>/new-issue/", NewIssueView.as_view(), name="new_issue"),
    path("<int:page_id>/suggestions/", SuggestionsView.as_view(), name="suggestions"),
]
