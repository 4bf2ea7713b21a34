"""Of what a program prints when it fails, that is shown which tells why."""

import sys
from pathlib import Path

import pytest

from leverage_site.problems import Place, ProblemError
from leverage_site.publish.process import Program

GIT = "To /srv/log.git\n ! [remote rejected] 1a2b -> gh-pages (pre-receive hook declined)\nerror: failed to push some refs\n"


@pytest.mark.parametrize(
    ("printed", "told"),
    [
        ("", "ended with code 3"),
        ("one\ntwo\n", "ended with code 3: two"),
        ("one\nfatal: no\ntwo\n", "ended with code 3: fatal: no"),
        (f"remote: policy: no pushes on Friday        \n{GIT}",
         "! [remote rejected] 1a2b -> gh-pages (pre-receive hook declined); the server says: policy: no pushes on Friday"),
        (f"remote: one\nremote:\nremote:   two\n{GIT}", "declined); the server says: one / two"),
        ("".join(f"remote: {n}\n" for n in range(9)) + GIT, "; the server says: 0 / 1 / 2 / 3 / 4"),
        ("remote: fatal: of the server\nfatal: of ours\n", "3: fatal: of ours; the server says: fatal: of the server"),
        ("remote: alone\n", "ended with code 3: remote: alone"),
        ("remote: \x1b[31mred\nfatal: x\n", "the server says: \\u001b[31mred"),
    ],
)  # fmt: skip
def test_the_line_that_says_the_most_and_what_the_server_says(printed: str, told: str, tmp_path: Path) -> None:
    program = Program(sys.executable, tmp_path, Place("here"))
    with pytest.raises(ProblemError) as raised:
        program.run("-c", f"import sys; sys.stderr.write({printed!r}); sys.exit(3)")
    (problem,) = raised.value.problems
    assert problem.code == "U010"
    assert problem.message.endswith(told)
