"""Settings for Pelican as a peer: three languages, the theme that comes with it, nothing that our site has not.

What can be chosen is chosen in its favour: no feeds, no pages for authors and tags, short lists. `PELICAN_CACHE=1`
lets it believe what it has read before, as for a build after a small change.
"""

from __future__ import annotations

import os

CACHED = os.environ.get("PELICAN_CACHE") == "1"

SITENAME = "Horizontes"
SITEURL = "https://news.example.org"
TIMEZONE = "UTC"
DEFAULT_LANG = "es"
THEME = "simple"
PATH = "content"
OUTPUT_PATH = "output"
DELETE_OUTPUT_DIRECTORY = False
ARTICLE_URL = ARTICLE_LANG_URL = "{lang}/{slug}.html"
ARTICLE_SAVE_AS = ARTICLE_LANG_SAVE_AS = "{lang}/{slug}.html"
DEFAULT_PAGINATION = 33
DIRECT_TEMPLATES = ["index", "categories", "archives"]
AUTHOR_SAVE_AS = TAG_SAVE_AS = ""
FEED_ATOM = FEED_RSS = FEED_ALL_ATOM = FEED_ALL_RSS = None
CATEGORY_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = TRANSLATION_FEED_ATOM = None
STATIC_PATHS: list[str] = []
CACHE_CONTENT = LOAD_CONTENT_CACHE = CACHED
CONTENT_CACHING_LAYER = "generator"
CHECK_MODIFIED_METHOD = "mtime"
