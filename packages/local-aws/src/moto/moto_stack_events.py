"""Stack events carry the ClientRequestToken of their operation: Terraform finds the reason of a failure by it."""

from moto.cloudformation import models
from moto.cloudformation.responses import CloudFormationResponse

current_token = None


class Event(models.Event):
    __module__ = "moto.cloudformation.models"  # moto files a model under the service that its module names

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.client_request_token = current_token


def with_token(operation):
    def remember_token(handler):
        global current_token
        current_token = handler._get_param("ClientRequestToken")
        try:
            return operation(handler)
        finally:
            current_token = None

    return remember_token


models.Event = Event
for name in ("create_stack", "update_stack", "delete_stack"):
    setattr(CloudFormationResponse, name, with_token(getattr(CloudFormationResponse, name)))
