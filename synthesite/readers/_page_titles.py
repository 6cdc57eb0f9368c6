"""The candidates for a page's title; sites put their own names behind it (`… | Journal of Invented Results`)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from synthesite.readers._page_passages import clean_title
from synthesite.readers._page_schemes import Scheme
from synthesite.readers._page_shown import Shown
from synthesite.text.folding import same_form, title_key
from synthesite.text.html_references import Passage
from synthesite.text.markup import plain_title

_SEPARATOR = re.compile(r" (?:[|–—·•»›-]|::) ")


class Titles:
    """The titles that a page states, cleaned of markup and of the site's name."""

    def __init__(self, schemes: list[Scheme], shown: Shown, others: dict[str, list[Passage]]) -> None:
        self.schemes = schemes
        self.shown = shown
        names = [passage.folded for key in ("og:site_name", "application-name") for passage in others.get(key, [])]
        for scheme in schemes:
            names += [p.folded for p in scheme.all("journal", "abbreviation", "publisher", "source", "container")]
        self.sites = {same_form(name) for name in names if same_form(name)}

    def candidates(self) -> Iterator[tuple[str, Passage]]:
        """The scheme and the title, the most trusted first."""
        for scheme in self.schemes:
            for passage in scheme.all("title"):
                title = clean_title(passage)
                if scheme.name == "Open Graph":
                    proper = self._without_site(title)
                    if proper:
                        yield scheme.name, proper
                elif scheme.name == "JSON-LD":
                    yield scheme.name, self._without_site(title) or title
                else:
                    yield scheme.name, self._without_responsibility(title)
        heading = self._heading()
        if heading:
            yield "the page", self._without_responsibility(heading)

    def _heading(self) -> Passage | None:
        """The one heading of the first level that is no site's name; of several, none is clear."""
        titles = [title for _, title in self.shown.titles if same_form(plain_title(title.folded)) not in self.sites]
        return titles[0] if len({title.folded for title in titles}) == 1 else None

    def _without_site(self, title: Passage) -> Passage | None:
        """A title without the site's name behind it, as far as that is known; `None` where it is not clear."""
        headings = {title_key(plain_title(heading.folded)) for _, heading in self.shown.titles}
        if title_key(plain_title(title.folded)) in headings:
            return title
        cuts = [match.start() for match in _SEPARATOR.finditer(title.text)][-3:]
        if not cuts:
            return None if same_form(title.folded) in self.sites else title
        for cut in cuts:
            rest = _SEPARATOR.sub("\n", title.text[cut:]).split("\n")
            known = next((same_form(part) in self.sites for part in rest if part), False)
            if known or title_key(plain_title(title.text[:cut])) in headings:
                return title.cut(0, cut).trimmed()
        return title.cut(0, cuts[-1]).trimmed() if re.match(r"\s+\|", title.text[cuts[-1] :]) else None

    def _without_responsibility(self, title: Passage) -> Passage:
        """A catalogue's title without the statement of responsibility that follows ` / ` (ISBD, area 1)."""
        at = title.text.find(" / ")
        people = [author.person for scheme in self.schemes for author in scheme.authors[:1]]
        families = [same_form(person.get("family") or person.get("literal", "")) for person in people]
        if at > 0 and any(name and name in same_form(title.text[at:]) for name in families):
            return title.cut(0, at).trimmed()
        return title
