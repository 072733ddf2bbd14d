import type { Grant } from '../language/permissions';

/** ARNs, exact unless said otherwise. */
export interface ConnectionResources {
  readonly stateMachineArn: string;
  readonly connectionArn: string;
  /** The connection's ARN without the UUID. */
  readonly connectionForPolicyArn: string;
  /** Pattern of the managed secret, by the connection's name: EventBridge chooses the rest, and may choose again. */
  readonly connectionSecretArn: string;
}

/** How an HTTP Task gets the Stripe key. */
export const connectionGrants = {
  // Both forms: the Step Functions guide ("Call HTTPS APIs") has the UUID; the Service Authorization Reference and
  // CloudFormation (`ArnForPolicy` of AWS::Events::Connection) do not.
  RetrieveConnectionCredentials: (on: ConnectionResources): Grant => ({
    Resource: [on.connectionArn, on.connectionForPolicyArn],
  }),
  ReadConnectionSecret: (on: ConnectionResources): Grant => ({ Resource: on.connectionSecretArn }),
};

/** Requests of one kind from this state machine alone; the operator compares the URL. */
export const invoking = (
  { stateMachineArn }: ConnectionResources,
  method: 'GET' | 'POST',
  operator: 'StringEquals' | 'StringLike',
  url: string,
): Grant => ({
  Resource: stateMachineArn,
  Condition: { [operator]: { 'states:HTTPMethod': method, 'states:HTTPEndpoint': url } },
});
