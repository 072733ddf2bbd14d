"""CloudFormation stacks: dynamic references, updates through a parameter alone, rollback with the reason."""

import copy
import re

import moto_cfn_connection  # noqa: F401  registers AWS::Events::Connection
from moto.cloudformation import parsing
from moto.cloudformation.models import OutputMap, Stack
from moto_dynamic_reference import resolve
from moto_stack_events import Event

parse_resource = parsing.parse_resource
create_resources = Stack.create_resources
update = Stack.update


def parse_and_resolve(resource_json, resources_map):
    parsed = parse_resource(resource_json, resources_map)
    if not parsed:
        # moto only warns and leaves the resource out.
        raise ValueError(f"local AWS does not support the resource type {resource_json['Type']}")
    resource_class, resource, resource_type = parsed
    resolved = resolve(resource["Properties"], resources_map._account_id, resources_map._region_name)
    return resource_class, {**resource, "Properties": resolved}, resource_type


def references_with_sub(template):
    """moto looks for Ref only, so a parameter used in Fn::Sub would not update its resource."""
    found = []
    for key, part in template.items() if isinstance(template, dict) else enumerate(template):
        if key == "Ref":
            found.append(part)
        elif key == "Fn::Sub":
            found += re.findall(r"\$\{([\w:]+)", part if isinstance(part, str) else part[0])
        if isinstance(part, (dict, list)):
            found += references_with_sub(part)
    return found


def add_failure(stack, action, error):
    for logical_id, resource in stack.template_dict["Resources"].items():
        stack.events.append(
            Event(
                stack_id=stack.stack_id,
                stack_name=stack.name,
                logical_resource_id=logical_id,
                physical_resource_id="",
                resource_type=resource["Type"],
                resource_status=f"{action}_FAILED",
                resource_status_reason=getattr(error, "message", None) or str(error),
                resource_properties=None,
            )
        )


def create_or_roll_back(stack):
    try:
        create_resources(stack)
    except Exception as error:
        add_failure(stack, "CREATE", error)
        stack._add_stack_event("ROLLBACK_IN_PROGRESS", "The following resource(s) failed to create.")
        stack.resource_map.delete()
        # Reading outputs or resources would let moto create them after all.
        stack.resource_map._resource_json_map = {}
        stack.output_map = OutputMap(stack.resource_map, {}, stack.stack_id)
        stack.status = "ROLLBACK_COMPLETE"
        stack._add_stack_event("ROLLBACK_COMPLETE")


def update_or_roll_back(stack, template, role_arn=None, parameters=None, tags=None):
    resource_map = stack.resource_map
    before = (stack.template, copy.copy(resource_map.input_parameters), resource_map._resource_json_map)
    try:
        update(stack, template, role_arn, parameters, tags)
    except Exception as error:
        add_failure(stack, "UPDATE", error)
        stack._add_stack_event("UPDATE_ROLLBACK_IN_PROGRESS", "The following resource(s) failed to update.")
        stack.template, resource_map.input_parameters, resource_map._resource_json_map = before
        stack._parse_template()
        resource_map._template = stack.template_dict
        resource_map.load_parameters()
        stack.status = "UPDATE_ROLLBACK_COMPLETE"
        stack._add_stack_event("UPDATE_ROLLBACK_COMPLETE")


parsing.parse_resource = parse_and_resolve
parsing.get_references_from_template = references_with_sub
Stack.create_resources = create_or_roll_back
Stack.update = update_or_roll_back
