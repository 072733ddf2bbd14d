"""CloudFormation's AWS::Events::Connection with an API key."""

from moto.core.common_models import CloudFormationModel
from moto.events.models import events_backends

PROPERTIES = {"Name", "Description", "AuthorizationType", "AuthParameters"}
AUTH_PARAMETERS = {"ApiKeyAuthParameters", "InvocationHttpParameters"}


def check(properties):
    unknown = [*(properties.keys() - PROPERTIES), *(properties.get("AuthParameters", {}).keys() - AUTH_PARAMETERS)]
    if unknown:
        raise ValueError(f"local AWS does not support {', '.join(sorted(unknown))} of AWS::Events::Connection")
    if properties.get("AuthorizationType") != "API_KEY":
        kind = properties.get("AuthorizationType")
        raise ValueError(f"local AWS does not support AuthorizationType {kind} of AWS::Events::Connection")
    api_key = properties.get("AuthParameters", {}).get("ApiKeyAuthParameters", {})
    for name in ("ApiKeyName", "ApiKeyValue"):
        if not api_key.get(name):
            raise ValueError(f"Properties validation failed: #/AuthParameters/ApiKeyAuthParameters: {name} is required")
    return properties["Description"] if "Description" in properties else "", "API_KEY", properties["AuthParameters"]


class ConnectionResource(CloudFormationModel):
    __module__ = "moto.events.models"  # moto files a model under the service that its module names

    def __init__(self, connection):
        self.connection = connection

    @property
    def physical_resource_id(self):
        return self.connection.name

    @staticmethod
    def cloudformation_name_type():
        return "Name"

    @staticmethod
    def cloudformation_type():
        return "AWS::Events::Connection"

    @classmethod
    def has_cfn_attr(cls, attr):
        return attr in ("Arn", "SecretArn")

    def get_cfn_attribute(self, attribute_name):
        return {"Arn": self.connection.arn, "SecretArn": self.connection.secret_arn}[attribute_name]

    @classmethod
    def create_from_cloudformation_json(cls, resource_name, cloudformation_json, account_id, region_name, **_):
        arguments = check(cloudformation_json["Properties"])
        return cls(events_backends[account_id][region_name].create_connection(resource_name, *arguments))

    @classmethod
    def update_from_cloudformation_json(
        cls, original_resource, new_resource_name, cloudformation_json, account_id, region_name
    ):
        properties = cloudformation_json["Properties"]
        arguments = check(properties)
        backend = events_backends[account_id][region_name]
        if properties.get("Name", original_resource.physical_resource_id) != original_resource.physical_resource_id:
            replacement = cls(backend.create_connection(new_resource_name, *arguments))
            original_resource.delete(account_id, region_name)
            return replacement
        backend.update_connection(original_resource.physical_resource_id, *arguments)
        return original_resource

    def delete(self, account_id, region_name):
        backend = events_backends[account_id][region_name]
        # A connection that was deleted by hand no longer exists; CloudFormation counts that as deleted.
        if self.physical_resource_id in backend.connections:
            backend.delete_connection(self.physical_resource_id)

    def is_created(self):
        return True
