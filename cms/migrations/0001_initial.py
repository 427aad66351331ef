import cms.fields
import cms.models.index
import datetime
import django.core.validators
import django.db.models.deletion
import modelcluster.fields
import modelsearch.index
import taggit.managers
import uuid
import wagtail.images.models
import wagtail.models.media
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('taggit', '0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx'),
        ('wagtailcore', '0098_apitoken'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='MemberCountry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('country', cms.fields.CountryField(countries=cms.fields.EuropeanCountries, max_length=2, unique=True, verbose_name='country')),
                ('forum_name', models.CharField(blank=True, max_length=200, verbose_name='national forum')),
                ('forum_website', models.URLField(blank=True, verbose_name='website of the national forum')),
            ],
            options={
                'verbose_name': 'member country',
                'verbose_name_plural': 'member countries',
                'ordering': ['country'],
            },
        ),
        migrations.CreateModel(
            name='Topic',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(help_text='In English; other languages below.', max_length=120, verbose_name='name')),
                ('slug', models.SlugField(help_text='Stands in addresses of filtered lists.', unique=True, verbose_name='slug')),
            ],
            options={
                'verbose_name': 'topic',
                'verbose_name_plural': 'topics',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Brand',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(default='Belfry', max_length=80, verbose_name='name')),
                ('mark', models.FileField(blank=True, help_text='An SVG or PNG file; without one, the tower is shown.', upload_to='brand', validators=[django.core.validators.FileExtensionValidator(['svg', 'png'])], verbose_name='mark')),
                ('accent', models.CharField(blank=True, help_text='Links and buttons. It needs a contrast of 4.5 to the paper; left empty, copper green is used.', max_length=7, validators=[django.core.validators.RegexValidator('^#[0-9a-fA-F]{6}\\Z', 'A colour is written as # and six digits, such as #1c5549.')], verbose_name='accent colour on light ground')),
                ('accent_dark', models.CharField(blank=True, max_length=7, validators=[django.core.validators.RegexValidator('^#[0-9a-fA-F]{6}\\Z', 'A colour is written as # and six digits, such as #1c5549.')], verbose_name='accent colour on dark ground')),
                ('site', models.OneToOneField(editable=False, on_delete=django.db.models.deletion.CASCADE, to='wagtailcore.site')),
            ],
            options={
                'verbose_name': 'brand, menu and footer',
            },
        ),
        migrations.CreateModel(
            name='City',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(help_text='The name the city gives itself, such as Gdańsk or Kortrijk.', max_length=200, verbose_name='local name')),
                ('country', cms.fields.CountryField(countries=cms.fields.EuropeanCountries, max_length=2, verbose_name='country')),
                ('latitude', models.FloatField(blank=True, null=True, verbose_name='latitude')),
                ('longitude', models.FloatField(blank=True, null=True, verbose_name='longitude')),
            ],
            options={
                'verbose_name': 'city',
                'verbose_name_plural': 'cities',
                'ordering': ['name'],
                'constraints': [models.UniqueConstraint(fields=('name', 'country'), name='city_once_in_country')],
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name='DocumentFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=255, verbose_name='title')),
                ('file', models.FileField(upload_to='documents', verbose_name='file')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created at')),
                ('file_size', models.PositiveBigIntegerField(editable=False, null=True)),
                ('file_hash', models.CharField(blank=True, editable=False, max_length=40)),
                ('language', cms.fields.LanguageField(blank=True, verbose_name='language')),
                ('collection', models.ForeignKey(default=wagtail.models.media.get_root_collection_id, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wagtailcore.collection', verbose_name='collection')),
                ('tags', taggit.managers.TaggableManager(blank=True, help_text=None, through='taggit.TaggedItem', to='taggit.Tag', verbose_name='tags')),
                ('uploaded_by_user', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, to=settings.AUTH_USER_MODEL, verbose_name='uploaded by user')),
            ],
            options={
                'verbose_name': 'document',
                'verbose_name_plural': 'documents',
                'abstract': False,
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name='FallbackChain',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('locale', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='fallback_chain', to='wagtailcore.locale', verbose_name='readers of')),
            ],
            options={
                'verbose_name': 'fallback chain',
                'verbose_name_plural': 'fallback chains',
            },
        ),
        migrations.CreateModel(
            name='FooterLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('column', models.CharField(choices=[('read', 'Read'), ('network', 'The network'), ('fine_print', 'fine print')], default='read', max_length=20, verbose_name='column')),
                ('brand', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='footer_links', to='cms.brand')),
                ('page', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.WAGTAIL_PAGE_MODEL, verbose_name='page')),
            ],
            options={
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='IndexPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('kind', models.CharField(blank=True, choices=cms.models.index.kind_choices, help_text='What is listed here. Left empty, everything is.', max_length=100, verbose_name='kind')),
                ('is_agenda', models.BooleanField(default=False, help_text='By date, from today on, instead of newest first. Only for kinds that take place.', verbose_name='show as an agenda')),
                ('introduction', models.TextField(blank=True, max_length=300, verbose_name='introduction')),
                ('source', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='versions', to='cms.indexpage', verbose_name='source version')),
            ],
            options={
                'verbose_name': 'index page',
                'verbose_name_plural': 'index pages',
            },
            bases=('wagtailcore.page', models.Model),
        ),
        migrations.CreateModel(
            name='Member',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('authority', models.CharField(choices=[('city', 'city'), ('metropolis', 'metropolitan body'), ('region', 'region'), ('province', 'province or department'), ('council', 'prevention council'), ('other', 'other public body')], default='city', max_length=20, verbose_name='kind of authority')),
                ('country', cms.fields.CountryField(blank=True, countries=cms.fields.EuropeanCountries, help_text='Only where it differs from the city’s own: Païta lies in NC and is listed under France.', max_length=2, verbose_name='member country')),
                ('member_since', models.PositiveSmallIntegerField(blank=True, help_text='A year.', null=True, verbose_name='member since')),
                ('website', models.URLField(blank=True, verbose_name='website')),
                ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='members', to='cms.city', verbose_name='city')),
            ],
            options={
                'verbose_name': 'member',
                'verbose_name_plural': 'members',
                'ordering': ['name'],
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name='MemberCountryLanguage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('language', cms.fields.LanguageField(verbose_name='language')),
                ('member_country', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='languages', to='cms.membercountry')),
            ],
            options={
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='MenuLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('brand', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='menu_links', to='cms.brand')),
                ('page', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.WAGTAIL_PAGE_MODEL, verbose_name='page')),
            ],
            options={
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Picture',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=255, verbose_name='title')),
                ('file', wagtail.images.models.WagtailImageField(height_field='height', upload_to=wagtail.images.models.get_upload_to, verbose_name='file', width_field='width')),
                ('description', models.CharField(blank=True, default='', max_length=255, verbose_name='description')),
                ('width', models.IntegerField(editable=False, verbose_name='width')),
                ('height', models.IntegerField(editable=False, verbose_name='height')),
                ('created_at', models.DateTimeField(auto_now_add=True, db_index=True, verbose_name='created at')),
                ('focal_point_x', models.PositiveIntegerField(blank=True, null=True)),
                ('focal_point_y', models.PositiveIntegerField(blank=True, null=True)),
                ('focal_point_width', models.PositiveIntegerField(blank=True, null=True)),
                ('focal_point_height', models.PositiveIntegerField(blank=True, null=True)),
                ('file_size', models.PositiveIntegerField(editable=False, null=True)),
                ('file_hash', models.CharField(blank=True, db_index=True, editable=False, max_length=40)),
                ('alternative_text', models.CharField(blank=True, help_text='What the picture shows, for readers who do not see it. A page can give its own.', max_length=300, verbose_name='alternative text')),
                ('credit', models.CharField(blank=True, help_text='Photographer or artist.', max_length=200, verbose_name='credit')),
                ('licence', models.CharField(blank=True, help_text='Such as CC BY 4.0.', max_length=100, verbose_name='licence')),
                ('source_url', models.URLField(blank=True, help_text='Where the picture was taken from.', verbose_name='source')),
                ('collection', models.ForeignKey(default=wagtail.models.media.get_root_collection_id, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wagtailcore.collection', verbose_name='collection')),
                ('tags', taggit.managers.TaggableManager(blank=True, help_text=None, through='taggit.TaggedItem', to='taggit.Tag', verbose_name='tags')),
                ('uploaded_by_user', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, to=settings.AUTH_USER_MODEL, verbose_name='uploaded by user')),
            ],
            options={
                'verbose_name': 'picture',
                'verbose_name_plural': 'pictures',
                'abstract': False,
            },
            bases=(wagtail.images.models.ImageFileMixin, modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name='ContentPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('summary', models.TextField(help_text='Two or three sentences: the teaser in lists, in the newsletter and in search results.', max_length=500, verbose_name='summary')),
                ('picture_alt_text', models.CharField(blank=True, help_text='What the picture tells here. Left empty, the picture’s own text is used.', max_length=300, verbose_name='alternative text on this page')),
                ('picture_is_decorative', models.BooleanField(default=False, help_text='It tells nothing that the text does not tell.', verbose_name='the picture is decorative')),
                ('body', cms.fields.StreamField([], blank=True, verbose_name='body')),
                ('countries', cms.fields.CountryField(blank=True, countries=cms.fields.EuropeanCountries, help_text='Readers filter by them. Leave empty what concerns everybody.', max_length=749, multiple=True, verbose_name='countries concerned')),
                ('status', models.CharField(choices=[('scheduled', 'scheduled'), ('postponed', 'postponed'), ('cancelled', 'cancelled'), ('replaced', 'replaced by another page')], default='scheduled', max_length=20, verbose_name='status')),
                ('is_online', models.BooleanField(default=False, verbose_name='one can take part online')),
                ('opens_on', models.DateField(blank=True, null=True, verbose_name='opens on')),
                ('acronym', models.CharField(blank=True, help_text='Exactly as the project writes it, odd capitals included: PRoTECT. It is never translated.', max_length=40, verbose_name='acronym')),
                ('starts_on', models.DateField(blank=True, null=True, verbose_name='starts on')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='ends on')),
                ('grant_number', models.CharField(blank=True, max_length=60, verbose_name='grant number')),
                ('budget_amount', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True, validators=[django.core.validators.MinValueValidator(0)], verbose_name='budget')),
                ('budget_currency', models.CharField(choices=[('EUR', 'EUR'), ('BGN', 'BGN'), ('CHF', 'CHF'), ('CZK', 'CZK'), ('DKK', 'DKK'), ('GBP', 'GBP'), ('HUF', 'HUF'), ('NOK', 'NOK'), ('PLN', 'PLN'), ('RON', 'RON'), ('SEK', 'SEK')], default='EUR', max_length=3, verbose_name='currency')),
                ('replaced_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='replaces', to='cms.contentpage', verbose_name='replaced by')),
                ('source', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='versions', to='cms.contentpage', verbose_name='source version')),
                ('picture', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='cms.picture', verbose_name='picture')),
            ],
            options={
                'verbose_name': 'content page',
                'verbose_name_plural': 'content pages',
            },
            bases=('wagtailcore.page', models.Model),
        ),
        migrations.CreateModel(
            name='Place',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('venue', models.CharField(blank=True, help_text='Building, room, street: as the invitation has it.', max_length=200, verbose_name='venue')),
                ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cms.city', verbose_name='city')),
                ('page', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='place_rows', to='cms.contentpage')),
            ],
            options={
                'verbose_name': 'place',
                'verbose_name_plural': 'places',
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Programme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(help_text='Such as Internal Security Fund – Police.', max_length=200, verbose_name='name')),
                ('generation', models.CharField(blank=True, help_text='Such as 2014–2020.', max_length=40, verbose_name='generation')),
                ('emblem', models.ForeignKey(blank=True, help_text='The emblem that the programme prescribes, such as the European flag.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='cms.picture', verbose_name='emblem')),
            ],
            options={
                'verbose_name': 'programme',
                'verbose_name_plural': 'programmes',
                'ordering': ['name'],
            },
        ),
        migrations.AddField(
            model_name='contentpage',
            name='programme',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='content_pages', to='cms.programme', verbose_name='programme'),
        ),
        migrations.CreateModel(
            name='ProgrammeWording',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', cms.fields.LanguageField(verbose_name='language')),
                ('name', models.CharField(max_length=200, verbose_name='name of the programme')),
                ('statement', models.TextField(help_text='A whole sentence. {project} and {grant} stand for the acronym and the grant number.', verbose_name='funding statement')),
                ('disclaimer', models.TextField(blank=True, verbose_name='disclaimer')),
                ('programme', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='wordings', to='cms.programme')),
            ],
            options={
                'ordering': ['language'],
            },
        ),
        migrations.CreateModel(
            name='Promotion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('translation_key', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('title', models.CharField(max_length=120, verbose_name='title')),
                ('text', models.TextField(help_text='Two sentences at most.', max_length=400, verbose_name='text')),
                ('button', models.CharField(help_text='Says where it leads: How to become a member.', max_length=80, verbose_name='button')),
                ('url', models.URLField(blank=True, verbose_name='address')),
                ('locale', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wagtailcore.locale', verbose_name='locale')),
                ('page', models.ForeignKey(blank=True, help_text='Choose a page, or give an address below.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.WAGTAIL_PAGE_MODEL, verbose_name='page')),
                ('picture', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='cms.picture', verbose_name='picture')),
            ],
            options={
                'verbose_name': 'promotion',
                'verbose_name_plural': 'promotions',
                'ordering': ['title'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='RelatedPage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('page', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='related_rows', to='cms.contentpage')),
                ('target', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cms.contentpage', verbose_name='page')),
            ],
            options={
                'verbose_name': 'related page',
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Session',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('translation_key', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('day', models.DateField(verbose_name='day')),
                ('start_time', models.TimeField(verbose_name='from')),
                ('end_time', models.TimeField(blank=True, null=True, verbose_name='to')),
                ('zone', cms.fields.ZoneField(default='Europe/Brussels', verbose_name='time zone')),
                ('place', models.CharField(blank=True, help_text='Room, town or ‘online’.', max_length=120, verbose_name='place')),
                ('languages', models.CharField(blank=True, max_length=120, verbose_name='languages')),
                ('registration_url', models.URLField(blank=True, verbose_name='registration')),
                ('locale', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wagtailcore.locale', verbose_name='locale')),
                ('page', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='session_rows', to='cms.contentpage')),
            ],
            options={
                'verbose_name': 'session',
                'verbose_name_plural': 'sessions',
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Span',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('start', models.DateField(verbose_name='first day')),
                ('end', models.DateField(blank=True, help_text='Left empty, the first day is the last.', verbose_name='last day')),
                ('start_time', models.TimeField(blank=True, help_text='Leave both times empty for all day.', null=True, verbose_name='from')),
                ('end_time', models.TimeField(blank=True, null=True, verbose_name='to')),
                ('zone', cms.fields.ZoneField(default='Europe/Brussels', verbose_name='time zone')),
                ('page', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='span_rows', to='cms.contentpage')),
            ],
            options={
                'verbose_name': 'date',
                'verbose_name_plural': 'dates',
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PageTopic',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('page', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='topic_rows', to='cms.contentpage')),
                ('topic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cms.topic', verbose_name='topic')),
            ],
            options={
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='TopicName',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', cms.fields.LanguageField(verbose_name='language')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('topic', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='names', to='cms.topic')),
            ],
            options={
                'ordering': ['language'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='BrandWording',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', cms.fields.LanguageField(verbose_name='language')),
                ('tagline', models.CharField(max_length=120, verbose_name='tagline')),
                ('footer_text', models.TextField(blank=True, max_length=300, verbose_name='text in the footer')),
                ('brand', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='wordings', to='cms.brand')),
            ],
            options={
                'ordering': ['language'],
                'constraints': [models.UniqueConstraint(fields=('brand', 'language'), name='brand_wording_once_per_language')],
            },
        ),
        migrations.CreateModel(
            name='CityName',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', cms.fields.LanguageField(verbose_name='language')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('city', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='names', to='cms.city')),
            ],
            options={
                'ordering': ['language'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('city', 'language'), name='city_name_once_per_language')],
            },
        ),
        migrations.CreateModel(
            name='Deadline',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('translation_key', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('title', models.CharField(blank=True, max_length=250, verbose_name='topic')),
                ('day', models.DateField(blank=True, help_text='Left empty: no deadline is set.', null=True, verbose_name='last day')),
                ('time', models.TimeField(default=datetime.time(17, 0), help_text='By the clocks of the time zone.', verbose_name='time')),
                ('zone', cms.fields.ZoneField(default='Europe/Brussels', verbose_name='time zone')),
                ('at', models.DateTimeField(editable=False, null=True)),
                ('locale', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wagtailcore.locale', verbose_name='locale')),
                ('page', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='deadline_rows', to='cms.contentpage')),
            ],
            options={
                'verbose_name': 'deadline',
                'verbose_name_plural': 'deadlines',
                'ordering': ['sort_order'],
                'abstract': False,
                'indexes': [models.Index(fields=['at'], name='cms_deadlin_at_9ed230_idx')],
                'unique_together': {('translation_key', 'locale')},
            },
        ),
        migrations.CreateModel(
            name='FallbackLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('chain', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='links', to='cms.fallbackchain')),
                ('locale', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wagtailcore.locale', verbose_name='language')),
            ],
            options={
                'ordering': ['sort_order'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('chain', 'locale'), name='language_once_in_chain')],
            },
        ),
        migrations.CreateModel(
            name='Link',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('translation_key', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('title', models.CharField(help_text='Says where it leads without its surroundings.', max_length=200, verbose_name='text of the link')),
                ('sort', models.CharField(choices=[('document', 'document'), ('programme', 'programme'), ('register', 'registration'), ('video', 'video'), ('platform', 'members’ platform'), ('website', 'website')], default='website', max_length=20, verbose_name='leads to')),
                ('url', models.URLField(blank=True, verbose_name='address')),
                ('members_only', models.BooleanField(default=False, verbose_name='members only')),
                ('document', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cms.documentfile', verbose_name='document')),
                ('locale', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wagtailcore.locale', verbose_name='locale')),
                ('page', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='link_rows', to='cms.contentpage')),
            ],
            options={
                'verbose_name': 'link',
                'verbose_name_plural': 'links',
                'ordering': ['sort_order'],
                'abstract': False,
                'unique_together': {('translation_key', 'locale')},
            },
        ),
        migrations.CreateModel(
            name='PartOf',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('page', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='part_of_rows', to='cms.contentpage')),
                ('target', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='part_rows', to='cms.contentpage', verbose_name='project')),
            ],
            options={
                'verbose_name': 'part of',
                'ordering': ['sort_order'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('page', 'target'), name='part_of_once')],
            },
        ),
        migrations.CreateModel(
            name='PictureRendition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('filter_spec', models.CharField(db_index=True, max_length=255)),
                ('file', wagtail.images.models.WagtailImageField(height_field='height', storage=wagtail.images.models.get_rendition_storage, upload_to=wagtail.images.models.get_rendition_upload_to, width_field='width')),
                ('width', models.IntegerField(editable=False)),
                ('height', models.IntegerField(editable=False)),
                ('focal_point_key', models.CharField(blank=True, default='', editable=False, max_length=16)),
                ('image', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='renditions', to='cms.picture')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('image', 'filter_spec', 'focal_point_key'), name='rendition_once')],
            },
            bases=(wagtail.images.models.ImageFileMixin, models.Model),
        ),
        migrations.AddConstraint(
            model_name='contentpage',
            constraint=models.CheckConstraint(condition=models.Q(('starts_on', None), ('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='content_page_ends_after_start'),
        ),
        migrations.AddConstraint(
            model_name='programmewording',
            constraint=models.UniqueConstraint(fields=('programme', 'language'), name='programme_wording_once_per_language'),
        ),
        migrations.AlterUniqueTogether(
            name='promotion',
            unique_together={('translation_key', 'locale')},
        ),
        migrations.AddConstraint(
            model_name='relatedpage',
            constraint=models.UniqueConstraint(fields=('page', 'target'), name='related_once'),
        ),
        migrations.AlterUniqueTogether(
            name='session',
            unique_together={('translation_key', 'locale')},
        ),
        migrations.AddIndex(
            model_name='span',
            index=models.Index(fields=['start', 'end'], name='cms_span_start_a46f91_idx'),
        ),
        migrations.AddConstraint(
            model_name='span',
            constraint=models.CheckConstraint(condition=models.Q(('end__gte', models.F('start'))), name='span_ends_after_start'),
        ),
        migrations.AddConstraint(
            model_name='pagetopic',
            constraint=models.UniqueConstraint(fields=('page', 'topic'), name='topic_once_per_page'),
        ),
        migrations.AddConstraint(
            model_name='topicname',
            constraint=models.UniqueConstraint(fields=('topic', 'language'), name='topic_name_once_per_language'),
        ),
    ]
