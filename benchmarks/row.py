"""One line of the table that the bench prints."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Row:
    """What was measured: the floor's figure and Garant's, in the same unit, and what is to be reached."""

    what: str
    floor: float | None
    garant: float
    unit: str
    reach: str = ""
    met: bool | None = None

    @classmethod
    def beside(  # noqa: PLR0913 - a line has so many figures
        cls, what: str, *, floor: float, garant: float, unit: str, most: float | None = None, least: float | None = None
    ) -> "Row":
        """Return a line whose goal, if it has one, is a ratio to the floor: at most this, or at least that."""
        ratio = garant / floor
        if most is not None:
            return cls(what=what, floor=floor, garant=garant, unit=unit, reach=f"≤ {most:g} ×", met=ratio <= most)
        if least is not None:
            return cls(what=what, floor=floor, garant=garant, unit=unit, reach=f"≥ {least:g} ×", met=ratio >= least)
        return cls(what=what, floor=floor, garant=garant, unit=unit)

    @classmethod
    def within(cls, what: str, *, garant: float, unit: str, most: float, floor: float | None = None) -> "Row":
        """Return a line whose goal is a figure not to be passed."""
        return cls(
            what=what, floor=floor, garant=garant, unit=unit, reach=f"≤ {_spell(most)} {unit}", met=garant <= most
        )

    @property
    def cells(self) -> tuple[str, ...]:
        """Return the cells of the line."""
        ratio = "" if not self.floor else f"{self.garant / self.floor:.2f} ×"
        floor = "" if self.floor is None else f"{_spell(self.floor)} {self.unit}"
        met = {None: "", True: "met", False: "**not met**"}[self.met]
        return self.what, floor, f"{_spell(self.garant)} {self.unit}", ratio, self.reach, met


def _spell(figure: float) -> str:
    if figure >= 1000:
        return f"{figure:,.0f}"
    return f"{figure:.0f}" if figure >= 100 else f"{figure:.3g}"


HEAD = ("what", "floor", "Garant", "ratio", "reach", "met or not")


def table(rows: list[Row]) -> str:
    """Return the lines as a table in Markdown."""
    lines = [HEAD, tuple("---" for _ in HEAD), *(row.cells for row in rows)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"
