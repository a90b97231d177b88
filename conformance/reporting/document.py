"""The report as it is written: the types of `report.json`.

`schemas/own/report.json` says what each field means; a test holds the two together.
"""

from typing import NotRequired, TypedDict

FORM = "relaycert/report/1"

# By verdict: how many requirements have it.
Counts = dict[str, int]
# The same for each level.
Levels = dict[str, Counts]


class OwnFolderRow(TypedDict):
    """A folder of an owner's requirements, and what identifies it."""

    name: str
    digest: str


class SuiteRow(TypedDict):
    """Which suite judged."""

    name: str
    version: str
    requirements: str
    own: NotRequired[list[OwnFolderRow]]


class SelectionRow(TypedDict):
    """Which requirements were chosen."""

    expression: str
    level: str


class RunRow(TypedDict):
    """When and how the run was made, and how it ended."""

    id: str
    started: str
    finished: str
    seed: int | None
    mode: str
    selection: SelectionRow
    budgets: dict[str, float]
    exit_code: int
    defects: list[str]


class OddityRow(TypedDict):
    """What is odd about a document, and how its profile reads that."""

    says: str
    reading: str


class ContractRow(TypedDict):
    """The document that a target is judged by."""

    title: str
    dated: str
    oddities: NotRequired[list[OddityRow]]


class UsageRow(TypedDict):
    """What judging a target cost."""

    requests: int
    attempts: int
    prompt_tokens: int
    completion_tokens: int
    bytes: int
    seconds: float


class StateCountsRow(TypedDict):
    """The numbers behind a target's state."""

    must_violated: int
    should_violated: int
    may_violated: int
    waived: int
    bad_waivers: int
    lost: int
    blocked: int


class ScopeRow(TypedDict):
    """How much was judged of what a target's contract asks."""

    judged: int
    whole: int | None
    partial: bool


class WaiverRow(TypedDict):
    """A waiver of a target."""

    requirement: str
    reason: str
    until: str


class SummaryRow(TypedDict):
    """How many requirements have which verdict."""

    levels: Levels
    areas: dict[str, Levels]


class ClientBreakRow(TypedDict):
    """What a client does when a requirement is violated."""

    requirement: str
    journey: str
    fault: str
    does: str


class ClientRow(TypedDict):
    """How an ordinary client fares with a target."""

    name: str
    title: str
    version: str
    fate: str
    breaks: list[ClientBreakRow]
    untested: list[str]
    otherwise: list[str]


class MannerRow(TypedDict):
    """How one kind of model was asked."""

    kind: str
    cap: str
    temperature: bool
    effort: str
    hidden_tokens: int
    stated: bool
    text: str


class FoldedRow(TypedDict):
    """A violation that another one explains, and by what the two share."""

    requirement: str
    level: str
    by: str
    bond: str


class CauseRow(TypedDict):
    """A violation that no other explains, with those that it explains."""

    requirement: str
    level: str
    folded: list[FoldedRow]


class OwnRow(TypedDict):
    """What the owner's requirements beside the contract came to."""

    state: str
    conclusion: str
    counts: StateCountsRow
    bad_waivers: list[str]
    summary: SummaryRow


class TargetRow(TypedDict):
    """A target, and what its verdicts come to."""

    name: str
    base_url: str
    profile: str
    contract: ContractRow
    models: dict[str, str]
    claims: list[str]
    usage: UsageRow
    manner: NotRequired[list[MannerRow]]
    state: str
    headline: str
    detail: str
    counts: StateCountsRow
    scope: ScopeRow
    causes: NotRequired[list[CauseRow]]
    conformant: bool | None
    strict: bool | None
    conclusion: str
    bad_waivers: list[str]
    waivers: list[WaiverRow]
    summary: SummaryRow
    clients: list[ClientRow]
    own: NotRequired[OwnRow]


class SourceRow(TypedDict):
    """The passage that states a requirement."""

    key: str
    title: str
    url: str
    says: str


class FindingRow(TypedDict):
    """Another answer of the same recording that violates the same requirement."""

    message: str
    expected: str
    got: str
    at: str
    kind: str
    step: str
    curl: str


class ItemRow(TypedDict):
    """One requirement on one case."""

    outcome: str
    case: str
    message: str
    expected: str
    got: str
    at: str
    kind: str
    loss: str
    recording: str
    step: str
    curl: str
    more: list[FindingRow]
    unshown: int


class VerdictRow(TypedDict):
    """One requirement on one target; the item that decides it stands first."""

    target: str
    requirement: str
    area: str
    level: str
    verdict: str
    lack: str
    sentence: str
    message: str
    source: SourceRow
    breaks: str
    fix: str
    own: NotRequired[str]
    items: list[ItemRow]


class Report(TypedDict):
    """A whole report."""

    schema: str
    suite: SuiteRow
    run: RunRow
    targets: list[TargetRow]
    verdicts: list[VerdictRow]


def verdicts_on(report: Report, target: str) -> list[VerdictRow]:
    """The verdicts on one target, in the order of the report."""
    return [row for row in report["verdicts"] if row["target"] == target]
