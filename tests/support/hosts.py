"""Pages of hosts, in the manner of what generators write, each with its stylesheet; and what a mount is."""

from pathlib import Path
from typing import NamedTuple


class Host(NamedTuple):
    """A host: its page, its stylesheet at /css/host.css, and the selector of its content, if it needs one."""

    page: str
    styles: str
    content: str = ""


_PLAIN = "body { margin: 0; font: 16px/1.5 sans-serif; color: #222; background: #fff } a { color: #00539f }"

HUGO = Host(
    """<!DOCTYPE html>
<html lang="en-gb" dir="auto">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Posts | Hosts</title>
<meta name="generator" content="Hugo 0.168.0">
<meta name="description" content="All posts">
<link rel="canonical" href="https://example.org/blog/">
<link crossorigin="anonymous" href="/css/host.css" rel="preload stylesheet" as="style">
<link rel="alternate" type="application/rss+xml" href="https://example.org/blog/index.xml">
<meta name="theme-color" content="#2e2e33">
<meta property="og:title" content="Posts">
<script type="application/ld+json">{"@type": "BreadcrumbList"}</script>
</head>
<body class="list" id="top">
<header class="header"><nav class="nav" aria-label="Main"><a href="https://example.org/" accesskey="h">Hosts</a>
<ul id="menu"><li><a href="https://example.org/blog/" aria-current="page"><span class="active">Posts</span></a></li></ul>
</nav></header>
<main class="main"><article><h1>Posts</h1></article></main>
<footer class="footer"><span>&copy; 2026</span> <a href="#top">Top</a></footer>
</body>
</html>
""",
    _PLAIN
    + ".main { max-width: 45rem; margin: auto; padding: 1rem } .nav { display: flex } #menu { display: flex }"
    " @media (prefers-color-scheme: dark) { :root { color-scheme: dark } body { background: #1d1e20; color: #ddd }"
    " a { color: #9cf } }",
)
ELEVENTY = Host(
    """<!doctype html>
<html lang=en>
<head><meta charset=utf-8><title>Blog</title>
<link rel=stylesheet href=../css/host.css>
<style>:root { --grey: #333 } .top { background: url(../img/none.png) }</style>
</head>
<body>
<a href="#skip" class="visually-hidden">Skip to content</a>
<header><a href="/" class="home-link">Eleven</a><nav><h2 class="visually-hidden">Top level</h2>
<ul class="nav"><li><a href=../ aria-current=page>Home<li><a href="/blog/">Blog</a></ul></nav></header>
<main id="skip"><h1>Latest</h1><p>Old {{ content }}</main>
<footer><p>Made of {% raw %} and {{ page.url }}.</footer>
</body></html>
""",
    _PLAIN + "html { font-size: 62.5% } body { max-width: 40em; margin: 0 auto } main { padding: 1.6rem }"
    " .visually-hidden { position: absolute; clip-path: inset(50%) } h1 { text-transform: uppercase }",
)
ASTRO = Host(
    """<!DOCTYPE html><html lang="en" data-theme="light" data-astro-cid-37fxchfa><head><meta charset="UTF-8">\
<meta name="viewport" content="width=device-width"><link rel="icon" type="image/svg+xml" href="data:,">\
<meta name="generator" content="Astro"><link rel="sitemap" href="/sitemap-index.xml"><title>Astro</title>\
<link rel="stylesheet" href="/css/host.css"><style>astro-island{display:contents}</style></head>\
<body data-astro-cid-37fxchfa><header data-astro-cid-3ef6ksr2><nav aria-label="Main"><a href="/blog">Blog</a></nav></header>\
<main><section><h1>Blog</h1></section></main><footer data-astro-cid-sz7xmlte><a href="/a.html">A</a></footer></body></html>""",
    _PLAIN + "* { box-sizing: content-box; letter-spacing: 1px } section { padding: 4em } table { width: 900px }",
)
WORDPRESS = Host(
    """<!DOCTYPE html>
<html lang="de-DE" prefix="og: https://ogp.me/ns#">
<head>
<meta charset="UTF-8">
<link rel="profile" href="https://gmpg.org/xfn/11">
<title>Blog &#8211; Beispiel</title>
<!-- an optimiser was here -->
<meta name='robots' content='max-image-preview:large' />
<link rel="alternate" type="application/rss+xml" title="Feed" href="https://example.org/feed/" />
<link rel='stylesheet' id='host-css' href='https://example.org/css/host.css?ver=6.9' media='all' />
<link rel="https://api.w.org/" href="https://example.org/wp-json/" /><link rel='shortlink' href='https://example.org/?p=7' />
</head>
<body class="page-template-default page page-id-7 wp-embed-responsive">
<div id="page" class="site">
<a class="skip-link screen-reader-text" href="#content">Zum Inhalt springen</a>
<header id="masthead" class="site-header"><p class="site-title"><a href="https://example.org/" rel="home">Beispiel</a></p>
<nav id="site-navigation" aria-label="Hauptmenü"><ul><li class="menu-item"><a href="https://example.org/blog/">Blog</a></li></ul></nav></header>
<div id="content" class="site-content"><p>Alter Inhalt</p><div><div>tief</div></div></div>
<footer id="colophon" class="site-footer"><form role="search" action="https://example.org/" method="get">
<label for="s_">Suche</label> <input id="s_" name="s"><button>Los</button></form></footer>
</div>
</body>
</html>
""",
    _PLAIN + ".site { max-width: 1200px; margin: auto } .site-content { display: flex; flex-wrap: wrap; gap: 2em }"
    " .site-content a { text-decoration: none } .site table td { padding: 2em; border: 1px solid } h1 { font-size: 4em }",
    "#content",
)
HOSTILE = Host(
    """<html>
<head><title>By hand</title><link rel=stylesheet href=/css/host.css></head>
<body>
<header><a href="/">By hand</a></header>
<!-- leverage-site begin --><h1>Old</h1><!-- leverage-site end -->
<footer><a href="/mail.html">Mail</a></footer>
</body>
</html>
""",
    "html { font-size: 62.5% } body { margin: 0; font: 16px sans-serif }"
    " * { letter-spacing: 3px !important; font-family: monospace !important }"
    " main { display: flex; columns: 2; text-align: center; text-transform: uppercase; color: #fff !important }"
    " table { display: block !important; float: left; width: 2000px !important } td, th { padding: 40px !important }"
    " h1 { font-size: 99px !important; margin: 80px !important; position: absolute !important }"
    " section a, section a:hover { display: block !important; color: yellow !important }"
    " section { min-width: 900px; padding: 90px; opacity: .1 !important } section div { min-width: 600px !important }"
    " svg { width: 1em !important; height: 1em !important; fill: red !important } svg * { display: none !important }"
    " p::first-letter { float: left; font-size: 5em } li::marker { content: 'x' } ul { column-count: 3 !important }",
)
HOSTS = {"hugo": HUGO, "eleventy": ELEVENTY, "astro": ASTRO, "wordpress": WORDPRESS, "hostile": HOSTILE}


def lay_out(host: Host, folder: Path) -> Path:
    """Write a host's files below `folder`; return its page."""
    (folder / "css").mkdir(parents=True)
    (folder / "css" / "host.css").write_text(host.styles, encoding="utf-8")
    (folder / "shell").mkdir()
    page = folder / "shell" / "index.html"
    page.write_text(host.page, encoding="utf-8")
    return page
