import json

from tests.support.workspace import cli


def test_the_schema_is_json_schema_alone_on_standard_output(tmp_path):
    result = cli("--site", tmp_path, "schema")
    assert (result.exit_code, result.stderr) == (0, "")
    schema = json.loads(result.stdout)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["required"] == ["date", "tasks"]
    assert {"date", "title", "tags", "tokens", "tasks", "draft", "extra", "id", "url", "aliases"} <= set(
        schema["properties"]
    )
    assert schema["additionalProperties"] is False
    assert schema["$defs"]["task"]["required"] == ["task", "human", "ai"]
