"""Lighthouse's four scores of pages, served from this machine."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Iterable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from bench.pages.browser import FLAGS
from bench.pages.kinds import Finding

DEVICES = ("mobile", "desktop")
TURNS = 3
"""How often a page is looked at until every score is 100: one of them is of times, and machines have other work."""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name that the library has
        """Says nothing."""


def lighthouse(site: Path, paths: Iterable[str], tools: Path) -> Iterator[Finding]:
    """Each score below 100 (in the last of `TURNS`), with the audits behind it. Raises `RuntimeError` if Lighthouse can't run."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        for path in paths:
            for device in DEVICES:
                address = f"http://127.0.0.1:{server.server_port}/{path}"
                for _ in range(TURNS):
                    found = list(_scored(address, path, device, tools))
                    if not found:
                        break
                yield from found
    finally:
        server.shutdown()


def _scored(address: str, path: str, device: str, tools: Path) -> Iterator[Finding]:
    with tempfile.TemporaryDirectory() as profile:
        run = subprocess.run(  # noqa: S603  # a tool of ours on pages of ours
            [
                str(tools / "node_modules/.bin/lighthouse"),
                address,
                "--quiet",
                "--output=json",
                "--only-categories=performance,accessibility,best-practices,seo",
                f"--chrome-flags={' '.join([*FLAGS, f'--user-data-dir={profile}'])}",
                *(["--preset=desktop"] if device == "desktop" else []),
            ],
            capture_output=True,
            check=False,
            env=os.environ | {"CHROME_PATH": shutil.which("chromium") or ""},
        )
    if run.returncode:
        raise RuntimeError(f"Lighthouse can't run: {run.stderr.decode()[-500:]}")
    report = json.loads(run.stdout)
    for category in report["categories"].values():
        score = round((category["score"] or 0) * 100)
        if score < 100:
            audits = [report["audits"][ref["id"]] for ref in category["auditRefs"] if ref["weight"]]
            why = ", ".join(audit["id"] for audit in audits if audit["score"] is not None and audit["score"] < 1)
            yield Finding("lighthouse", path, f"{device}: {category['title']} {score} ({why})")
