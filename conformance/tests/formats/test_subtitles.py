"""Files of subtitles are read as cues, and others are refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.core.violation import Violation
from conformance.formats.subtitles import Cue, Form, subtitles

SRT = """1
00:00:00,000 --> 00:00:02,500
Hello there

2
01:00:02,500 --> 01:00:03,000
world
"""
VTT = """WEBVTT

00:00:00.000 --> 00:00:02.500
Hello there

01:00:02.500 --> 01:00:03.000
world
"""
CUES = (Cue(0.0, 2.5, "Hello there"), Cue(3602.5, 3603.0, "world"))
FILES = {Form.SRT: SRT, Form.VTT: VTT}


@pytest.mark.parametrize("form", Form)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("rest", ["", "\n\n"])
def test_a_file_is_read(form: Form, line_end: str, mark: str, rest: str) -> None:
    body = (mark + FILES[form] + rest).replace("\n", line_end).encode()
    assert subtitles(body, form) == CUES


def test_vtt_may_leave_out_the_hours() -> None:
    body = b"WEBVTT\n\n00:01.250 --> 00:02.500 align:start\nHello\n"
    assert subtitles(body, Form.VTT) == (Cue(1.25, 2.5, "Hello"),)


def test_vtt_may_have_a_title_notes_and_ids() -> None:
    head = "WEBVTT - a title\n\nNOTE a note\n\nfirst\n"
    body = head + VTT.removeprefix("WEBVTT\n\n")
    assert subtitles(body.encode(), Form.VTT) == CUES


@pytest.mark.parametrize("form", Form)
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"Hello there world\n",
        b'{"text": "Hello there"}',
        b"1\n0.0 --> 2.5\nHello there\n",
        b"\xff\xfe\x00",
        b'"1\\n00:00:00,000 --> 00:00:02,500\\nHello there\\n"',
    ],
)
def test_what_is_no_file_of_subtitles_is_refused(form: Form, body: bytes) -> None:
    with pytest.raises(Violation, match=f"a file in the format {form}"):
        subtitles(body, form)


@pytest.mark.parametrize(
    "body",
    [
        VTT,
        "00:00:00,000 --> 00:00:02,500\nHello there\n",
        "1\n00:00:00,000 00:00:02,500\nHello there\n",
        "1\n00:00,000 --> 00:02,500\nHello there\n",
    ],
)
def test_what_breaks_the_form_of_srt_is_refused(body: str) -> None:
    with pytest.raises(Violation, match="a file in the format srt"):
        subtitles(body.encode(), Form.SRT)


@pytest.mark.parametrize(
    "body",
    [
        SRT,
        "WEBVTT\n",
        VTT.removeprefix("WEBVTT\n\n"),
        VTT.replace(".", ","),
        VTT.replace("-->", ""),
    ],
)
def test_what_breaks_the_form_of_vtt_is_refused(body: str) -> None:
    with pytest.raises(Violation, match="a file in the format vtt"):
        subtitles(body.encode(), Form.VTT)


@given(st.sampled_from(Form), st.text("0123456789:,.->\n WEBVT\t-", max_size=60))
def test_any_text_is_read_or_refused(form: Form, text: str) -> None:
    body = FILES[form] + "\n" + text
    try:
        assert subtitles(body.encode(), form)
    except Violation:
        assert text.strip()
