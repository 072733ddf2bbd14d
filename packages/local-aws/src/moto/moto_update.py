"""UpdateItem: a refused update changes nothing, and UPDATED_NEW and UPDATED_OLD return what the expression names."""

import copy
import re

from moto.dynamodb.exceptions import MockValidationException
from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.responses import DynamoHandler
from moto_index_keys import check_index_keys

update_item = DynamoDBBackend.update_item
respond = DynamoHandler.update_item
NOT_SUPPORTED = "The update expression attempted to update a secondary index key to a value that is not supported."


def update_or_undo(backend, table_name, key, *args, **kwargs):
    table = backend.get_table(table_name)
    keys = backend.get_keys_value(table, key)
    before = copy.deepcopy(table.get_item(*keys))
    try:
        item = update_item(backend, table_name, key, *args, **kwargs)
        check_index_keys(table, item.to_json()["Attributes"], NOT_SUPPORTED)
        return item
    except Exception:
        changed = table.get_item(*keys)
        if changed and before is None:
            table.delete_item(*keys)
        elif changed:
            changed.attrs = before.attrs
        raise


def updated_attributes(body):
    """The attributes that the update expression sets, removes, adds to or deletes from."""
    expression = re.sub(r"\((?:[^()]|\([^()]*\))*\)", "", body.get("UpdateExpression", ""))
    paths = re.findall(r"(?:\b(?:SET|REMOVE|ADD|DELETE)\s+|,\s*)([#\w.\[\]-]+)", expression, re.IGNORECASE)
    nested = next((path for path in paths if re.search(r"[.\[]", path)), None)
    if nested:
        raise MockValidationException(
            f"local DynamoDB does not support ReturnValues {body['ReturnValues']} with the nested path {nested}"
        )
    names = body.get("ExpressionAttributeNames") or {}
    return {names.get(path, path) for path in paths}


def respond_with_updated(handler):
    body = handler.body
    wanted = body.get("ReturnValues", "NONE")
    if not wanted.startswith("UPDATED_"):
        return respond(handler)
    names = updated_attributes(body)
    handler.body = {**body, "ReturnValues": wanted.replace("UPDATED_", "ALL_")}
    response = respond(handler)
    found = response.result.pop("Attributes", {})
    attributes = {name: value for name, value in found.items() if name in names}
    if attributes:
        response.result["Attributes"] = attributes
    return response


respond_with_updated.__name__ = "update_item"
DynamoDBBackend.update_item = update_or_undo
DynamoHandler.update_item = respond_with_updated
