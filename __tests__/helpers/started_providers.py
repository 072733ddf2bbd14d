"""
Runs Terraform. What needs the AWS provider gets one that runs already: to start it costs more than most of what the
tests have it do. Terraform's own way to it is TF_REATTACH_PROVIDERS ("Debugging Providers" in HashiCorp's documentation
of plugin development).

Arguments: Terraform's path, a folder for the started providers, and Terraform's own arguments.
"""

import fcntl
import glob
import hashlib
import os
import re
import signal
import subprocess
import sys
import time

terraform, folder, *arguments = sys.argv[1:]

# For each core of the machine that all has to be tested on.
providers_at_once = 2
start_timeout_seconds = 120


def provider_program():
    """What `terraform init` put into the stack's folder."""
    pattern = ".terraform/providers/registry.terraform.io/hashicorp/aws/*/*/terraform-provider-aws*"
    return next(iter(glob.glob(pattern)), None)


def provider_environment():
    # With a certificate bundle of its own the provider can be configured once only; the local AWS has no TLS.
    return {name: value for name, value in os.environ.items() if name != "AWS_CA_BUNDLE"}


def slot_names():
    """The provider has its credentials and its endpoint from its own environment."""
    own = sorted(item for item in os.environ.items() if item[0].startswith("AWS_"))
    key = hashlib.sha256(repr(own).encode()).hexdigest()[:16]
    return [os.path.join(folder, f"{key}-{index}") for index in range(providers_at_once)]


def take_slot():
    """A provider serves one Terraform at a time; the lock is held until that ends, however it does."""
    names = slot_names()
    files = [os.open(f"{name}.lock", os.O_CREAT | os.O_RDWR, 0o600) for name in names]
    taken = next((index for index, file in enumerate(files) if is_free(file)), 0)
    fcntl.flock(files[taken], fcntl.LOCK_EX)
    os.set_inheritable(files[taken], True)
    return names[taken]


def is_free(file):
    """Locks it if it is."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def started_provider(name, program):
    """The address of the slot's provider, which is started if there is none yet."""
    output = f"{name}.out"
    if not os.path.exists(output):
        with open(output, "wb") as file:
            child = subprocess.Popen(
                [program, "-debug"],
                cwd="/",
                env=provider_environment(),
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        with open(f"{name}.pid", "w", encoding="ascii") as file:
            file.write(str(child.pid))
    deadline = time.monotonic() + start_timeout_seconds
    while time.monotonic() < deadline:
        with open(output, encoding="utf-8") as file:
            found = re.search(r"TF_REATTACH_PROVIDERS='(.*)'\n", file.read())
        if found:
            return found[1]
        time.sleep(0.02)
    sys.exit("The AWS provider did not start.")


signal.signal(signal.SIGINT, signal.SIG_DFL)
environment = dict(os.environ)
program = provider_program()
# The log of a provider is Terraform's only where Terraform starts it.
if program and "TF_LOG" not in environment and arguments[:1] in (["plan"], ["apply"], ["destroy"], ["show"]):
    environment["TF_REATTACH_PROVIDERS"] = started_provider(take_slot(), os.path.abspath(program))
os.execvpe(terraform, [terraform, *arguments], environment)
