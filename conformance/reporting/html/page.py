"""Fills the page: escaped everywhere, and closed to all that is not its own."""

from pathlib import Path

from markupsafe import Markup

from conformance.reporting import findings, manner, pages
from conformance.reporting.document import Report
from conformance.reporting.html import client_breaks, timing, view
from conformance.reporting.html.data_island import RecordingReader, exchanges, island
from conformance.reporting.words import MARKS


def render(report: Report, folder: Path) -> str:
    """The report as one page; its recordings lie in `folder`."""
    views, recordings = view.views(report), RecordingReader(folder)
    return pages.as_html(
        "report.html.j2",
        report=report,
        views=views,
        first=view.first(views),
        conformant=sum(bool(one.target["conformant"]) for one in views),
        partial=sum(one.target["scope"]["partial"] for one in views),
        plots=[
            timing.plots(exchanges(report, one.target["name"], recordings))
            for one in views
        ],
        axis=timing.axis(),
        clients=[client_breaks.clients(one, len(views) > 1) for one in views],
        data=Markup(island(report, recordings, view.names(views))),
        duration=timing.duration,
        findings=findings,
        manner=manner,
        words=MARKS,
        prose=prose,
        phrases=view.phrases,
        link=view.link,
        **_own(),
    )


def prose(text: str) -> Markup:
    """A sentence as HTML, with what stands between backticks as code."""
    parts = text.split("`")
    if len(parts) % 2 == 0:
        return pages.html(text)
    shown = (
        Markup("<code>{}</code>").format(pages.html(part))
        if odd % 2
        else pages.html(part)
        for odd, part in enumerate(parts)
    )
    return Markup().join(shown)


def _own() -> dict[str, str]:
    """Style and scripts of ours, and the policy that lets in nothing else."""
    style = pages.part("look.css") + pages.part("report.css")
    theme, script = pages.part("theme.js"), _script()
    scripts = f"{pages.allowed(theme)} {pages.allowed(script)}"
    policy = (
        f"default-src 'none'; style-src {pages.allowed(style)}; script-src {scripts}; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    return {"style": style, "theme": theme, "script": script, "policy": policy}


def _script() -> Markup:
    return pages.part("evidence.js") + pages.part("report.js")
