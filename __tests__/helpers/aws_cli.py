"""What the runbook and `npm run verify` print for the AWS CLI, without the CLI: checked against AWS's own models, and run.

Reads one command line a line, as JSON with its arguments and its folder, and answers each with {status, stdout, stderr}.
"""

import datetime
import json
import os
import sys

import botocore.exceptions
import botocore.session
import jmespath
from botocore import xform_name


class UsageError(Exception):
    pass


session = botocore.session.get_session()
clients = {}


def plain(value):
    if isinstance(value, datetime.datetime):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: plain(member) for key, member in value.items() if key != "ResponseMetadata"}
    return [plain(member) for member in value] if isinstance(value, list) else value


def options_of(words):
    options = {}
    while words:
        name = words.pop(0)
        if not name.startswith("--"):
            raise UsageError(f"Unknown options: {name}")
        values = options.setdefault(name[2:], [])
        while words and not words[0].startswith("--"):
            values.append(words.pop(0))
    return options


def value_of(shape, values, name):
    if shape.type_name == "boolean":
        return not name.startswith("no-")
    if shape.type_name == "list" and not values[0].startswith("["):
        return [value_of(shape.member, [value], name) for value in values]
    if len(values) != 1:
        raise UsageError(f"--{name} expects one value: {values}")
    text = values[0]
    if shape.type_name == "string":
        if text.startswith("file://"):
            with open(text[len("file://"):], encoding="utf-8") as file:
                return file.read()
        return text
    if shape.type_name == "structure" and not text.startswith("{"):
        return structure_of(shape, text)
    return json.loads(text)


def structure_of(shape, text):
    """The shorthand of a structure, with plain values alone: Enabled=false,AttributeName=expiresAt."""
    result = {}
    for pair in text.split(","):
        name, equals, value = pair.partition("=")
        if not equals or name not in shape.members or value[:1] in "[{\"'":
            raise UsageError(f"Error parsing parameter: {text}")
        member = shape.members[name]
        result[name] = value if member.type_name == "string" else json.loads(value)
    return result


def as_text(value):
    """Of `--output text`: one row for each list of plain values."""
    if isinstance(value, list):
        if any(isinstance(member, list) for member in value):
            return "\n".join(as_text(member) for member in value)
        return "\t".join(as_text(member) for member in value)
    if isinstance(value, dict):
        raise UsageError("text of objects is not supported here")
    return str(value)


def run(words):
    service, operation, *rest = words
    waiter = rest.pop(0).replace("-", "_") if operation == "wait" and rest else None
    options = options_of(rest)
    region = options.pop("region", [None])[0]
    client = clients.get((service, region))
    if client is None:
        client = clients[service, region] = session.create_client(service, region_name=region)
    if waiter:
        if waiter not in client.waiter_names:
            raise UsageError(f"argument subcommand: Invalid choice: {service} wait {waiter}")
        operation = client.get_waiter(waiter).config.operation
    method = xform_name(operation) if waiter else operation.replace("-", "_")
    if method not in client.meta.method_to_api_mapping:
        raise UsageError(f"argument operation: Invalid choice: {service} {operation}")
    model = client.meta.service_model.operation_model(client.meta.method_to_api_mapping[method])
    members = {xform_name(name, "-"): name for name in model.input_shape.members}
    query = options.pop("query", [None])[0]
    output = options.pop("output", ["json"])[0]
    limit = options.pop("max-items", None)
    parameters = {}
    for name, values in options.items():
        if name not in members:
            raise UsageError(f"Unknown options: --{name}")
        shape = model.input_shape.members[members[name]]
        parameters[members[name]] = value_of(shape, values, name)
    if waiter:
        client.get_waiter(waiter).wait(**parameters)
        return ""
    if client.can_paginate(method):
        pages = {"MaxItems": int(limit[0])} if limit else {}
        answer = client.get_paginator(method).paginate(PaginationConfig=pages, **parameters).build_full_result()
    elif limit:
        raise UsageError("Unknown options: --max-items")
    else:
        answer = getattr(client, method)(**parameters)
    answer = plain(answer)
    if query:
        answer = jmespath.search(query, answer)
    return as_text(answer) if output == "text" else json.dumps(answer, indent=4, ensure_ascii=False)


for line in sys.stdin:
    try:
        request = json.loads(line)
        os.chdir(request["cwd"])
        result = {"status": 0, "stdout": run(request["args"]) + "\n", "stderr": ""}
    except botocore.exceptions.ClientError as error:
        result = {"status": 254, "stdout": "", "stderr": f"{error}\n"}
    except (UsageError, botocore.exceptions.BotoCoreError, jmespath.exceptions.JMESPathError, OSError, ValueError) as error:
        result = {"status": 252, "stdout": "", "stderr": f"{error}\n"}
    print(json.dumps(result), flush=True)
