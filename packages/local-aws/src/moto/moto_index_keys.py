"""The keys of secondary indexes have their types, and are not empty; an item without them is left out of the index."""

from moto.dynamodb.exceptions import MockValidationException


def attribute_type(table, name):
    return next(one["AttributeType"] for one in table.attr if one["AttributeName"] == name)


def check_index_keys(table, item, empty="A value specified for a secondary index key is not supported."):
    for index in table.all_indexes():
        for name in (key["AttributeName"] for key in index.schema if key["AttributeName"] in item):
            kind, member = next(iter(item[name].items()))
            expected = attribute_type(table, name)
            if kind != expected:
                raise MockValidationException(
                    f"One or more parameter values were invalid: Type mismatch for Index Key {name} "
                    f"Expected: {expected} Actual: {kind} IndexName: {index.name}"
                )
            if member == "":
                raise MockValidationException(
                    f"One or more parameter values are not valid. {empty} The AttributeValue for a key attribute "
                    f"cannot contain an empty string value. IndexName: {index.name}, IndexKey: {name}"
                )
