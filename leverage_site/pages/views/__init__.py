"""What templates get: `site` and one `view`, frozen and plain.

Texts are plain and escaped by the template; fields of type Html are finished. Links (`href`) are ready for an
attribute: relative to the page, absolute in a feed.
"""

from leverage_site.pages.views.files import FeedEntry, FeedView, SitemapEntry, SitemapView, TextView
from leverage_site.pages.views.pages import (
    DayView,
    IndexView,
    ListView,
    PeriodView,
    PlainView,
    RedirectView,
    SimpleView,
    TagView,
    TasksView,
)
from leverage_site.pages.views.parts import (
    ChangeRow,
    Changes,
    DayRow,
    DayTasks,
    FigureRow,
    Head,
    Link,
    NavLink,
    Pager,
    RollupRow,
    SiteView,
    TaskRow,
    TaskTable,
)

__all__ = [
    "ChangeRow",
    "Changes",
    "DayRow",
    "DayTasks",
    "DayView",
    "FeedEntry",
    "FeedView",
    "FigureRow",
    "Head",
    "IndexView",
    "Link",
    "ListView",
    "NavLink",
    "Pager",
    "PeriodView",
    "PlainView",
    "RedirectView",
    "RollupRow",
    "SimpleView",
    "SiteView",
    "SitemapEntry",
    "SitemapView",
    "TagView",
    "TaskRow",
    "TaskTable",
    "TasksView",
    "TextView",
]
