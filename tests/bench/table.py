"""Table: the bench's lines as Markdown, between the marks of docs/performance.md."""

import json
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "performance.md"
BEGIN, END = "<!-- figures -->", "<!-- /figures -->"


def write_table(lines: Path) -> None:
    """Replace the table of the page by the figures of a file of JSON lines."""
    figures = [json.loads(line) for line in lines.read_text().splitlines() if line.strip()]
    rows = [
        "| figure | measured | unit | target | moonshot | met | conditions |",
        "|---|---|---|---|---|---|---|",
        *(
            "| {figure} | {value} | {unit} | {target} | {moonshot} | {met} | {conditions} |".format(
                **figure
            )
            for figure in figures
        ),
    ]
    page = PAGE.read_text()
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    PAGE.write_text("\n".join([before + BEGIN, *rows, END + after]))
