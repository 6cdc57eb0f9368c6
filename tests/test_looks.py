"""A site's own looks: what its settings say, and files in its own `templates/`."""

from __future__ import annotations

import re
import struct
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from PIL import ImageFont

from synthesite.config import Config, Logo, Settings, load_config
from synthesite.looks import COLOUR, DARK, ICON, LIGHT, frame_logo, mark_on
from synthesite.template_keys import TEMPLATES, FrameLogo
from synthesite.text.colours import ENOUGH, faintest, rgb, written
from tests.conftest import INVENTED, INVENTED_ID, Site

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40.4 20"><circle r="9"/></svg>'
SETTINGS = """title: An invented site
base_url: https://example.org/evidence/
colour: "#7a1f5c"
logo: {file: pictures/logo.svg, alt: A lighthouse}
licence: {text: CC BY 4.0, url: https://creativecommons.org/licenses/by/4.0/}
navigation:
- {label: Our network, url: https://example.org/}
- {label: Каталог, page: journals/index.html}
footer: Some **bold** <b>words</b>.
themes:
- {id: lighthouses, label: Lighthouses, keywords: [lighthouse]}
"""


def configure(site: Site, text: str) -> None:
    (site.root / "config.yaml").write_text(text, encoding="utf-8")


def page(site: Site, path: str = "index.html") -> str:
    return (site.root / "site" / path).read_text(encoding="utf-8")


def write(site: Site, path: str, text: str | bytes) -> None:
    file = site.root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text.encode() if isinstance(text, str) else text)


@pytest.fixture
def looking(site: Site) -> Site:
    """A built site that says everything about its looks."""
    site.source("invented.ris", INVENTED)
    write(site, "pictures/logo.svg", SVG)
    configure(site, SETTINGS)
    assert site.run("--quiet") == 0
    return site


def as_clean(site: Site) -> dict[str, bytes]:
    """The files of the site, which are those that a build with no cache makes."""
    incremental = site.files("site")
    for folder in (".cache", "site"):
        for path in sorted((site.root / folder).rglob("*"), reverse=True):
            path.rmdir() if path.is_dir() else path.unlink()
    site.run("--quiet")
    assert site.files("site") == incremental
    return incremental


def test_every_setting_is_seen_on_every_page(looking: Site) -> None:
    for path in ("index.html", f"studies/{INVENTED_ID}.html", "themes/lighthouses.html"):
        up = "../" * path.count("/")
        html = page(looking, path)
        assert '<meta name="theme-color" content="#7a1f5c">' in html
        assert f'<link rel="stylesheet" href="{up}static/theme.css">' in html.replace("../themes/", "")
        assert re.search(
            rf'<img class="logo" src="{up}static/logo.svg" alt="A lighthouse" width="40" height="20">', html
        )
        assert '<a rel="license" href="https://creativecommons.org/licenses/by/4.0/">CC BY 4.0</a>' in html
        assert html.count('<a href="https://example.org/" rel="external">Our network</a>') == 1
        assert html.count(' lang="und-Cyrl">Каталог</a>') == 1
        assert "<p>Some <strong>bold</strong> &lt;b&gt;words&lt;/b&gt;.</p>" in html
    assert 'href="index.html" aria-current="page" lang="und-Cyrl">Каталог' in page(looking, "journals/index.html")


def test_a_site_without_them_says_nothing_of_them(site: Site) -> None:
    assert site.run("--quiet") == 0
    html = page(site)
    for word in ("theme-color", "theme.css", "site.css", "<img", "license", "og:"):
        assert word not in html
    assert "static/theme.css" not in site.files("site")


def test_previews_are_named_with_whole_addresses(looking: Site) -> None:
    address = "https://example.org/evidence/"
    assert f'<meta property="og:image" content="{address}static/preview.png">' in page(looking)
    assert f'<meta property="og:image" content="{address}themes/lighthouses.png">' in page(
        looking, "themes/lighthouses.html"
    )
    assert f'content="{address}static/preview.png"' in page(looking, "themes/index.html")
    assert "og:" not in page(looking, "404.html")
    files = looking.files("site")
    assert files["static/preview.png"] != files["themes/lighthouses.png"]


def test_a_site_can_do_without_previews(looking: Site) -> None:
    configure(looking, SETTINGS + "leave_out: [previews]\n")
    assert looking.run("--quiet") == 0
    assert not [path for path in looking.files("site") if path.endswith(".png")]
    assert "og:image" not in page(looking)
    assert "og:title" in page(looking)


def test_what_changes_is_made_anew_and_nothing_else_is_needed(looking: Site) -> None:
    write(looking, "pictures/logo.svg", SVG.replace("40.4", "80"))
    assert looking.run("--quiet") == 0
    assert b"80" in looking.files("site")["static/logo.svg"]
    assert 'width="80"' in page(looking)
    configure(looking, SETTINGS.replace("7a1f5c", "0000aa"))
    looking.run("--quiet")
    files = as_clean(looking)
    assert b"#0000aa" in files["static/theme.css"]
    assert b"#0000aa" in files["static/favicon.svg"]


def test_a_png_tells_its_size(tmp_path: Path) -> None:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    content = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 120, 32, 8, 0, 0, 0, 0))
    (tmp_path / "Mark.PNG").write_bytes(content)
    config = Config(root=tmp_path, settings=Settings(title="T", logo=Logo(file="Mark.PNG")))
    assert frame_logo(config) == FrameLogo("static/logo.png", "", 120, 32)


@pytest.mark.parametrize("colour", ["#7a1f5c", "#e8590c", "yellow", "white", "black", "navy"])
def test_text_in_the_theme_colour_can_be_read_on_every_paper(site: Site, colour: str) -> None:
    configure(site, f"title: T\ncolour: '{colour}'\n")
    assert site.run("--quiet") == 0
    css = (site.root / "site/static/theme.css").read_text()
    light, dark = (rgb(one) for one in re.findall(r"#[0-9a-f]{6}", css))
    assert light
    assert dark
    assert faintest(light, *LIGHT) >= ENOUGH
    assert faintest(dark, *DARK) >= ENOUGH


def test_a_colour_that_is_too_faint_for_text_is_a_warning_with_the_ratio(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    configure(site, "title: T\ncolour: yellow\n")
    assert site.run("--quiet") == 0
    assert re.search(r"^config.yaml:2: faint-colour .* 1\.0\d:1 .* #[0-9a-f]{6};", capsys.readouterr().err)
    configure(site, "title: T\ncolour: teal\n")
    assert site.run("--quiet", "--strict") == 1, "4.2:1 on raised paper"
    configure(site, "title: T\ncolour: navy\n")
    assert site.run("--quiet", "--strict") == 0


def test_the_papers_are_those_of_the_stylesheet() -> None:
    css = (TEMPLATES / "static/style.css").read_text()
    for at, name in enumerate(("paper", "raised", "warn-paper")):
        assert f"--{name}: light-dark({written(LIGHT[at])}, {written(DARK[at])});" in css
    assert COLOUR in (TEMPLATES / ICON).read_text()
    assert f"--accent: light-dark({COLOUR}, " in css


def test_the_sign_can_be_told_from_its_ground() -> None:
    assert mark_on((11, 85, 99)) == (255, 255, 255)
    assert mark_on((255, 255, 0)) == (0, 0, 0)


def test_a_way_to_a_page_that_is_not_there_is_a_warning_with_its_line(
    looking: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    write(looking, "content/pages/about.md", "---\ntitle: About\n---\n\nInvented.\n")
    pages = [
        "index",
        "about",
        "themes/index",
        "themes/lighthouses",
        f"studies/{INVENTED_ID}",
        "absent",
        "themes/absent",
    ]
    ways = "".join(f"- {{label: A, page: {one}.html}}\n" for one in [*pages, "studies/absent", "nowhere/x"])
    configure(looking, SETTINGS.replace("navigation:\n", f"navigation:\n{ways}"))
    assert looking.run("--quiet") == 0
    found = re.findall(r"^config.yaml:(\d+): no-such-page .* leads to (\S+),", capsys.readouterr().err, re.MULTILINE)
    assert found == [
        ("12", "absent.html"),
        ("13", "themes/absent.html"),
        ("14", "studies/absent.html"),
        ("15", "nowhere/x.html"),
    ]


def test_a_site_has_a_stylesheet_of_its_own_after_the_others(looking: Site) -> None:
    write(looking, "templates/static/site.css", "h1 { color: red }")
    assert looking.run("--quiet") == 0
    html = page(looking, "themes/lighthouses.html")
    sheets = re.findall(r'rel="stylesheet" href="../static/(\w+).css"', html)
    assert sheets == ["style", "theme", "site"]
    as_clean(looking)
    (looking.root / "templates/static/site.css").unlink()
    assert looking.run("--quiet") == 0
    assert "site.css" not in page(looking)
    assert "static/site.css" not in looking.files("site")


def test_a_sites_own_template_stands_in_place_of_the_programs_in_an_incremental_build(looking: Site) -> None:
    write(looking, "templates/partials/footer.html", "<footer>Ours: {{ site.title }}</footer>")
    write(
        looking,
        "templates/page.html",
        "{% extends 'base.html' %}{% block main %}<h1>{{ page.title }}!</h1>{% endblock %}",
    )
    write(looking, "content/pages/about.md", "---\ntitle: About\n---\n\nInvented.\n")
    assert looking.run("--quiet") == 0
    assert "<h1>About!</h1>" in page(looking, "about.html")
    assert "Ours: An invented site" in page(looking, f"studies/{INVENTED_ID}.html")
    as_clean(looking)
    (looking.root / "templates/partials/footer.html").unlink()
    assert looking.run("--quiet") == 0
    assert "Made with Synthesite" in page(looking, f"studies/{INVENTED_ID}.html")


def test_a_sites_own_icon_and_files_are_published_as_they_are(looking: Site) -> None:
    write(looking, "templates/static/favicon.svg", SVG)
    write(looking, "templates/static/fonts/letters.woff2", b"\x00\x01")
    assert looking.run("--quiet") == 0
    files = looking.files("site")
    assert files["static/favicon.svg"] == SVG.encode()
    assert files["static/fonts/letters.woff2"] == b"\x00\x01"
    assert "favicon.ico" not in files


def test_a_faulty_template_of_a_site_is_named_with_its_line(looking: Site, capsys: pytest.CaptureFixture[str]) -> None:
    write(
        looking,
        "templates/page.html",
        "{% extends 'base.html' %}\n{% block main %}\n{{ page.nothing.there }}{% endblock %}",
    )
    write(looking, "content/pages/about.md", "---\ntitle: About\n---\n\nInvented.\n")
    assert looking.run("--quiet") == 1
    assert "templates/page.html:3: bad-template" in capsys.readouterr().err
    assert "about.html" not in looking.files("site")


def test_a_demonstration_of_all_settings_is_read(looking: Site) -> None:
    assert load_config(looking.root).settings.logo == Logo(file="pictures/logo.svg", alt="A lighthouse")


def test_pictures_are_written_with_the_font_of_the_settings(looking: Site) -> None:
    """Pillow's own font, cut so that it lacks letters, is another font; a changed file is seen."""
    font = ImageFont.load_default(20)
    assert isinstance(font, ImageFont.FreeTypeFont)
    assert isinstance(font.path, BytesIO)
    before = looking.files("site")
    write(looking, "fonts/own.ttf", font.path.getvalue())
    configure(looking, f"{SETTINGS}preview_font: fonts/own.ttf\n")
    assert looking.run("--quiet") == 0
    assert looking.files("site") == before
    write(looking, "fonts/own.ttf", font.path.getvalue()[:2_000])
    assert looking.run("--quiet") == 0
    after = looking.files("site")
    assert {path for path in after if after[path] != before[path]} == {
        ".synthesite-files.json", "static/preview.png", "themes/lighthouses.png"
    }  # fmt: skip
    assert after == as_clean(looking)
