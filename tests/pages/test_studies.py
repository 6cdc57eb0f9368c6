"""The page of a study, on built sites."""

from __future__ import annotations

from typing import Any

from justhtml import JustHTML

from tests.conftest import INVENTED, INVENTED_ID, Site, ris


def page(site: Site, study: str) -> Any:
    return JustHTML((site.root / f"site/studies/{study}.html").read_text(encoding="utf-8"), strict=True, sanitize=False)


def test_a_retraction_in_the_collection_is_an_alert_on_the_page_of_the_retracted_study(site: Site) -> None:
    retraction = ris(
        TI="Retraction: An invented study of lighthouse keepers",
        AU="Example, Ada",
        JF="Journal of Invented Results",
        PY="2022",
        DO="10.5555/lighthouse.2",
    )
    site.source("export.ris", INVENTED + retraction)
    assert site.run("--quiet") == 0
    (alert,) = page(site, INVENTED_ID).query(".alert.notice")
    assert alert.query("h2")[0].to_text() == "This study has been retracted"
    (link,) = alert.query("a")
    assert (site.root / "site/studies" / link.attrs["href"]).is_file()
    other = link.attrs["href"].removesuffix(".html")
    assert not page(site, other).query(".alert.notice"), "the retraction itself is not retracted"


def test_of_a_conflict_the_page_says_which_value_was_taken(site: Site) -> None:
    site.source("a.ris", INVENTED.replace("ER  - ", "VL  - 7\nER  - "))
    site.source("b.ris", INVENTED.replace("ER  - ", "VL  - 8\nER  - "))
    assert site.run("--quiet") == 0
    assert site.record(INVENTED_ID)["volume"] == "7"
    rows = [[cell.to_text() for cell in row.query("td")] for row in page(site, INVENTED_ID).query("table tbody tr")]
    values = [row[0] for row in rows if row and row[0][:1] in "78"]
    assert ["taken" in value for value in values] == [True, False]
