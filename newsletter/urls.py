"""Which addresses do the newsletter's own pages for editors have, below the admin's?"""

from django.urls import path

from newsletter import views

app_name = "newsletter_admin"
urlpatterns = [
    path("<int:page_id>/new-issue/", views.NewIssueView.as_view(), name="new_issue"),
    path("<int:page_id>/suggestions/", views.SuggestionsView.as_view(), name="suggestions"),
]
