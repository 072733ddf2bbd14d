import { isExpression } from '../interpreter/expressions';
import { arrayFormats, httpMethods, isForbiddenHeader, requestBodyEncodings } from '../tasks/http-rules';
import { error, type Diagnostic } from './diagnostic';
import { isJsonObject, type JsonObject } from '../../json';

const connectionArn = /^arn:aws[\w-]*:events:[\w-]+:\d{12}:connection\/[\w.-]+\/[\w-]+$/;

/** The literal Arguments of an HTTP Task; the values of expressions are checked when the task runs. */
export function checkHttpTask(task: JsonObject, location: string): Diagnostic[] {
  const { ApiEndpoint, Method, Headers, Transform } = task;
  const forbidden = isJsonObject(Headers) ? Object.keys(Headers).filter(isForbiddenHeader) : [];
  const wrong = (field: string, value: unknown, right: boolean, message: string) =>
    value === undefined || isExpression(value) || right ? [] : [error(`${location}/${field}`, message)];
  const transform = isJsonObject(Transform) ? Transform : {};
  const options = isJsonObject(transform.RequestEncodingOptions) ? transform.RequestEncodingOptions : {};
  return [
    ...checkConnection(task, location),
    ...wrong(
      'Method',
      Method,
      httpMethods.includes(String(Method)),
      `The value must be one of ${httpMethods.join(', ')}`,
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
      requestBodyEncodings.includes(String(transform.RequestBodyEncoding)),
      `The value must be ${requestBodyEncodings.join(' or ')}`,
    ),
    ...wrong(
      'Transform/RequestEncodingOptions/ArrayFormat',
      options.ArrayFormat,
      arrayFormats.some((format) => format === options.ArrayFormat),
      `The value must be one of ${arrayFormats.join(', ')}`,
    ),
  ];
}

function checkConnection({ InvocationConfig, Authentication }: JsonObject, location: string): Diagnostic[] {
  if (isExpression(InvocationConfig) || isExpression(Authentication)) {
    return [];
  }
  const [field, holder] = isJsonObject(InvocationConfig)
    ? ['InvocationConfig', InvocationConfig]
    : ['Authentication', isJsonObject(Authentication) ? Authentication : {}];
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
