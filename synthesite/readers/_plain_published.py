"""When the study that a page shows was published, among all the dates that pages show."""

from __future__ import annotations

from synthesite.extract import Draft
from synthesite.readers._plain_citation import Citation, issue_of
from synthesite.readers._plain_dates import dates_in
from synthesite.readers._plain_fields import Field
from synthesite.readers._plain_lines import Line
from synthesite.text.dates import iso_date


def add_dates(draft: Draft, own: list[Line], fields: list[Field], citation: tuple[Line, Citation] | None) -> None:
    """The date of publication, as precise as the page is.

    The year that the citation states is the year; of the labelled dates of that year and the citation's own, the most
    precise is the date of publication. A date of publication online counts where there is no other. Dates of receipt
    and acceptance are never taken. Dates that contradict each other are left out.
    """
    issue: list[tuple[str, tuple[int, int]]] = []
    if citation and "date" in citation[1].spans:
        at = citation[0].start
        span = (at + citation[1].spans["date"][0], at + citation[1].spans["date"][1])
        if iso := iso_date(draft.text[slice(*span)].rstrip(".")):
            issue.append((iso, span))
    labelled = {key: _dates(draft, fields, key) for key in ("published", "issued", "online", "year")}
    found = issue or labelled["year"] or labelled["published"] or labelled["issued"] or labelled["online"]
    found = found or _date_beside(own, citation)
    if not found:
        return
    years = {iso[:4] for iso, _ in found}
    if len(years) > 1:
        draft.conflict("published", *((draft.text[slice(*span)], span) for _, span in found))
        return
    year = years.pop()
    dates = [one for one in [*issue, *(labelled["published"] or labelled["issued"]), *found] if one[0].startswith(year)]
    iso, span = max(dates, key=lambda one: len(one[0]))
    if any(not iso.startswith(other) for other, _ in dates):
        if not issue:
            draft.conflict("published", *((draft.text[slice(*place)], place) for _, place in dates))
            iso, span = year, found[0][1]
        else:
            iso, span = issue[0]
    place = _year_at(draft.text, found[0][1], year)
    if place:
        draft.convert("year", place, int)
    else:
        draft.put("year", int(year), found[0][1], derived=True)
    draft.put("published", iso, span, derived=iso != draft.text[slice(*span)])


def _date_beside(own: list[Line], citation: tuple[Line, Citation] | None) -> list[tuple[str, tuple[int, int]]]:
    """The month that stands alone on the line above or below the citation, or that of an issue."""
    if not citation:
        return []
    for line in own:
        iso = iso_date(line.text) if abs(line.number - citation[0].number) == 1 and len(line.text) <= 30 else None
        if iso and len(iso) > 4:
            return [(iso, line.span)]
    dates: list[tuple[str, tuple[int, int]]] = []
    for line in own[:40]:
        if issue := issue_of(line.text):
            start, end = issue.spans["date"]
            dates.append((iso_date(line.text[start:end]) or "", (line.start + start, line.start + end)))
    return dates if len(dates) == 1 and dates[0][0] else []


def _year_at(text: str, span: tuple[int, int], year: str) -> tuple[int, int] | None:
    at = text.find(year, *span)
    return (at, at + 4) if at >= 0 else None


def _dates(draft: Draft, fields: list[Field], key: str) -> list[tuple[str, tuple[int, int]]]:
    found = []
    for field in fields:
        if field.key == key:
            start, end = field.spans[0]
            dates = dates_in(draft.text[start : min(end, start + 200)])
            found += [(iso, (start + from_, start + to)) for iso, from_, to in dates[:1] if from_ <= 25]
    return found
