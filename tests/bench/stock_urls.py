"""Where do Wagtail's own APIs answer while they are measured? Imported only where ``StockAPIs`` has been entered.

Version 3 makes its schemas when Wagtail starts, and ``api_fields`` are set here later: they are made once more, and the view
that answers with them is Wagtail's.
"""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from ninja import NinjaAPI
from wagtail import urls as wagtail_urls
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.views import PagesAPIViewSet
from wagtail.api.v3.auth import AllowAnonymous, BearerTokenAuth
from wagtail.api.v3.registry import registry
from wagtail.api.v3.routers.pages import get_page
from wagtail.api.v3.schemas import build_union_schemas
from wagtail.models import get_page_models

router = WagtailAPIRouter("v2")
router.register_endpoint("pages", PagesAPIViewSet)

registry.register_defaults()
api = NinjaAPI(urls_namespace="wagtailapi_v3")
api.get(
    "/pages/{page_id}/",
    response=build_union_schemas(get_page_models()).detail,
    url_name="detail_page",
    auth=[BearerTokenAuth(), AllowAnonymous()],
)(get_page)

urlpatterns = [
    path("v2/", router.urls),
    path("v3/", api.urls),
    *i18n_patterns(path("", include(wagtail_urls))),
]
