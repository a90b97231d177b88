"""Profiles that users write: what they say, and what is wrong with them."""

from pathlib import Path

import pytest

from conformance.core.requirement import MUST
from conformance.inputs.profile import Profile
from conformance.inputs.suite import Suite
from conformance.reporting.catalogue import applies
from conformance.reporting.own_profiles import keep, kept, with_profiles
from conformance.tests.linting import CASES, ENTRIES
from conformance.tests.own_profile import LANTERN, lantern
from conformance.tests.packaged import SUITE

PLAIN = 'extends = "{}"\ntitle = "T"\ndated = "D"\n'
STATED = PLAIN.format("openai") + "[[statement]]\nrequirement = {}\nlevel = {}\n{}"


def read(folder: Path, text: str, name: str = "lantern.toml") -> Suite:
    """The packaged suite with the profile of this text."""
    return with_profiles(SUITE, [lantern(folder, text, name)])


def requirement(id: str) -> int:
    """The place of a requirement among all."""
    return next(i for i, entry in enumerate(ENTRIES) if entry.id == id)


def test_a_profile_lies_over_the_contract_that_it_extends(tmp_path: Path) -> None:
    parent, own = SUITE.profiles["aitre"], read(tmp_path, LANTERN).profiles["lantern"]
    assert (own.title, own.dated, own.base_path) == (
        "Lantern Relay handbook",
        "2026-10",
        "/openai/v1",
    )
    assert own.extends == ("aitre",)
    assert own.models["chat"] == ("lantern/small",)
    assert own.models["flux"] == parent.models["flux"]
    assert own.statuses["unknown-model"] == (404,)
    assert own.statuses["validation"] == parent.statuses["validation"]
    assert own.envelope(400) == "wire/error-strict"
    assert own.settings == parent.settings


def test_capabilities_are_added_with_what_they_are_part_of(tmp_path: Path) -> None:
    own = read(tmp_path, LANTERN).profiles["lantern"]
    added = {"embeddings", "chat.tools", "chat.stream-usage"}
    assert set(own.required) == {"chat", "completions", *added}
    assert not added & set(own.optional)
    text = PLAIN.format("openai") + 'optional_add = ["midjourney.blend"]\n'
    assert "midjourney" in read(tmp_path, text).profiles["lantern"].optional


def test_capabilities_are_dropped_with_their_parts(tmp_path: Path) -> None:
    parent, own = SUITE.profiles["aitre"], read(tmp_path, LANTERN).profiles["lantern"]
    gone = set(parent.knows) - set(own.knows)
    assert {"midjourney.blend", "images.flux", "audio.translations"} <= gone
    assert {name.split(".")[0] for name in gone} == {"midjourney", "images", "audio"}
    assert "audio.speech" in own.optional


def test_what_is_no_longer_required_is_optional(tmp_path: Path) -> None:
    text = PLAIN.format("openai") + 'required_drop = ["models"]\n'
    own = read(tmp_path, text).profiles["lantern"]
    assert "models" not in own.required
    assert "models" in own.optional


def test_a_statement_of_its_own_sets_level_and_source(tmp_path: Path) -> None:
    suite = read(tmp_path, LANTERN)
    own, stated = suite.profiles["lantern"], ENTRIES[requirement("chat.stream.usage")]
    assert own.level(stated.requirement) is MUST
    source = suite.sources[own.source(stated.requirement)]
    assert source.title == "Lantern Relay handbook, handbook 4.3"
    assert source.url == "https://docs.lantern.example/streams#usage"
    assert source.says == "A stream that asks for it ends with a count of its tokens."
    assert source.mark == "vendor"


def test_what_is_for_the_parent_is_for_the_profile_too(tmp_path: Path) -> None:
    suite = read(tmp_path, LANTERN)
    parent, own = suite.profiles["aitre"], suite.profiles["lantern"]
    for entry in ENTRIES:
        for case in CASES:
            if applies(case, entry.requirement, own):
                assert applies(case, entry.requirement, parent), (entry.id, case.name)
    stated = [e.id for e in ENTRIES if e.requirement.only_stated and own.asserts(e.id)]
    assert stated
    assert all(map(parent.asserts, stated))


def test_no_case_that_has_to_succeed_carries_what_is_refused(tmp_path: Path) -> None:
    own = read(tmp_path, LANTERN).profiles["lantern"]
    assert own.refused("chat") == ("logit_bias",)
    parent = SUITE.profiles["aitre"]
    lost = {
        case.name
        for entry in ENTRIES
        for case in CASES
        if applies(case, entry.requirement, parent)
        and set(case.needs) <= set(own.knows)
        and not applies(case, entry.requirement, own)
    }
    carrying = {
        case.name
        for case in CASES
        if case.area == "chat"
        and any("logit_bias" in (step.json or {}) for step in case.steps)
    }
    assert lost
    assert lost <= carrying


@pytest.mark.parametrize(
    ("parent", "setting", "gone", "new"),
    [
        ("openai", "content_parts = false", {"chat/text-parts"}, {"chat/roles"}),
        (
            "openai",
            "messages_described = false",
            {"errors/chat/empty-messages", "errors/chat/unknown-role"},
            set(),
        ),
        (
            "vmware-pais",
            "messages_described = true",
            set(),
            {"errors/chat/empty-messages", "errors/chat/unknown-role"},
        ),
        ("openai", "token_lists = false", {"embeddings/token-lists"}, set()),
        ("vmware-pais", "token_lists = true", set(), {"embeddings/token-lists"}),
        ("aitre", "account_filter = true", set(), set()),
    ],
)
def test_written_requests_follow_every_setting(
    tmp_path: Path, parent: str, setting: str, gone: set[str], new: set[str]
) -> None:
    text = PLAIN.format(parent) + f"[settings]\n{setting}"
    own, before = read(tmp_path, text).profiles["lantern"], SUITE.profiles[parent]
    assert judged(before) - judged(own) == gone
    assert judged(own) - judged(before) == new


def test_of_a_field_without_effect_only_its_acceptance_is_judged(
    tmp_path: Path,
) -> None:
    text = PLAIN.format("openai") + '[fields.chat]\nvoid = ["n", "seed"]\n'
    own, parent = read(tmp_path, text).profiles["lantern"], SUITE.profiles["openai"]

    def pairs(profile: Profile) -> set[tuple[str, str]]:
        every = {e.id: e.requirement for e in ENTRIES if e.requirement.area == "chat"}
        return {
            (id, case.name)
            for id, stated in every.items()
            for case in CASES
            if applies(case, stated, profile)
        }

    gone = pairs(parent) - pairs(own)
    assert {id for id, _ in gone} == {
        "chat.n",
        "chat.usage-every-choice",
        "chat.stream.indexes",
        "chat.seed.kept",
    }
    assert ("chat.stream.indexes", "chat/stream-n") in gone
    assert ("chat.stream.indexes", "chat/stream") in pairs(own)
    assert pairs(own) <= pairs(parent)
    assert ("chat.choices.accepted", "chat/n") in pairs(own)
    # The same fields of another route have their effect.
    kept = {e.id for e in ENTRIES if any(applies(c, e.requirement, own) for c in CASES)}
    assert "completions.n" in kept


def test_what_every_request_carries_may_be_required(tmp_path: Path) -> None:
    text = PLAIN.format("openai") + (
        '[fields.chat]\nrequired = ["model", "messages", "tenant"]\n'
        '[sent.chat]\ntenant = "lantern"\n'
    )
    own = read(tmp_path, text).profiles["lantern"]
    assert judged(own) == judged(SUITE.profiles["openai"])


def judged(profile: Profile) -> set[str]:
    """The names of the cases on which something is judged under a contract."""
    every = [entry.requirement for entry in ENTRIES]
    return {c.name for c in CASES if any(applies(c, one, profile) for one in every)}


@pytest.mark.parametrize(
    ("parent", "stated", "cases"),
    [
        ("openai", "[settings]\nnulls = false", {"chat/nulls"}),
        (
            "openai",
            "[bounds.chat]\nstop = {most = 2}",
            {"chat/stream-equals-stop"},
        ),
        (
            "openai",
            "[bounds.chat]\ntemperature = {least = 0}",
            {"errors/chat/temperature-99"},
        ),
        (
            "openai",
            "[bounds.chat]\nn = {least = 1, most = 1}",
            {"chat/n", "chat/stream-n"},
        ),
        (
            "vmware-pais",
            "[bounds.completions]\nstop = {stated = true}\n"
            "max_tokens = {least = -1, stated = true}",
            {
                "errors/vmware/stop-empty",
                "errors/vmware/max-tokens-zero",
                "errors/completions/max-tokens-negative",
            },
        ),
        (
            "openai",
            '[values.chat]\nrole = ["system", "user", "assistant", "tool"]',
            {"chat/developer"},
        ),
        (
            "openai",
            'optional_drop = ["chat.json-schema"]\n'
            '[values.chat]\nresponse_format = ["text", "json_object"]',
            {"chat/json-schema"},
        ),
        (
            "openai",
            '[values.chat]\ntool_choice = ["auto", "none", "required"]',
            {"chat/tools-named"},
        ),
        (
            "openai",
            "[bounds.speech]\ninput = {most = 10000}",
            {"errors/audio-speech/long"},
        ),
        ("openai", '[fields.chat]\nrequired = ["messages"]', {"errors/chat/no-model"}),
        (
            "aitre",
            '[fields.completions]\nrequired = ["model"]',
            {"errors/completions/no-prompt"},
        ),
        (
            "modellss",
            '[fields.speech]\nrequired = ["input"]',
            {"errors/audio-speech/no-voice", "errors/audio-speech/no-model"},
        ),
        (
            "modellss",
            '[fields.transcriptions]\nrequired = ["file"]',
            {"errors/audio-transcriptions/no-model"},
        ),
        (
            "openai",
            'optional_drop = ["images.b64"]\n[fields.images]\nclosed = true\n'
            'known = ["model", "prompt", "n"]',
            {"images/generation", "images/b64"},
        ),
    ],
)
def test_no_case_expects_what_the_contract_does_not(
    tmp_path: Path, parent: str, stated: str, cases: set[str]
) -> None:
    own = read(tmp_path, PLAIN.format(parent) + stated).profiles["lantern"]
    gone = judged(SUITE.profiles[parent]) - judged(own)
    assert cases <= gone
    assert len(gone) < 5
    assert judged(own) <= judged(SUITE.profiles[parent])


def test_a_file_may_extend_another_beside_it(tmp_path: Path) -> None:
    lantern(tmp_path)
    text = PLAIN.format("lantern.toml") + "[statuses]\nno-key = [403]\n"
    suite = read(tmp_path, text, "lantern-2.toml")
    own = suite.profiles["lantern-2"]
    assert own.extends == ("lantern", "aitre")
    assert own.statuses["no-key"] == (403,)
    assert own.statuses["unknown-model"] == (404,)
    assert own.level(ENTRIES[requirement("chat.stream.usage")].requirement) is MUST


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("x = ", "cannot be read as TOML"),
        ('base_url = "u"\nprofile = "p"', "it is a target file"),
        ('title = "T"\ndated = "D"', "names the contract it `extends`"),
        (
            PLAIN.format("opnai"),
            "`extends = 'opnai'` is unknown. Did you mean 'openai'",
        ),
        (PLAIN.format("lantern.toml"), "it extends itself"),
        (PLAIN.format("../other.toml"), "has to lie beside it"),
        (PLAIN.format("gone.toml"), "gone.toml: cannot be read"),
        (
            PLAIN.format("openai") + "required = []",
            "required: write required_add and required_drop",
        ),
        (PLAIN.format("openai") + "optinal_drop = []", "Did you mean 'optional_drop'"),
        (
            PLAIN.format("openai") + "[statuses]\nunknown-modl = [404]",
            "Did you mean 'unknown-model'",
        ),
        (
            PLAIN.format("openai") + "[statuses]\nno-key = [200]",
            "less than the minimum",
        ),
        (
            PLAIN.format("openai") + "[settings]\nstop_strng = true",
            "Did you mean 'stop_string'",
        ),
        (PLAIN.format("openai") + 'base_path = "/v1/../x"', "does not match"),
        (
            PLAIN.format("openai") + '[headers]\nexpected = { x-a = "(" }',
            "headers.expected.x-a: '(' is no regular expression",
        ),
        (PLAIN.format("openai") + 'base_path = "//host"', "does not match"),
        (
            PLAIN.format("openai") + 'required_add = ["chat.tool"]',
            "required_add: 'chat.tool' is not a capability. Did you mean 'chat.tools'",
        ),
        (
            PLAIN.format("openai") + 'optional_drop = ["midjourney"]',
            "optional_drop: 'midjourney' is not a capability",
        ),
        (
            PLAIN.format("openai") + 'optional_drop = ["chat"]',
            "'chat' is required: write it to required_drop too",
        ),
        (
            PLAIN.format("openai") + '[models]\nembedings = "m"',
            "not a kind of model. Did you mean 'embeddings'",
        ),
        (
            PLAIN.format("openai") + '[envelopes]\n"401" = "wire/errors"',
            "not a schema of a body. Did you mean 'wire/error'",
        ),
        (
            PLAIN.format("openai") + '[fields.chat]\nrefused = ["messages"]',
            "fields.chat.refused: nothing can be judged without 'messages'",
        ),
        (
            PLAIN.format("openai") + "[settings]\nfields_complete = true",
            "settings.fields_complete: write [fields.ROUTE] closed = true instead",
        ),
        (
            PLAIN.format("openai") + "[settings]\nn_most = 4",
            "settings.n_most: write [bounds.ROUTE] n = {least = 1, most = …} instead",
        ),
        (PLAIN.format("openai") + "[bounds.chta]", "Did you mean 'chat'"),
        (
            PLAIN.format("openai") + '[values.chat]\nclosed = ["tool_choice"]',
            "values.chat.closed: 'tool_choice' has no list of values",
        ),
        (
            PLAIN.format("openai") + '[values.chat]\nresponse_format = ["text"]',
            "values.chat: none of them makes chat.json-schema",
        ),
        (
            PLAIN.format("openai") + "[bounds.chat]\nn = {lest = 1}",
            "Did you mean 'least'",
        ),
        (
            PLAIN.format("openai") + "[bounds.chat]\nn = {least = 5, most = 2}",
            "bounds.chat.n: `least` is above `most`",
        ),
        (
            PLAIN.format("openai") + "[fields.chat]\nclosed = true",
            "fields.chat.known: 'messages' is required, and not among them",
        ),
        (
            PLAIN.format("openai")
            + '[fields.embeddings]\nclosed = true\nknown = ["model", "input"]',
            "fields.embeddings.known: 'dimensions' makes embeddings.dimensions",
        ),
        (
            PLAIN.format("openai") + '[fields.chat]\nrefused = ["n"]',
            "fields.chat.refused: 'n' makes chat.n: write it to optional_drop",
        ),
        (PLAIN.format("openai") + "[fields.chta]", "Did you mean 'chat'"),
        (
            PLAIN.format("openai") + "[settings]\nbot_type_required = true",
            'settings.bot_type_required: write [sent.midjourney] botType = "MID',
        ),
        (
            PLAIN.format("openai")
            + '[fields.chat]\nrequired = ["model", "messages", "tenant"]',
            "no request has 'tenant': write [sent.chat] tenant = … too",
        ),
        (
            PLAIN.format("openai") + '[sent.chat]\nmodel = "m"',
            "sent.chat.model: requests have a value of their own there",
        ),
        (
            PLAIN.format("openai")
            + '[sent.chat]\nx = 1\n[fields.chat]\nrefused = ["x"]',
            "sent.chat.x: fields.chat.refused names it, too",
        ),
        (
            PLAIN.format("openai") + "[settings]\nstop_string = false",
            "write chat.stop-string, completions.stop-string to optional_drop, too",
        ),
        (STATED.format('"chat.n"', '"MUST"', ""), "'source' is a required property"),
        (
            STATED.format('"chat.n"', '"MUTS"', 'source = "s"'),
            "Did you mean 'MUST'",
        ),
        (
            STATED.format('"chat.n"', '"MUST"', 'source = "s"'),
            "a MUST of your own needs what its document `says`",
        ),
        (
            STATED.format('"chat.n"', '"MAY"', 'source = " "'),
            "`source` is empty",
        ),
        (
            STATED.format('"chat.streem.done"', '"MAY"', 'source = "s"'),
            "no such requirement. Did you mean 'chat.stream.done'",
        ),
        (
            STATED.format(
                '"chat.n"', '"MUST"', 'source = "s"\nsays = "s"\nmark = "inferred"'
            ),
            "what is only inferred cannot be a MUST",
        ),
        (
            STATED.format('"chat.stream.done"', '"SHOULD"', 'source = "s"'),
            "protects every client and cannot be lowered",
        ),
        (
            STATED.format('"*"', '"MAY"', 'source = "s"'),
            "protects every client and cannot be lowered",
        ),
    ],
)
def test_each_slip_is_told(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(pytest.UsageError) as raised:
        read(tmp_path, text)
    assert says in str(raised.value)
    assert str(raised.value).startswith(str(tmp_path))


def test_a_must_on_a_passage_that_was_inferred_is_refused(tmp_path: Path) -> None:
    key = next(k for k, source in SUITE.sources.items() if source.mark == "inferred")
    text = STATED.format('"chat.n"', '"MUST"', f'source = "{key}"')
    with pytest.raises(pytest.UsageError, match="only inferred cannot be a MUST"):
        read(tmp_path, text)


def test_all_slips_are_told_at_once_a_line_each(tmp_path: Path) -> None:
    text = PLAIN.format("openai") + (
        'required_add = ["chat.tool"]\noptional_add = ["imags"]\n'
        '[models]\nembedings = "m"\n'
    )
    with pytest.raises(pytest.UsageError) as raised:
        read(tmp_path, text)
    assert len(str(raised.value).splitlines()) == 3
    text = PLAIN.format("openai") + 'titel = "T"\n[statuses]\nno-key = [200, 600]\n'
    with pytest.raises(pytest.UsageError) as raised:
        read(tmp_path, text)
    assert len(str(raised.value).splitlines()) == 3


@pytest.mark.parametrize("name", ["openai.toml", "a+b.toml", ".toml", "a b.toml"])
def test_a_name_that_stands_for_something_else_is_refused(
    tmp_path: Path, name: str
) -> None:
    with pytest.raises(pytest.UsageError, match="give it a name of letters"):
        read(tmp_path, LANTERN, name)


def test_two_files_of_one_name_are_refused(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    paths = [lantern(tmp_path), lantern(tmp_path / "other")]
    with pytest.raises(pytest.UsageError, match="has the same name: rename one"):
        with_profiles(SUITE, paths)


def test_a_file_of_any_size_is_not_read(tmp_path: Path) -> None:
    with pytest.raises(pytest.UsageError, match="larger than 1 MiB"):
        read(tmp_path, LANTERN + "#" * 2**20)


def test_a_folder_keeps_a_file_with_those_that_it_extends(tmp_path: Path) -> None:
    lantern(tmp_path)
    text = PLAIN.format("lantern.toml")
    (report := tmp_path / "report").mkdir()
    keep([lantern(tmp_path, text, "lantern-2.toml")], report)
    assert [path.name for path in kept(report)] == ["lantern-2.toml", "lantern.toml"]
    assert "lantern-2" in with_profiles(SUITE, kept(report)).profiles
