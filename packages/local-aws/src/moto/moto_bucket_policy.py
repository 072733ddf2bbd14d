"""Bucket policies that demand TLS: loopback stands for AWS's TLS, and moto denies where a condition does not hold."""

import json

from moto.s3.models import FakeBucket

get_permission = FakeBucket.get_permission
WITHOUT_TLS = {"Bool": {"aws:SecureTransport": "false"}}


def get_permission_over_tls(bucket, action, resource):
    policy = bucket.policy
    if policy is None:
        return get_permission(bucket, action, resource)
    document = json.loads(policy)
    document["Statement"] = [one for one in document["Statement"] if one.get("Condition") != WITHOUT_TLS]
    bucket.policy = json.dumps(document).encode()
    try:
        return get_permission(bucket, action, resource)
    finally:
        bucket.policy = policy


FakeBucket.get_permission = get_permission_over_tls
