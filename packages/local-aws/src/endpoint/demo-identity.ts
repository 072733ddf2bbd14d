import type { DemoIdentity } from '../../../../clients/aws/demo';
import type { EnvironmentName } from '../../../../settings/environments';
import type { AwsResponse } from './aws-request';

/** By this the commands know that an endpoint is a demo of their workspace and not some other emulator. */
export function demoIdentity(workspaces: readonly EnvironmentName[]): AwsResponse {
  const identity: DemoIdentity = { demoOf: workspaces };
  return {
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(identity),
  };
}
