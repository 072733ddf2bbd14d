"""Runs a command in a pseudo-terminal. Standard input is what is typed there, and its end closes the terminal."""

import os
import pty
import select
import sys

pid, terminal = pty.fork()
if pid == 0:
    os.execvp(sys.argv[1], sys.argv[1:])
typed = 0
while True:
    readable, _, _ = select.select([terminal, typed], [], [])
    if typed in readable:
        keys = os.read(typed, 1024)
        if not keys:
            os.close(terminal)
            break
        os.write(terminal, keys)
    if terminal in readable:
        try:
            shown = os.read(terminal, 65536)
        except OSError:
            break
        if not shown:
            break
        os.write(1, shown)
code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
sys.exit(code if code >= 0 else 128 - code)
