"""Settings of the site for Pelican, with what someone who wants fast rebuilds would switch on."""

import json

SITENAME = "A benchmark"
SITEURL = "https://example.org/blog"
TIMEZONE = "UTC"
PATH = "content"
OUTPUT_PATH = "output"
THEME = "theme"
PLUGIN_PATHS = ["plugins"]
PLUGINS = ["totals"]
JINJA_FILTERS = {"from_json": json.loads}

CACHE_CONTENT = True
LOAD_CONTENT_CACHE = True
CHECK_MODIFIED_METHOD = "mtime"
CONTENT_CACHING_LAYER = "generator"
GZIP_CACHE = False

SLUGIFY_SOURCE = "basename"
ARTICLE_URL = ARTICLE_SAVE_AS = "posts/{date:%Y}/{slug}.html"
TAG_URL = TAG_SAVE_AS = "tags/{slug}.html"
TAGS_URL = TAGS_SAVE_AS = "tags/index.html"
CATEGORY_URL = CATEGORY_SAVE_AS = "weeks/{slug}.html"
CATEGORIES_URL = CATEGORIES_SAVE_AS = "weeks/index.html"
AUTHOR_SAVE_AS = ""
SITEMAP_SAVE_AS = "sitemap.xml"
DAYS_SAVE_AS = "days.json"
DIRECT_TEMPLATES = ["index", "tags", "categories", "sitemap", "days"]
DEFAULT_PAGINATION = 20
PAGINATED_TEMPLATES = {"index": None, "tag": None, "category": None}
SUMMARY_MAX_LENGTH = 25

FEED_RSS = "feed.xml"
FEED_MAX_ITEMS = 20
RSS_FEED_SUMMARY_ONLY = False
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
