"""Which addresses does the newsletter have outside of languages, for everybody?"""

from django.urls import path

from newsletter.views.reviewing import review, review_content

EDITION = "_review/<str:token>/<str:language>/<str:audience>/<str:form>/"

urlpatterns = [
    path("_review/<str:token>/", review, name="review"),
    path(EDITION, review, name="review"),
    path(f"{EDITION}content/", review_content, name="review_content"),
]
