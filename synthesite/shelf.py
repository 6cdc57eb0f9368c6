"""The studies of a site, each loaded once: from its record and its curator's file to what may be shown of it.

What lists and checks need of every study is an `Entry`, and all entries are in memory; the study itself is kept in the
cache and fetched where its page is made. A study whose two files and settings are as they were isn't loaded again.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import NamedTuple

import msgspec

from synthesite.cards import card_of
from synthesite.config import Config, Rights
from synthesite.effective import effective
from synthesite.front_matter import FrontMatter, front_matter
from synthesite.keys import digest, program_key
from synthesite.links import LinkTraits, link_traits
from synthesite.model import Card, JournalMetrics, Later, Place, Problem, Record, Severity, source_at
from synthesite.parallel import in_order
from synthesite.rights import published
from synthesite.store.cache import Cache
from synthesite.store.content import load_summary
from synthesite.store.files import names_below, posix
from synthesite.store.markdown_files import body_sha256
from synthesite.store.marks import UNSETTLED, Folders
from synthesite.store.records import LoadedRecord, load_record
from synthesite.study import Study
from synthesite.summary import summary_text
from synthesite.themes import Assigned, assign_themes
