"""Licences as sources name them, and their SPDX identifiers (https://spdx.org/licenses/)."""

from __future__ import annotations

import re
from functools import lru_cache

from synthesite.text.patterns import lazy

_CC_URL = lazy(
    r"(?:https?:)?//(?:www\.)?creativecommons\.org/(?:licen[cs]es/([a-z+-]+)/([1-4]\.\d)(?:/([a-z]{2,3})\b)?"
    r"|publicdomain/(zero|mark)/1\.0)",
    re.IGNORECASE,
)
_CC_CODE = lazy(r"cc[ _-]*((?:(?:by|nc|nd|sa)[ _-]*)+)(?:[v ]*([1-4]\.\d))(?:[ _-]*(igo|intl|international))?")
_CC_WORDS = lazy(
    r"(?:creative commons|cc)?[ ,:-]*attribution"
    r"((?:[ ,-]*(?:non[- ]?commercial|no[- ]?deriv(?:ative)?s?(?: works)?|share[- ]?alike))*)"
    r"[ ,(-]*([1-4]\.\d)[ )]*(international|unported|igo)?(?: (?:public )?licen[cs]e)?"
)
_PARTS = {"by": "BY", "nc": "NC", "nd": "ND", "sa": "SA"}
_KINDS = ("BY", "BY-SA", "BY-ND", "BY-NC", "BY-NC-SA", "BY-NC-ND")
FAMILIES = ("CC0", "CC-PDM", *(f"CC-{kind}" for kind in _KINDS))
_VERSIONS = ("1.0", "2.0", "2.5", "3.0", "4.0")
_FAMILY = lazy(rf"({'|'.join(FAMILIES)})(?:-[1-4]\.\d(?:-[A-Z]{{2,4}})?)?")
_PORTED = frozenset({
    "CC-BY-2.5-AU", "CC-BY-3.0-AT", "CC-BY-3.0-AU", "CC-BY-3.0-DE", "CC-BY-3.0-IGO", "CC-BY-3.0-NL", "CC-BY-3.0-US",
    "CC-BY-NC-3.0-DE", "CC-BY-NC-ND-3.0-DE", "CC-BY-NC-ND-3.0-IGO", "CC-BY-NC-SA-2.0-DE", "CC-BY-NC-SA-2.0-FR",
    "CC-BY-NC-SA-2.0-UK", "CC-BY-NC-SA-3.0-DE", "CC-BY-NC-SA-3.0-IGO", "CC-BY-ND-3.0-DE", "CC-BY-SA-2.0-UK",
    "CC-BY-SA-2.1-JP", "CC-BY-SA-3.0-AT", "CC-BY-SA-3.0-DE", "CC-BY-SA-3.0-IGO",
})  # fmt: skip
_OTHERS = {
    name.lower(): name
    for name in (
        "CC0-1.0", "CC-PDM-1.0", "MIT", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "GPL-2.0-only",
        "GPL-2.0-or-later", "GPL-3.0-only", "GPL-3.0-or-later", "LGPL-3.0-only", "LGPL-3.0-or-later", "AGPL-3.0-only",
        "AGPL-3.0-or-later", "MPL-2.0", "ISC", "Unlicense", "PDDL-1.0", "ODC-By-1.0", "ODbL-1.0", "EUPL-1.2",
        "etalab-2.0", "OGL-UK-3.0", "GFDL-1.3-only", *_PORTED,
    )
}  # fmt: skip
_ZERO = {"cc0", "cc 0", "cc0 1.0", "cc zero", "cc0 1.0 universal", "creative commons zero v1.0 universal"}


@lru_cache(maxsize=1024)
def spdx(text: str) -> str | None:
    """The SPDX identifier of a licence that is given by its Creative Commons address, its short form or its name.

    `None` for what SPDX doesn't list, and for a Creative Commons licence without its version: those differ.
    """
    name = " ".join(text.split())
    if url := _CC_URL.search(name):
        if url[4]:
            return "CC0-1.0" if url[4].lower() == "zero" else "CC-PDM-1.0"
        return _creative_commons(url[1], url[2], (url[3] or "").upper())
    plain = name.lower().strip(" .")
    if plain in _OTHERS or plain in _ZERO:
        return _OTHERS.get(plain, "CC0-1.0")
    if code := _CC_CODE.fullmatch(plain):
        return _creative_commons(code[1], code[2], "IGO" if code[3] == "igo" else "")
    if words := _CC_WORDS.fullmatch(plain):
        parts = re.sub(r"no[- ]?deriv(?:ative)?s?(?: works)?", "nd", words[1])
        parts = re.sub(r"non[- ]?commercial", "nc", re.sub(r"share[- ]?alike", "sa", parts))
        return _creative_commons(f"by {parts}", words[2], "IGO" if words[3] == "igo" else "")
    return None


@lru_cache(maxsize=1024)
def family_of(licence: str) -> str | None:
    """The family of a Creative Commons licence, whatever its version and the law it is ported to.

    `CC-BY-NC` for `CC-BY-NC-4.0`, `CC-BY-NC-3.0-DE` and `CC-BY-NC` itself; `None` for any other text.
    """
    match = _FAMILY.fullmatch(licence)
    return match[1] if match else None


def known_licences() -> frozenset[str]:
    """The SPDX identifiers that `spdx` gives."""
    plain = (f"CC-{kind}-{version}" for kind in _KINDS for version in _VERSIONS)
    return frozenset({*plain, *_PORTED, *_OTHERS.values()})


def _creative_commons(kind: str, version: str, port: str) -> str | None:
    """SPDX's name for a kind of licence (`by-nc`), its version and the law it is ported to, if there is one."""
    if re.sub(r"by|nc|nd|sa|[ _-]", "", kind.lower()):
        return None
    parts = [_PARTS[word] for word in re.findall(r"by|nc|nd|sa", kind.lower())]
    order = "-".join(part for part in ("BY", "NC", "ND", "SA") if part in parts)
    if order not in _KINDS or version not in _VERSIONS:
        return None
    if not port or version == "4.0":  # the fourth version is ported nowhere
        return f"CC-{order}-{version}"
    ported = f"CC-{order}-{version}-{port}"
    return ported if ported in _PORTED else None
