import type { PutMetricFilterRequest } from '@aws-sdk/client-cloudwatch-logs';
import type { IAMClient } from '@aws-sdk/client-iam';
import { filterLogEvents } from './cloudwatch/filter-log-events';
import { checkMetricFilter } from './cloudwatch/metric-filters';
import { jsonResponse, type AwsRequest, type AwsResponse } from './endpoint/aws-request';
import type { AwsHandler } from './endpoint/endpoint';
import { proxyTo } from './endpoint/proxy';
import type { RememberedRolePolicies } from './iam/remembered-role-policies';
import { simulatePrincipalPolicy } from './iam/simulate';

interface Routes {
  /** JSON by path, for paths that no AWS service has. */
  readonly responses: Readonly<Record<string, unknown>>;
  readonly motoUrl: string;
  readonly iam: IAMClient;
  /** Forgotten when a request may have changed them. */
  readonly rolePolicies: RememberedRolePolicies;
  readonly stepFunctions: AwsHandler;
  /** @throws AwsError if EventBridge Scheduler would not save the schedule */
  readonly checkSchedule: (request: AwsRequest) => Promise<void>;
}

/** Who answers a request: Step Functions, IAM's simulation, what moto lacks, or moto, after the checks that it lacks. */
export function routed(routes: Routes): AwsHandler {
  const { responses, motoUrl, iam, rolePolicies, stepFunctions, checkSchedule } = routes;
  const toMoto = proxyTo(motoUrl);
  const proxied = async (request: AwsRequest) => {
    const response = await toMoto(request);
    if (mayChangeRoles(request)) {
      rolePolicies.forget();
    }
    return response;
  };
  return async (request) => {
    if (Object.hasOwn(responses, request.url)) {
      return jsonResponse(responses[request.url]);
    }
    if (request.service === 'states') {
      return stepFunctions(request);
    }
    if (request.operation === 'SimulatePrincipalPolicy') {
      return simulate(request, iam);
    }
    if (request.operation === 'PutMetricFilter') {
      checkMetricFilter(JSON.parse(request.body.toString()) as PutMetricFilterRequest);
    }
    if (['CreateSchedule', 'UpdateSchedule'].includes(request.operation)) {
      await checkSchedule(request);
    }
    if (request.operation === 'FilterLogEvents') {
      return filterLogEvents(request, proxied);
    }
    return proxied(request);
  };
}

const mayChangeRoles = ({ service, operation }: AwsRequest) =>
  ['iam', 'cloudformation'].includes(service) && !/^(Describe|Get|List)/.test(operation);

async function simulate(request: AwsRequest, iam: IAMClient): Promise<AwsResponse> {
  const body = await simulatePrincipalPolicy(new URLSearchParams(request.body.toString()), iam);
  return { status: 200, headers: { 'content-type': 'text/xml' }, body };
}
