"""Which characters a site may carry."""

import re

# XML cannot carry these or HTML forbids them; two are line breaks to YAML alone. None of them can be seen.
FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
