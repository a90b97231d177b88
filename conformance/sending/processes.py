"""Whether another process of this machine is alive."""

import os
import sys

# What Windows says of a process that has not ended, and of one that is not ours.
_STILL_ACTIVE, _ACCESS_DENIED = 259, 5
_QUERY = 0x1000


def is_alive(process: int) -> bool:
    """Whether there is a process of this number; asking does nothing to it."""
    if sys.platform == "win32":
        return _is_alive_on_windows(process)
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _is_alive_on_windows(process: int) -> bool:
    """The same where signal 0 is Ctrl-C and would end the process."""
    import ctypes

    kernel = ctypes.windll.kernel32  # type: ignore[attr-defined,unused-ignore]
    handle = kernel.OpenProcess(_QUERY, False, process)
    if not handle:
        return bool(kernel.GetLastError() == _ACCESS_DENIED)
    code = ctypes.c_ulong()
    kernel.GetExitCodeProcess(handle, ctypes.byref(code))
    kernel.CloseHandle(handle)
    return code.value == _STILL_ACTIVE
