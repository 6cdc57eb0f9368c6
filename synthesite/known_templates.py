"""What the templates of a site say, and where that is kept and what they come to.

Nothing of it depends on the folder that a template stands in. So what the program's own templates come to is kept
beside the program, as Python keeps its own code, and a site that has copies of them finds it there; what a site says
otherwise is kept in its cache.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import msgspec

from synthesite.keys import digest, program_key
from synthesite.store.checked_folder import CheckedFolder
from synthesite.template_keys import TEMPLATES, TemplateFacts

OWN_CODE = TEMPLATES.parent / ".cache" / "templates"
"""Where what the program's own templates come to is kept for all sites, as far as that can be written."""
_FACTS = msgspec.msgpack.Decoder(TemplateFacts)


class KnownTemplates(Mapping[str, TemplateFacts]):
    """The templates of a site by their names; each is looked into when it is asked for, and once.

    `files` are those of `template_files`; `kept` is the site's own folder for what they come to. Without one, nothing
    is kept.
    """

    def __init__(self, files: Mapping[str, Path], kept: Path | None) -> None:
        self._files = files
        self._kept = CheckedFolder(kept) if kept else None
        self._beside = CheckedFolder(OWN_CODE, self._kept) if kept else None
        self._known: dict[str, TemplateFacts] = {}
        self._is_own: dict[str, bool] = {}

    def __getitem__(self, name: str) -> TemplateFacts:
        if name not in self._known:
            self._known[name] = self._look(name, self._files[name].read_bytes())
        return self._known[name]

    def __contains__(self, name: object) -> bool:
        return name in self._files

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)

    def folder_of(self, names: Iterable[str]) -> CheckedFolder:
        """Where that is kept that is made of these templates. Raises `ValueError` where nothing is kept."""
        folder = self._beside if all(map(self._is_programs, names)) else self._kept
        if folder is None:
            raise ValueError("there is no folder to keep anything in")
        return folder

    def _is_programs(self, name: str) -> bool:
        """Whether a template is the program's own, or a copy of it."""
        if name not in self._is_own:
            file, own = self._files.get(name), TEMPLATES / name
            self._is_own[name] = file == own or (
                file is not None and own.is_file() and file.read_bytes() == own.read_bytes()
            )
        return self._is_own[name]

    def _look(self, name: str, source: bytes) -> TemplateFacts:
        kept = self.folder_of([name]) if self._kept else None
        key = f"facts {name} {digest(program_key(), source).hex()}"
        found = kept.get(key) if kept else None
        if found is not None:
            return _FACTS.decode(found)
        from synthesite.templates import template_facts

        facts = template_facts(source)
        if kept:
            kept.put(key, msgspec.msgpack.encode(facts))
        return facts
