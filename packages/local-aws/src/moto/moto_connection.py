"""EventBridge connections: the managed secret follows updates, DeauthorizeConnection, AWS::Events::Connection."""

import json
import re

from moto.core.utils import unix_time
from moto.events import models
from moto.events.exceptions import (
    ResourceAlreadyExistsException,
    ResourceNotFoundException,
    ValidationException,
)
from moto.events.models import CamelToUnderscoresWalker, EventsBackend
from moto.events.responses import EventsHandler
from moto.secretsmanager.models import secretsmanager_backends

SECRET_FIELDS = ("ApiKeyValue", "Password", "ClientSecret")


def without_values(parameters):
    """DescribeConnection never returns a credential: only the managed secret contains it."""
    if isinstance(parameters, list):
        return [without_values(entry) for entry in parameters]
    if not isinstance(parameters, dict):
        return parameters
    hidden = SECRET_FIELDS + (("Value",) if parameters.get("IsValueSecret") else ())
    return {key: without_values(value) for key, value in parameters.items() if key not in hidden}


def managed_secret_value(parameters):
    value = {}
    for key, part in parameters.items():
        value.update({key: part} if key == "InvocationHttpParameters" else part)
    return json.dumps(CamelToUnderscoresWalker.parse(value))


class Connection(models.Connection):
    __module__ = "moto.events.models"  # moto files a model under the service that its module names

    def __init__(self, name, account_id, *args):
        super().__init__(name, account_id, *args)
        self.account_id = account_id
        self.auth_parameters = without_values(self.auth_parameters)
        self.last_modified = self.last_authorized = self.creation_time

    def authorize(self, parameters):
        self._put_managed_secret(managed_secret_value(parameters))
        self.auth_parameters = without_values(parameters)
        self.state = "AUTHORIZED"
        self.last_authorized = unix_time()

    def deauthorize(self):
        self._put_managed_secret("{}")
        self.auth_parameters = {}
        self.state = "DEAUTHORIZED"
        self.last_modified = unix_time()

    def _put_managed_secret(self, value):
        secretsmanager_backends[self.account_id][self.region].put_secret_value(
            self.secret_arn, value, None, None, ["AWSCURRENT"]
        )

    def describe_short(self):
        times = {"LastModifiedTime": self.last_modified, "LastAuthorizedTime": self.last_authorized}
        return {**super().describe_short(), **times}

    def describe(self):
        return {**super().describe(), **self.describe_short()}


models.Connection = Connection
create_connection = EventsBackend.create_connection


def create_checked(backend, name, *args):
    if len(name) > 64 or not re.fullmatch(r"[\.\-_A-Za-z0-9]+", name):
        raise ValidationException(
            f"1 validation error detected: Value '{name}' at 'name' failed to satisfy constraint: Member must have "
            "length less than or equal to 64 and satisfy regular expression pattern: [\\.\\-_A-Za-z0-9]+"
        )
    if name in backend.connections:
        raise ResourceAlreadyExistsException(f"Connection {name} already exists.")
    return create_connection(backend, name, *args)


def connection_named(backend, name):
    if name not in backend.connections:
        raise ResourceNotFoundException(f"Connection '{name}' does not exist.")
    return backend.connections[name]


def update_connection(backend, name, description=None, authorization_type=None, auth_parameters=None):
    connection = connection_named(backend, name)
    connection.description = description if description is not None else connection.description
    connection.authorization_type = authorization_type or connection.authorization_type
    connection.last_modified = unix_time()
    if auth_parameters:
        connection.authorize(auth_parameters)
    return connection.describe_short()


def list_connections(handler):
    short = ("ConnectionArn", "ConnectionState", "CreationTime", "LastModifiedTime", "Name", "AuthorizationType")
    found = [connection.describe() for connection in handler.events_backend.list_connections()]
    return handler._create_response({"Connections": [{key: one[key] for key in short} for one in found]})


def deauthorize_connection(handler):
    connection = connection_named(handler.events_backend, handler._get_param("Name"))
    connection.deauthorize()
    return handler._create_response(connection.describe_short())


EventsBackend.create_connection = create_checked
EventsBackend.update_connection = update_connection
EventsHandler.list_connections = list_connections
EventsHandler.deauthorize_connection = deauthorize_connection
