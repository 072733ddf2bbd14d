"""{{resolve:secretsmanager:...}} in a resource's properties, resolved when the resource is created or updated."""

import json
import re

from moto.secretsmanager.models import secretsmanager_backends

REFERENCE = re.compile(r"\{\{resolve:([^:}]*):([^}]*)\}\}")


def resolve(value, account_id, region_name):
    if isinstance(value, dict):
        return {key: resolve(part, account_id, region_name) for key, part in value.items()}
    if isinstance(value, list):
        return [resolve(part, account_id, region_name) for part in value]
    if isinstance(value, str):
        return REFERENCE.sub(lambda found: secret_value(*found.groups(), account_id, region_name), value)
    return value


def secret_value(service, reference, account_id, region_name):
    if service != "secretsmanager":
        raise ValueError(f"local AWS does not support dynamic references to {service}")
    parts = reference.split(":")
    id_length = 7 if parts[0] == "arn" else 1
    secret_id = ":".join(parts[:id_length])
    kind, json_key, stage, version_id = (parts[id_length:] + [""] * 4)[:4]
    if len(parts) > id_length + 4 or kind not in ("", "SecretString"):
        raise ValueError(f"Incorrect format is used in the dynamic reference to the secret {secret_id}")
    if stage and version_id:
        raise ValueError("You cannot specify both version-stage and version-id in a dynamic reference")
    backend = secretsmanager_backends[account_id][region_name]
    secret = backend.get_secret_value(secret_id, version_id or None, None if version_id else stage or "AWSCURRENT")
    text = secret.get("SecretString", "")
    if not json_key:
        return text
    try:
        return str(json.loads(text)[json_key])
    except (KeyError, TypeError, ValueError):
        # Raised again without its context, which would quote the secret.
        raise ValueError(f"Could not find a value associated with JSONKey {json_key} in SecretString") from None
