import { error, isExpression, isObject, type Diagnostic, type JsonObject } from './diagnostic';

/** Fields of an HTTP Task and whether it cannot do without ("Call HTTPS APIs in Step Functions workflows"). */
export const httpTask = {
  fields: [
    ...['ApiEndpoint', 'Method', 'InvocationConfig', 'Authentication', 'Headers', 'QueryParameters'],
    ...['RequestBody', 'Transform'],
  ],
  required: ['ApiEndpoint', 'Method'],
};

const methods = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD'];
const arrayFormats = ['INDICES', 'REPEAT', 'COMMAS', 'BRACKETS'];
const connectionArn = /^arn:aws[\w-]*:events:[\w-]+:\d{12}:connection\/[\w.-]+\/[\w-]+$/;

/** Headers that a definition must not set (same source); a text that ends in - stands for all that begin so. */
const forbiddenHeaders = [
  ...['a-im', 'accept-charset', 'accept-datetime', 'accept-encoding', 'authorization', 'cache-control'],
  ...['connection', 'content-encoding', 'content-md5', 'date', 'expect', 'forwarded', 'from', 'host'],
  ...['http2-settings', 'if-match', 'if-modified-since', 'if-none-match', 'if-range', 'if-unmodified-since'],
  ...['max-forwards', 'origin', 'pragma', 'proxy-authorization', 'referer', 'server', 'te', 'trailer'],
  ...['transfer-encoding', 'upgrade', 'via', 'warning', 'x-forwarded-', 'x-amz-', 'x-amzn-'],
];

/** Whether an HTTP Task's definition may not set this header: it belongs to the connection, or to AWS. */
export function isForbiddenHeader(name: string): boolean {
  const header = name.toLowerCase();
  return forbiddenHeaders.some((forbidden) =>
    forbidden.endsWith('-') ? header.startsWith(forbidden) : header === forbidden,
  );
}

/** What is written out in the Arguments of an HTTP Task; expressions are checked when they have a value. */
export function checkHttpTask(task: JsonObject, location: string): Diagnostic[] {
  const { ApiEndpoint, Method, Headers, Transform } = task;
  const forbidden = isObject(Headers) ? Object.keys(Headers).filter(isForbiddenHeader) : [];
  const wrong = (field: string, value: unknown, right: boolean, message: string) =>
    value === undefined || isExpression(value) || right ? [] : [error(`${location}/${field}`, message)];
  const transform = isObject(Transform) ? Transform : {};
  const options = isObject(transform.RequestEncodingOptions) ? transform.RequestEncodingOptions : {};
  return [
    ...checkConnection(task, location),
    ...wrong(
      'Method',
      Method,
      methods.includes(String(Method)),
      `The value must be one of ${methods.join(', ')}`,
    ),
    ...wrong('ApiEndpoint', ApiEndpoint, isHttpsUrl(ApiEndpoint), 'The value must be an https:// URL'),
    ...(forbidden.length > 0
      ? [
          error(
            location,
            `The 'Headers' field contains unsupported values: [${forbidden.join(', ').toLowerCase()}]`,
          ),
        ]
      : []),
    ...wrong(
      'Transform/RequestBodyEncoding',
      transform.RequestBodyEncoding,
      ['NONE', 'URL_ENCODED'].includes(String(transform.RequestBodyEncoding)),
      'The value must be NONE or URL_ENCODED',
    ),
    ...wrong(
      'Transform/RequestEncodingOptions/ArrayFormat',
      options.ArrayFormat,
      arrayFormats.includes(String(options.ArrayFormat)),
      `The value must be one of ${arrayFormats.join(', ')}`,
    ),
  ];
}

function checkConnection({ InvocationConfig, Authentication }: JsonObject, location: string): Diagnostic[] {
  if (isExpression(InvocationConfig) || isExpression(Authentication)) {
    return [];
  }
  const [field, holder] = isObject(InvocationConfig)
    ? ['InvocationConfig', InvocationConfig]
    : ['Authentication', isObject(Authentication) ? Authentication : {}];
  const { ConnectionArn: arn } = holder;
  if (arn === undefined) {
    return [error(location, "The field 'InvocationConfig.ConnectionArn' is required but was missing")];
  }
  return isExpression(arn) || connectionArn.test(String(arn))
    ? []
    : [error(`${location}/${field}/ConnectionArn`, 'The value must be the ARN of an EventBridge connection')];
}

function isHttpsUrl(value: unknown): boolean {
  return typeof value === 'string' && value.startsWith('https://') && URL.canParse(value);
}
