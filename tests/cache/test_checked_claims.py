from leverage_site.cache.checked_claims import CheckedClaims
from leverage_site.cache.store import Store
from leverage_site.claims.ledger import BaselineEntry, CheckedText, RefutedClaim
from leverage_site.problems import Place, catalog
from tests.support.builders import Version

PATH = "content/records/2026-04-07.md"
PROBLEM = catalog.FALSE_VALUE.at(Place(PATH, 9, 3), printed="44.1x", why="43.3x")
REFUTED = RefutedClaim(BaselineEntry(PATH, "44.1x", "It came to 44.1x – “so”."), 11, PROBLEM)
TEXTS = {
    PATH: ("a key", CheckedText(3, 2, 1, (REFUTED, REFUTED))),
    "content/weeks/2026-W15.md": ("b", CheckedText()),
}


def test_what_is_saved_comes_back(tmp_path):
    claims = CheckedClaims(Store(tmp_path, Version("1")))
    assert claims.texts == {}
    claims.save(TEXTS)
    claims.store.commit()
    assert CheckedClaims(Store(tmp_path, Version("1"))).texts == TEXTS


def test_texts_that_go_are_forgotten(tmp_path):
    store = Store(tmp_path, Version("1"))
    CheckedClaims(store).save(TEXTS)
    CheckedClaims(store).save({PATH: TEXTS[PATH]})
    assert CheckedClaims(store).texts == {PATH: TEXTS[PATH]}


def test_another_version_checks_anew(tmp_path):
    store = Store(tmp_path, Version("1"))
    CheckedClaims(store).save(TEXTS)
    store.commit()
    assert CheckedClaims(Store(tmp_path, Version("2"))).texts == {}
