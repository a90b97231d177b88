"""The cases of this area, by what they have in common."""

AREA = "midjourney/"
SUBMITS = tuple(
    f"{AREA}{name}"
    for name in ("imagine", "blend", "describe", "shorten", "swap-face", "fast")
)
# Cases whose last request, at least, submits something.
SUBMITTING = (*SUBMITS, f"{AREA}action", f"{AREA}change", f"{AREA}crowd")
DRAWINGS = (f"{AREA}task", f"{AREA}modal", f"{AREA}waited")
# Cases with a task that is asked for until it is over.
SUCCEEDING = (*DRAWINGS, f"{AREA}described")
TASKS = (*SUCCEEDING, f"{AREA}failed", f"{AREA}cancelled")
LISTS = tuple(f"{AREA}{name}" for name in ("list", "list-by-condition", "queue"))
HOOKS = (f"{AREA}hook", f"{AREA}hook-action")
