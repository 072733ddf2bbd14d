"""When each version of a secret was created: moto rounds it down, and lists every version as created now."""

import json

from moto.core.utils import unix_time
from moto.secretsmanager.models import SecretsManagerBackend

add_secret = SecretsManagerBackend._add_secret
list_versions = SecretsManagerBackend.list_secret_version_ids


def add_with_time(backend, secret_id, *args, **kwargs):
    known = backend.secrets[secret_id].versions if secret_id in backend.secrets else {}
    created = {version_id: version["createdate"] for version_id, version in known.items()}
    secret, is_new = add_secret(backend, secret_id, *args, **kwargs)
    for version_id, version in secret.versions.items():
        version["createdate"] = created.get(version_id) or unix_time()
    return secret, is_new


def list_with_times(backend, secret_id):
    created = {key: version["createdate"] for key, version in backend.secrets[secret_id].versions.items()}
    response = json.loads(list_versions(backend, secret_id))
    response["Versions"] = [
        {**version, "CreatedDate": created[version["VersionId"]]}
        for version in response["Versions"]
        if version["VersionStages"]  # AWS lists the others, its deprecated ones, on demand only.
    ]
    return json.dumps(response)


SecretsManagerBackend._add_secret = add_with_time
SecretsManagerBackend.list_secret_version_ids = list_with_times
