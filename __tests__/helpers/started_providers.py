"""
Runs Terraform. What needs the AWS provider gets one that runs already: to start it costs more than most of what the
tests have it do. Terraform's own way to it is TF_REATTACH_PROVIDERS ("Debugging Providers" in HashiCorp's documentation
of plugin development). Such a provider is not installed again, which spares each command a checksum of its 700 MB.

Arguments: Terraform's path, a folder for the started providers, in which `provider` starts one, and Terraform's own
arguments.
"""

import fcntl
import filecmp
import glob
import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time

terraform, folder, *arguments = sys.argv[1:]

# For each core of the machine that all has to be tested on.
providers_at_once = 2
start_timeout_seconds = 120

provider = "registry.terraform.io/hashicorp/aws"
lock_file = ".terraform.lock.hcl"
installed = os.path.join(".terraform", "providers")
# What the first `init` of all has left, for the others.
kept = os.path.join(folder, "installed")


def provider_program():
    return glob.glob(f"{glob.escape(kept)}/providers/{provider}/*/*/terraform-provider-aws*")[0]


def provider_environment():
    """With its socket beside all that is of the started providers, so that nothing of it lies in a command's own place."""
    # With a certificate bundle of its own the provider can be configured once only; the local AWS has no TLS.
    own = {name: value for name, value in os.environ.items() if name != "AWS_CA_BUNDLE"}
    return {**own, "TMPDIR": folder}


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


def started_provider(name):
    """The address of the slot's provider, which is started if there is none yet."""
    output = f"{name}.out"
    if not os.path.exists(output):
        with open(output, "wb") as file:
            child = subprocess.Popen(
                [os.path.join(folder, "provider"), provider_program()],
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


def keep_installed():
    """Keeps what `init` has put into this folder, for all others."""
    own = f"{kept}-{os.getpid()}"
    shutil.copytree(installed, os.path.join(own, "providers"), symlinks=True)
    shutil.copy(lock_file, own)
    try:
        os.rename(own, kept)
    except OSError:
        # Another was first.
        shutil.rmtree(own)


def is_installed(may_install):
    """Whether the provider that the folder's lock names lies there; if need be by a copy of what another folder has."""
    if not os.path.exists(kept):
        if not (os.path.exists(installed) and os.path.exists(lock_file)):
            return False
        keep_installed()
    kept_lock = os.path.join(kept, lock_file)
    if may_install and not os.path.exists(lock_file):
        shutil.copy(kept_lock, lock_file)
    if not (os.path.exists(lock_file) and filecmp.cmp(lock_file, kept_lock, shallow=False)):
        return False
    if may_install and not os.path.exists(installed):
        shutil.copytree(os.path.join(kept, "providers"), installed, symlinks=True)
    return os.path.exists(installed)


# What Terraform takes for a provider that runs already, where it asks nothing of it.
unasked = {
    provider: {
        "Protocol": "grpc",
        "ProtocolVersion": 5,
        "Pid": os.getpid(),
        "Test": True,
        "Addr": {"Network": "unix", "String": "none"},
    }
}

signal.signal(signal.SIGINT, signal.SIG_DFL)
environment = dict(os.environ)
# The log of a provider is Terraform's only where Terraform starts it; and a test may ask for that.
starts_its_own = "TF_LOG" in environment or "TF_REATTACH_PROVIDERS" in environment
if not starts_its_own and is_installed(arguments[:1] == ["init"]):
    if arguments[:1] in (["plan"], ["apply"], ["destroy"], ["show"]):
        environment["TF_REATTACH_PROVIDERS"] = started_provider(take_slot())
    else:
        environment["TF_REATTACH_PROVIDERS"] = json.dumps(unasked)
os.execvpe(terraform, [terraform, *arguments], environment)
