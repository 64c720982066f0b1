"""The table that compares the methods: whole at every width, with two or three methods to see side by side."""

from dataclasses import dataclass

from jinja2 import Environment
from lxml import html
from markupsafe import Markup

from methodbook.site.filling import Context, elements, inner_html

HEADING = ".//h2[@id='compare']"


@dataclass(frozen=True)
class Column:
    """What the methods are compared by: its name, and what it says of each method, as HTML."""

    name: Markup
    cells: tuple[Markup, ...]

    @property
    def is_same(self) -> bool:
        """Whether it says the same of all methods."""
        return len(self.cells) > 1 and len(set(self.cells)) == 1


def lay_out(article: html.HtmlElement, environment: Environment, context: Context) -> None:
    """Replace the table under the heading `compare` by one to choose from, and the chosen methods side by side."""
    for heading in article.iterfind(HEADING):
        tables = heading.xpath("following::div[@class='table-frame'][1]")
        if tables and tables[0].xpath(".//tbody/tr/td[1]/a"):
            name, columns = read_table(tables[0])
            told = {"method": name, "columns": columns, "count": len(columns[0].cells)}
            for part in reversed(elements("sheet/compare", environment, {**context, **told})):
                tables[0].addnext(part)
            tables[0].drop_tree()


def read_table(frame: html.HtmlElement) -> tuple[Column, list[Column]]:
    """The first column, which names the methods, and the others."""
    names = [Markup(inner_html(cell)) for cell in frame.iterfind(".//thead/tr/th")]  # noqa: S704 - our own article
    rows = [[Markup(inner_html(cell)) for cell in row] for row in frame.iterfind(".//tbody/tr")]  # noqa: S704
    first, *others = [Column(name, cells) for name, cells in zip(names, zip(*rows, strict=True), strict=False)]
    return first, others
