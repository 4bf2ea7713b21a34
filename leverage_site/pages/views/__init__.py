"""What templates get: `site` and one `view`, frozen and plain.

Texts are plain and escaped by the template; fields of type Html are finished. Links (`href`) are ready for an
attribute: relative to the page, absolute in a feed.
"""

from leverage_site.pages.views.charts import BarChart, Calendar, Cell, ChartTable, Column, Rug, Share, Tick
from leverage_site.pages.views.files import FeedEntry, FeedView, SitemapEntry, SitemapView, TextView
from leverage_site.pages.views.pages import (
    DashboardView,
    DayView,
    IndexView,
    ListView,
    PeriodView,
    PlainView,
    RedirectView,
    SimpleView,
    TermView,
)
from leverage_site.pages.views.parts import (
    ChangeRow,
    Changes,
    DayRow,
    FigureRow,
    Head,
    Link,
    Milestone,
    NavLink,
    Pager,
    RankedTask,
    RollupRow,
    SiteView,
    TaskRow,
    TaskTable,
    Timeframe,
)

__all__ = [
    "BarChart",
    "Calendar",
    "Cell",
    "ChangeRow",
    "Changes",
    "ChartTable",
    "Column",
    "DashboardView",
    "DayRow",
    "DayView",
    "FeedEntry",
    "FeedView",
    "FigureRow",
    "Head",
    "IndexView",
    "Link",
    "ListView",
    "Milestone",
    "NavLink",
    "Pager",
    "PeriodView",
    "PlainView",
    "RankedTask",
    "RedirectView",
    "RollupRow",
    "Rug",
    "Share",
    "SimpleView",
    "SiteView",
    "SitemapEntry",
    "SitemapView",
    "TaskRow",
    "TaskTable",
    "TermView",
    "TextView",
    "Tick",
    "Timeframe",
]
