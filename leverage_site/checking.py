"""The claims of a site's texts, checked where that is not known yet, and the baseline of those accepted."""

from pathlib import Path

from leverage_site.cache.checked_claims import CheckedTexts
from leverage_site.claims.ledger import MAX_BASELINE, BaselineEntry, claim_problems, new_refuted, parse_baseline
from leverage_site.claims.model import Claim
from leverage_site.files import open_regular, os_reason, read_of
from leverage_site.pages.content import Content
from leverage_site.pages.ledger import text_of_page, texts_to_check
from leverage_site.pages.plan import Plan
from leverage_site.problems import Place, Problem, ProblemError, catalog
from leverage_site.settings import CLAIMS_BASELINE


def check_texts(content: Content, known: CheckedTexts) -> CheckedTexts:
    """Return what checks of all texts come to; those that are `known` under their present key are taken over.

    Raises ProblemError where the body of a record has to be read from a file that has changed since.
    """
    # In this process: workers would load the bodies of records once more, and pages need them afterwards.
    return {
        text.path: before
        if (before := known.get(text.path)) and before[0] == text.key
        else (text.key, text.checked())
        for text in texts_to_check(content)
    }


def problems_of_claims(root: Path, checked: CheckedTexts) -> tuple[Problem, ...]:
    """Return the problems of the claims of the site's texts at `root` that are refuted, and of their baseline."""
    try:
        baseline = _read_baseline(root)
    except ProblemError as error:
        return error.problems
    # Of a text that is not checked for now, the baseline may still be right.
    baseline = tuple([entry for entry in baseline if entry.path in checked])
    return tuple(claim_problems([text for _, text in checked.values()], baseline))


def refuted_claims(root: Path, plan: Plan, file: str) -> tuple[Claim, ...]:
    """Return the claims of the text on the page that becomes `file` which are refuted and not in the baseline.

    Raises ProblemError where the text or the baseline cannot be read.
    """
    page = plan.by_file.get(file)
    text = page and text_of_page(plan.content, page)
    return tuple(new_refuted(text.path, text.ledger(), _read_baseline(root))) if text else ()


def _read_baseline(root: Path) -> tuple[BaselineEntry, ...]:
    """Return the refuted claims that the site has from before. Raises ProblemError where they cannot be read."""
    try:
        with open_regular(root / CLAIMS_BASELINE) as (handle, stamp):
            if stamp.size > MAX_BASELINE:
                reason = f"it is larger than {MAX_BASELINE:,} bytes"
                raise catalog.BAD_BASELINE.error(Place(CLAIMS_BASELINE), reason=reason)
            return parse_baseline(read_of(handle))
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise catalog.READ_FAILED.error(Place(CLAIMS_BASELINE), reason=os_reason(error)) from None
