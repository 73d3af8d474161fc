"""The notebook of the documents is executed as Jupyter does; what it shows is looked at."""

import os
import re
from pathlib import Path
from xml.etree import ElementTree

import nbformat
import pytest
from nbclient import NotebookClient

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def shown(tmp_path_factory):
    """The outputs of the cells, by their last lines; the executed notebook is left in the target directory."""
    folder = tmp_path_factory.mktemp("notebook")
    notebook = nbformat.read(ROOT / "docs/notebook.ipynb", as_version=4)
    nbformat.validate(notebook)
    NotebookClient(notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(folder)}}).execute()
    assert (folder / "training.pdf").read_bytes().startswith(b"%PDF-")
    kept = ROOT / os.environ.get("CARGO_TARGET_DIR", "target")
    nbformat.write(notebook, kept / "notebook.ipynb")
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    return {cell.source.splitlines()[-1]: [output.data for output in cell.outputs if "data" in output] for cell in code}


def test_every_picture_is_shown(shown):
    pictures = {line: data["image/svg+xml"] for line, outputs in shown.items() for data in outputs if "image/svg+xml" in data}
    assert len(pictures) == 5
    for picture in pictures.values():
        assert ElementTree.fromstring(picture).tag.endswith("svg")
    # Two of four modes are tied: 2 · 2 · 3 = 12 families in the diagram, a curve a mode over the flow.
    assert pictures["landscape.plot()"].count("data-id=") == 12
    assert pictures["flow.plot()"].count('class="curve"') >= 4


def test_tables_and_the_page_are_shown(shown):
    assert "nonstrict saddle" in shown["landscape"][0]["text/html"]
    assert re.search(r"<td>\{1, ?2\}</td>|\[1,2\]|\[1, 2\]", shown["run"][0]["text/html"])
    assert "<table" in shown['landscape.to_pandas()[["subset", "loss", "type", "index", "escape_order"]].head()'][0]["text/html"]
    assert shown["landscape.view(flow)"][0]["text/html"].startswith("<iframe srcdoc=")
    assert "[1, 2]" in shown["problem.classify(saved[7000]).nearest"][0]["text/plain"]
