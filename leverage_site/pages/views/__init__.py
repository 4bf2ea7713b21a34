"""What templates get: `site` and one `view`, frozen and plain.

Texts are plain and escaped by the template; fields of type Html are finished. Links (`href`) are ready for an
attribute: relative to the page, absolute in a feed.
"""
