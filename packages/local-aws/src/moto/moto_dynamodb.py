"""What DynamoDB refuses and moto lets through: placeholders, numbers, keys of indexes; more in moto_query, moto_update."""

import re

import moto_query
import moto_update  # noqa: F401
from moto.dynamodb.exceptions import MockValidationException
from moto.dynamodb.responses import DynamoHandler
from moto_index_keys import check_index_keys

EXPRESSIONS = (
    *("UpdateExpression", "ConditionExpression", "KeyConditionExpression", "FilterExpression"),
    "ProjectionExpression",
)
VALUES = ("Key", "Item", "ExpressionAttributeValues", "ExclusiveStartKey")
PLACEHOLDERS = ((":", "Values", "value used in expression"), ("#", "Names", "name used in the document path"))


def check_placeholders(body):
    """Every placeholder is defined, and every definition used; moto looks at some expressions only."""
    expressions = {field: body[field] for field in EXPRESSIONS if body.get(field)}
    for sign, kind, what in PLACEHOLDERS:
        unused = dict(body.get(f"ExpressionAttribute{kind}") or {})
        defined = set(unused)
        for field, expression in expressions.items():
            for placeholder in re.findall(rf"{sign}\w+", expression):
                if placeholder not in defined:
                    raise MockValidationException(
                        f"Invalid {field}: An expression attribute {what} is not defined; "
                        f"attribute {kind[:-1].lower()}: {placeholder}"
                    )
                unused.pop(placeholder, None)
        if unused:
            raise MockValidationException(
                f"Value provided in ExpressionAttribute{kind} unused in expressions: keys: {{{', '.join(unused)}}}"
            )


def check_numbers(value):
    for kind, member in value.items():
        for number in {"N": [member], "NS": member}.get(kind, []):
            if not re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", number):
                reason = f": {number}" if number else ""
                raise MockValidationException(f"The parameter cannot be converted to a numeric value{reason}")
        for nested in list(member.values()) if kind == "M" else member if kind == "L" else []:
            check_numbers(nested)


def checked(operation):
    def check_and_run(handler):
        body = handler.body
        check_placeholders(body)
        for field in VALUES:
            for value in (body.get(field) or {}).values():
                check_numbers(value)
        table = handler.dynamodb_backend.get_table(body["TableName"])
        check_index_keys(table, body.get("Item") or {})
        if operation.__name__ == "query":
            moto_query.check(table, body)
        response = operation(handler)
        if body.get("ReturnConsumedCapacity", "NONE") == "NONE":
            response.result.pop("ConsumedCapacity", None)
        return response

    return check_and_run


for name in ("get_item", "put_item", "update_item", "delete_item", "query"):
    setattr(DynamoHandler, name, checked(getattr(DynamoHandler, name)))
