from dataclasses import fields

import pytest

from leverage_site.settings import SETTINGS, Settings, parse

SITE = {"id": '"tag:example.org,2026:x"', "base_url": '"https://example.org/"'}


def test_each_field_has_one_setting():
    names = sorted(field.name for field in fields(Settings) if field.name != "targets")  # a section for each
    assert sorted(setting.field for setting in SETTINGS) == names
    assert len({(setting.section, setting.key) for setting in SETTINGS}) == len(SETTINGS)


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: f"{setting.section}.{setting.key}")
def test_a_default_or_an_example_is_itself_accepted(setting):
    if setting.default is None:
        assert setting.example is not None
        assert setting.read(setting.example.strip('"')) is not None
    else:
        assert setting.example is None
        value = list(setting.default) if isinstance(setting.default, tuple) else setting.default
        value = {} if setting.key == "aliases" or setting.section == "aliases" else value
        value = [item.page for item in setting.default] if setting.field == "nav" else value
        assert setting.read(value) == setting.default
    assert setting.allowed
    assert setting.meaning.endswith(".")


def test_the_examples_make_a_site():
    lines = [f"{s.key} = {s.example}" for s in SETTINGS if s.example]
    assert parse("[site]\n" + "\n".join(lines)).base_url == "https://example.org/"
