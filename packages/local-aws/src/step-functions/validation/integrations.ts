import { integrationName } from '../resource';
import { findIntegration, type Integration } from '../tasks/integrations';
import { isExpression } from '../interpreter/expressions';
import { error, unsupportedDiagnostic, type Diagnostic } from './diagnostic';
import { checkHttpTask } from './http-task';
import type { LocatedState } from './scope';
import { isJsonObject } from '../../json';

/** Services with an optimized integration in AWS ("Integrating optimized services with Step Functions"). */
const awsServices = [
  ...['apigateway', 'athena', 'batch', 'bedrock', 'bedrock-agentcore', 'codebuild', 'databrew', 'dynamodb'],
  ...[
    'ecs',
    'eks',
    'elasticmapreduce',
    'emr-containers',
    'emr-serverless',
    'events',
    'glue',
    'http',
    'lambda',
  ],
  ...['mediaconvert', 'sagemaker', 'sns', 'sqs', 'states'],
];

/** The `Resource` of a Task state, and the fields of its Arguments. */
export function checkIntegration({ state, location }: LocatedState): Diagnostic[] {
  if (state.Type !== 'Task') {
    return [];
  }
  const at = `${location}/Resource`;
  const resource = typeof state.Resource === 'string' ? state.Resource : '';
  const name = integrationName(resource);
  if (name === undefined || !isKnownToAws(name)) {
    return isFunctionOrActivity(resource)
      ? [unsupportedDiagnostic(at, resource, 'INVALID_RESOURCE')]
      : [notRecognized(at, resource)];
  }
  const integration = findIntegration(resource);
  if (integration === undefined) {
    return [unsupportedDiagnostic(at, resource, 'INVALID_RESOURCE')];
  }
  return checkArguments(state.Arguments ?? {}, `${location}/Arguments`, integration);
}

function checkArguments(
  value: unknown,
  location: string,
  { name, fields, required }: Integration,
): Diagnostic[] {
  if (isExpression(value)) {
    return [];
  }
  if (!isJsonObject(value)) {
    return [error(location, 'The value must be an object or a JSONata expression')];
  }
  const unknown = Object.keys(value).filter((field) => !fields.includes(field));
  const missing = required.filter((field) => value[field] === undefined);
  return [
    ...unknown.map((field) =>
      unsupportedDiagnostic(`${location}/${field}`, `the field '${field}' of ${name}`),
    ),
    ...missing.map((field) => error(location, `The field '${field}' is required but was missing`)),
    ...(name === 'http:invoke' ? checkHttpTask(value, location) : []),
  ];
}

function isKnownToAws(name: string): boolean {
  const [service, ...rest] = name.split(':');
  return service === 'aws-sdk'
    ? /^[a-z0-9]+:[a-z][A-Za-z0-9]*(\.waitForTaskToken)?$/.test(rest.join(':'))
    : awsServices.includes(service!) && /^[a-z]\w*(\.sync(:2)?|\.waitForTaskToken)?$/.test(rest.join(':'));
}

function isFunctionOrActivity(resource: string): boolean {
  return /^arn:aws[\w-]*:(lambda|states):[\w-]+:\d{12}:(function|activity):.+$/.test(resource);
}

function notRecognized(location: string, resource: string): Diagnostic {
  return error(
    location,
    `The resource provided ${resource} is not recognized. The value is not a valid resource ARN, or the resource ` +
      'is not available in this region.',
    'INVALID_RESOURCE',
  );
}
