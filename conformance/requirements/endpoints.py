"""Which cases are about which endpoint: a record each, for what all have in common."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EndpointCases:
    """The cases of one endpoint whose names requirements on every endpoint use."""

    # Those whose last request is to be refused in the usual way, as a glob.
    refused: str = ""
    # Whether such a refusal may name the field that is wrong.
    names_field: bool = False
    # The family of its generated requests.
    family: str = ""
    # Whether its answers are JSON of a documented form.
    shaped: bool = True
    # Whether a document describes the refusals of its generated requests.
    documented: bool = True


# In the order of their names.
ENDPOINTS = (
    EndpointCases(refused="errors/audio-*"),
    EndpointCases("errors/chat/*", names_field=True, family="chat"),
    EndpointCases("errors/completions/*", names_field=True, family="completions"),
    EndpointCases("errors/embeddings/*", names_field=True, family="embeddings"),
    EndpointCases("errors/images*", family="images"),
    # Midjourney declines in its own way, with status 200 or with any body.
    EndpointCases(family="midjourney", documented=False),
    EndpointCases(family="speech", shaped=False),
)

# Refused requests, of every endpoint and of several.
ROUTES = (
    *(cases.refused for cases in ENDPOINTS if cases.refused),
    "errors/odd*",
    "errors/routes",
    "errors/vmware*",
    "errors/unknown-*",
)
# Refused requests whose refusal may name the field.
OF_A_FIELD = tuple(cases.refused for cases in ENDPOINTS if cases.names_field)
# Generated requests that are allowed, where answers have a documented form.
SHAPED = tuple(
    f"generated/{cases.family}-accepted"
    for cases in ENDPOINTS
    if cases.family and cases.shaped
)
# Generated requests that are broken, where refusals have a documented body.
DOCUMENTED = tuple(
    f"generated/{cases.family}-refused"
    for cases in ENDPOINTS
    if cases.family and cases.documented
)
