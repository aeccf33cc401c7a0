"""`./run` must do on any machine what it does here."""

import ast
import importlib.machinery
import importlib.util
import re
from types import ModuleType

import pytest

from tests.project_files import ROOT
from tests.test_repository import PROJECT

SOURCE = (ROOT / "run").read_text()


@pytest.fixture(scope="module")
def launcher() -> ModuleType:
    loader = importlib.machinery.SourceFileLoader("launcher", str(ROOT / "run"))
    spec = importlib.util.spec_from_loader("launcher", loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


def test_a_python_too_old_for_the_project_can_read_the_launcher() -> None:
    ast.parse(SOURCE, feature_version=(3, 6))


def test_the_launcher_asks_for_the_pythons_that_the_project_supports(launcher: ModuleType) -> None:
    oldest, beyond = re.findall(r"3\.(\d+)", PROJECT["project"]["requires-python"])
    assert ((3, int(oldest)), (3, int(beyond) - 1)) == (launcher.NEEDED, launcher.NEWEST)


def test_help_names_every_command(launcher: ModuleType) -> None:
    assert re.findall(r"^  \./run (\w+)", launcher.help_text(), re.MULTILINE) == list(launcher.COMMANDS)


def test_arguments_go_where_the_table_puts_them(launcher: ModuleType) -> None:
    python = str(launcher.VENV_PYTHON)
    bench = launcher.COMMANDS["bench"].steps[-1]
    assert launcher.fill_in(bench, ["record", "--events", "5"]) == [python, "-m", "benchmarks.record", "--events", "5"]
    demo = [launcher.fill_in(step, ["--port", "1"]) for step in launcher.COMMANDS["demo"].steps]
    assert [step[2] for step in demo] == ["migrate", "collectstatic", "demo"]
    assert ["--port" in step for step in demo] == [False, False, True]


def test_a_measurement_without_a_name_says_which_there_are(launcher: ModuleType) -> None:
    with pytest.raises(SystemExit, match="Which one"):
        launcher.fill_in(launcher.COMMANDS["bench"].steps[-1], [])
