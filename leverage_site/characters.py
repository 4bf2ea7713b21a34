"""Which characters a site may carry."""

import re

# XML cannot carry these or HTML forbids them; two are line breaks to YAML alone. None of them can be seen.
FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")

# Nobody sees these, and some turn around what stands behind them. Joiners belong to words and signs beyond ASCII.
INVISIBLE = re.compile(
    r"[\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
    r"|(?:(?<=[\x00-\x7f])|\A)[\u200c\u200d]"
)
