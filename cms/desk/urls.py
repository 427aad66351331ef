"""Which addresses does the desk have, below the admin's?"""

from django.urls import path

from cms.desk import (
    batches,
    changes,
    downloading,
    editor,
    finishing,
    machine,
    matrix,
    previewing,
    receiving,
    requesting,
    saving,
    sharing,
)

app_name = "desk"
urlpatterns = [
    path("", matrix.DeskView.as_view(), name="desk"),
    path("batch/<int:batch_id>/", batches.BatchView.as_view(), name="batch"),
    path("changes/<int:page_id>/", changes.ChangesView.as_view(), name="changes"),
    path("request/page/<int:page_id>/", requesting.RequestView.as_view(), name="request"),
    path(
        "request/<slug:app_label>/<slug:model_name>/<str:pk>/",
        requesting.RequestView.as_view(),
        name="request_snippet",
    ),
    path("files/", receiving.UploadView.as_view(), name="files"),
    path("files/<int:file_id>/", receiving.ReceivedView.as_view(), name="received"),
    path("files/all/<slug:form>/", downloading.download_list, name="download_list"),
    path("<int:translation_id>/", editor.EditorView.as_view(), name="editor"),
    path("<int:translation_id>/changed/", changes.show_changed, name="changed"),
    path("<int:translation_id>/words/", saving.save_segment, name="segment"),
    path("<int:translation_id>/facts/<int:context_id>/", saving.save_fact, name="fact"),
    path("<int:translation_id>/preview/", previewing.show, name="preview"),
    path("<int:translation_id>/share/", sharing.ShareView.as_view(), name="share"),
    path(
        "<int:translation_id>/share/<int:link_id>/revoke/", sharing.revoke_link, name="revoke_link"
    ),
    path("<int:translation_id>/file/<slug:form>/", downloading.download, name="download"),
    path("<int:translation_id>/file/", receiving.UploadView.as_view(), name="upload"),
    path("<int:translation_id>/act/", finishing.act, name="act"),
    path("<int:translation_id>/propose/", machine.propose, name="propose"),
    path(
        "<int:translation_id>/publish-with-gaps/",
        finishing.PublishWithGapsView.as_view(),
        name="publish_with_gaps",
    ),
]
