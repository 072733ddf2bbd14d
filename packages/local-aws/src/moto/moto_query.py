"""Query: refuses what DynamoDB refuses, and names a last key whenever it stops at Limit, as DynamoDB does."""

import re

from moto.dynamodb.exceptions import MockValidationException
from moto.dynamodb.models.table import Table
from moto.dynamodb.parsing.key_condition_expression import parse_expression
from moto.dynamodb.parsing.reserved_keywords import ReservedKeywords
from moto_index_keys import attribute_type

find = Table.query
INVALID = "One or more parameter values were invalid:"
SELECTS = ("ALL_ATTRIBUTES", "ALL_PROJECTED_ATTRIBUTES", "SPECIFIC_ATTRIBUTES", "COUNT")


def words(expression):
    """The names and operators of an expression, in order."""
    return re.findall(r"(?<![:\w.])#?[A-Za-z_]\w*", expression or "")


def table_keys(table):
    return [key["AttributeName"] for key in table.schema]


def check(table, body):
    index = next((one for one in table.all_indexes() if one.name == body.get("IndexName")), None)
    if body.get("IndexName") and index is None:
        raise MockValidationException(f"The table does not have the specified index: {body['IndexName']}")
    if body.get("Limit", 1) < 1:
        raise MockValidationException(
            f"1 validation error detected: Value '{body['Limit']}' at 'limit' failed to satisfy constraint: "
            "Member must have value greater than or equal to 1"
        )
    schema = index.schema if index else table.schema
    if body.get("KeyConditionExpression"):
        check_key_condition(table, body, schema)
    check_selection(table, body, index)
    names = body.get("ExpressionAttributeNames") or {}
    keys = {key["AttributeName"] for key in schema}
    in_filter = next((name for name in named(body.get("FilterExpression"), names) if name in keys), None)
    if in_filter:
        raise MockValidationException(
            f"Filter Expression can only contain non-primary key attributes: Primary key attribute: {in_filter}"
        )
    start = body.get("ExclusiveStartKey")
    needed = keys | set(table_keys(table))
    if start is not None and {name: next(iter(start[name])) for name in start} != {
        name: attribute_type(table, name) for name in needed
    }:
        raise MockValidationException("The provided starting key is invalid")


def check_key_condition(table, body, schema):
    expression = body["KeyConditionExpression"]
    for word in words(expression):
        if word.upper() in ("OR", "NOT", "IN"):
            raise MockValidationException(
                f"Invalid KeyConditionExpression: Invalid operator used in KeyConditionExpression: {word.upper()}"
            )
        if word.upper() not in ("AND", "BETWEEN") and word.upper() in ReservedKeywords.get_reserved_keywords():
            raise MockValidationException(
                f"Invalid KeyConditionExpression: Attribute name is a reserved keyword; reserved keyword: {word}"
            )
    if "<>" in expression:
        raise MockValidationException(
            "Invalid KeyConditionExpression: Invalid operator used in KeyConditionExpression: <>"
        )
    values, names = body.get("ExpressionAttributeValues") or {}, body.get("ExpressionAttributeNames") or {}
    hash_keys, range_keys, _ = parse_expression(expression, values, names, schema)
    compared = [*hash_keys, *((name, value) for name, _, operands in range_keys for value in operands)]
    if any(next(iter(value)) != attribute_type(table, name) for name, value in compared):
        raise MockValidationException(f"{INVALID} Condition parameter type does not match schema type")


def check_selection(table, body, index):
    select, projection = body.get("Select"), body.get("ProjectionExpression")
    if select and select not in SELECTS:
        raise MockValidationException(
            f"1 validation error detected: Value '{select}' at 'select' failed to satisfy constraint: "
            "Member must satisfy enum value set: [SPECIFIC_ATTRIBUTES, COUNT, ALL_ATTRIBUTES, ALL_PROJECTED_ATTRIBUTES]"
        )
    if projection and select and select != "SPECIFIC_ATTRIBUTES":
        what = "only the Count" if select == "COUNT" else select
        raise MockValidationException(f"Cannot specify the ProjectionExpression when choosing to get {what}")
    if select == "SPECIFIC_ATTRIBUTES" and not projection:
        raise MockValidationException(
            "Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES"
        )
    if select == "ALL_PROJECTED_ATTRIBUTES" and not index:
        raise MockValidationException("ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName")
    kind = index.projection.get("ProjectionType") if index in (table.global_indexes or []) else "ALL"
    if kind == "ALL":
        return
    if select == "ALL_ATTRIBUTES":
        raise MockValidationException(
            f"{INVALID} Select type ALL_ATTRIBUTES is not supported for global secondary index {index.name} "
            "because its projection type is not ALL"
        )
    projected = {*table_keys(table), *index.schema_key_attrs, *index.projection.get("NonKeyAttributes", [])}
    asked = named(projection, body.get("ExpressionAttributeNames") or {})
    missing = [name for name in asked if name not in projected]
    if missing:
        raise MockValidationException(
            f"{INVALID} Global secondary index {index.name} does not project [{', '.join(missing)}]"
        )


def named(expression, names):
    return [names.get(word, word) for word in words(expression)]


def find_with_last_key(
    table, hash_key, comparison, values, limit, start, forward, projection, index_name, consistent, condition, **keys
):
    """DynamoDB stops at Limit without a look ahead; moto names no last key there if nothing follows."""
    items, scanned, last_key = find(
        table, hash_key, comparison, values, limit, start, forward, None, index_name, consistent, None, **keys
    )
    if last_key is None and limit and scanned == limit:
        last_key = table._get_last_evaluated_key(items[-1], index_name)
    if condition is not None:
        items = [item for item in items if condition.expr(item)]
    if projection:
        items = [item.project(projection) for item in items]
    return items, scanned, last_key


Table.query = find_with_last_key
