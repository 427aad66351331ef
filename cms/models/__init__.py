"""The tables of the core."""

from cms.models.brand import Brand, BrandWording, FooterLink, MenuLink
from cms.models.capabilities import Dated, Deadlined, Funded, Initiative
from cms.models.chains import FallbackChain, FallbackLink
from cms.models.changes import Change
from cms.models.content import ContentPage, content_types, kind_choices, kinds_with
from cms.models.glossary import GlossaryTerm, GlossaryTranslation
from cms.models.index import IndexPage
from cms.models.jobs import (
    JobMessages,
    MachineUse,
    TranslationBatch,
    TranslationJob,
    TranslationRules,
)
from cms.models.keys import ApiKey, PreviewToken, Scope
from cms.models.media import DocumentFile, Picture, PictureRendition
from cms.models.places import City, CityName, Member, MemberCountry, MemberCountryLanguage
from cms.models.programmes import Programme, ProgrammeWording
from cms.models.promotions import Promotion
from cms.models.received import ReceivedFile
from cms.models.rows import (
    CapabilityChooserPanel,
    Deadline,
    Link,
    PageTopic,
    PartOf,
    Place,
    RelatedPage,
    Session,
    Span,
)
from cms.models.search import SearchEntry
from cms.models.sharing import ShareLink
from cms.models.sources import Sourced
from cms.models.topics import Topic, TopicName
from cms.models.webhooks import Delivery, Webhook

__all__ = [
    "ApiKey",
    "Brand",
    "BrandWording",
    "CapabilityChooserPanel",
    "Change",
    "City",
    "CityName",
    "ContentPage",
    "Dated",
    "Deadline",
    "Deadlined",
    "Delivery",
    "DocumentFile",
    "FallbackChain",
    "FallbackLink",
    "FooterLink",
    "Funded",
    "GlossaryTerm",
    "GlossaryTranslation",
    "IndexPage",
    "Initiative",
    "JobMessages",
    "Link",
    "MachineUse",
    "Member",
    "MemberCountry",
    "MemberCountryLanguage",
    "MenuLink",
    "PageTopic",
    "PartOf",
    "Picture",
    "PictureRendition",
    "Place",
    "PreviewToken",
    "Programme",
    "ProgrammeWording",
    "Promotion",
    "ReceivedFile",
    "RelatedPage",
    "Scope",
    "SearchEntry",
    "Session",
    "ShareLink",
    "Sourced",
    "Span",
    "Topic",
    "TopicName",
    "TranslationBatch",
    "TranslationJob",
    "TranslationRules",
    "Webhook",
    "content_types",
    "kind_choices",
    "kinds_with",
]
