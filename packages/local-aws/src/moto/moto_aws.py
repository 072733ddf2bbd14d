"""moto's server on loopback, extended by what it lacks: prints {"port": N} when ready, ends when its standard input ends."""

import json
import logging
import os
import signal
import sys
import threading
import traceback

ready, sys.stdout = sys.stdout, sys.stderr
# Where Ctrl-C reaches the whole process group: the parent still needs AWS while it cleans up, then closes our input.
signal.signal(signal.SIGINT, signal.SIG_IGN)


def end_with_input():
    sys.stdin.buffer.read()
    os._exit(0)


# Before the imports, which take a second: the parent may end during them.
threading.Thread(target=end_with_input, daemon=True).start()
sys.dont_write_bytecode = True
from moto.moto_api._internal import mock_random  # noqa: E402
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app  # noqa: E402
from werkzeug.serving import make_server  # noqa: E402
from werkzeug.wrappers import Response  # noqa: E402


def create_extended_app(service):
    """Loads additions with the service they belong to: importing all of moto's models would double the start."""
    if service in ("events", "cloudformation"):
        import moto_connection  # noqa: F401
    if service == "cloudformation":
        import moto_stack  # noqa: F401
    if service == "cloudwatch":
        import moto_alarm_actions  # noqa: F401
        import moto_alarm_history  # noqa: F401
    if service == "dynamodb":
        import moto_dynamodb  # noqa: F401
    if service == "logs":
        import moto_metric_filter  # noqa: F401
    if service == "secretsmanager":
        import moto_secret_versions  # noqa: F401
    if service == "s3":
        import moto_bucket_policy  # noqa: F401
    return create_backend_app(service)


class Aws:
    """One request at a time: moto's conditional writes are not atomic between threads, AWS's are."""

    def __init__(self):
        self.moto = DomainDispatcherApplication(create_extended_app)
        self.lock = threading.Lock()

    def __call__(self, environ, start_response):
        with self.lock:
            # recorder.ts: the ids that a request draws are those of its recording.
            if seed := environ.get("HTTP_X_LOCAL_AWS_SEED"):
                mock_random.seed(int(seed))
            try:
                return self.moto(environ, start_response)
            except Exception as error:
                # 501 is final to the endpoint in front of us; moto's own 500 would be retried for minutes.
                traceback.print_exc()
                reason = error if isinstance(error, NotImplementedError) else type(error).__name__
                return Response(f"moto failed: {reason}", 501)(environ, start_response)


def main():
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", 0, Aws(), threaded=True)
    print(json.dumps({"port": server.server_port}), file=ready, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
