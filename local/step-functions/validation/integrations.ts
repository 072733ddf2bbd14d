import { dynamodbOperations } from '../tasks/dynamodb';
import { sdkOperations } from '../tasks/sdk-operations';
import { error, isExpression, isObject, unsupported, type Diagnostic } from './diagnostic';
import { checkHttpTask, httpTask } from './http-task';
import type { LocatedState } from './scope';

interface Integration {
  readonly fields: readonly string[];
  readonly required: readonly string[];
}

const nested = { fields: ['StateMachineArn', 'Input', 'Name'], required: ['StateMachineArn'] };
const optimizedIntegrations: Readonly<Record<string, Integration>> = {
  'http:invoke': httpTask,
  'states:startExecution': nested,
  'states:startExecution.sync:2': nested,
};

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
  const integration = /^arn:aws[\w-]*:states:::(.+)$/.exec(resource)?.[1];
  if (integration === undefined || !isKnownToAws(integration)) {
    return isFunctionOrActivity(resource)
      ? [unsupported(at, resource, 'INVALID_RESOURCE')]
      : [notRecognized(at, resource)];
  }
  const found = findIntegration(integration);
  if (found === undefined) {
    return [unsupported(at, resource, 'INVALID_RESOURCE')];
  }
  return checkArguments(state.Arguments ?? {}, `${location}/Arguments`, integration, found);
}

function findIntegration(name: string): Integration | undefined {
  const entry = <T>(table: Readonly<Record<string, T>>, key: string) =>
    Object.hasOwn(table, key) ? table[key] : undefined;
  if (name.startsWith('aws-sdk:')) {
    return entry(sdkOperations, name.slice('aws-sdk:'.length));
  }
  if (name.startsWith('dynamodb:')) {
    return entry(dynamodbOperations, name.slice('dynamodb:'.length));
  }
  return entry(optimizedIntegrations, name);
}

function checkArguments(
  value: unknown,
  location: string,
  name: string,
  integration: Integration,
): Diagnostic[] {
  if (isExpression(value)) {
    return [];
  }
  if (!isObject(value)) {
    return [error(location, 'The value must be an object or a JSONata expression')];
  }
  const unknown = Object.keys(value).filter((field) => !integration.fields.includes(field));
  const missing = integration.required.filter((field) => value[field] === undefined);
  return [
    ...unknown.map((field) => unsupported(`${location}/${field}`, `the field '${field}' of ${name}`)),
    ...missing.map((field) => error(location, `The field '${field}' is required but was missing`)),
    ...(integration === httpTask ? checkHttpTask(value, location) : []),
  ];
}

function isKnownToAws(integration: string): boolean {
  const [service, ...rest] = integration.split(':');
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
