import { isUtf8 } from 'node:buffer';
import { StatesError, type TaskCall } from '../types';
import { deauthorize, readConnection, type ConnectionParameters } from './http-connection';
import { exchange, isSuccess, type HttpTaskResponse } from './http-exchange';
import { buildRequest, checkRequest, type HttpRequest } from './http-request';
import { shownRequest, shownResponse } from './http-trace';
import { runtimeError, text } from './task-arguments';
import type { TaskEnvironment } from './task-environment';
import { isJsonObject, type Json, type JsonObject } from '../../json';

const connectionFields = ['InvocationConfig', 'Authentication'];

/** The `Arguments` of an HTTP Task ("Call HTTPS APIs in Step Functions workflows"). */
export const httpTaskFields = {
  fields: [
    ...['ApiEndpoint', 'Method', ...connectionFields],
    ...['Headers', 'QueryParameters', 'RequestBody', 'Transform'],
  ],
  required: ['ApiEndpoint', 'Method'],
};

/**
 * Runs `arn:aws:states:::http:invoke`. A response that is not 2xx loses its body: the error is its status, the cause
 * the status text. A 401 deauthorizes the connection.
 */
export async function runHttpTask(
  environment: TaskEnvironment,
  call: TaskCall,
  input: JsonObject,
): Promise<Json> {
  const connectionArn = connectionArnOf(input);
  checkRequest(environment, input);
  const credentials = await environment.role.credentials(call);
  await authorizeInvoke(environment, call, input);
  const connection = await readConnection(environment, call, credentials, connectionArn);
  const request = buildRequest(environment, input, connection);
  const response = await send(environment, call, request, () =>
    buildRequest(environment, input, withoutSecrets),
  );
  if (response.statusCode === 401) {
    await deauthorize(environment, connectionArn);
  }
  if (!isSuccess(response.statusCode)) {
    throw new StatesError(`States.Http.StatusCode.${response.statusCode}`, response.statusText);
  }
  return {
    Headers: { ...response.headers },
    ...responseBody(response),
    StatusCode: response.statusCode,
    StatusText: response.statusText,
  };
}

/** What a connection adds, left out: all of it may be secret. */
const withoutSecrets: ConnectionParameters = { headers: {}, query: {}, body: {} };

/** @param publicRequest the request without what the connection adds */
async function send(
  { clock }: TaskEnvironment,
  { signal, trace }: TaskCall,
  request: HttpRequest,
  publicRequest: () => HttpRequest,
): Promise<HttpTaskResponse> {
  if (!trace) {
    return exchange(request, clock, signal);
  }
  const shown = shownRequest(trace.revealSecrets ? request : publicRequest());
  trace.onExchange({ request: shown });
  const response = await exchange(request, clock, signal, true);
  trace.onExchange({ request: shown, response: shownResponse(response) });
  return response;
}

/**
 * The error is States.Http.AccessDenied: two public repositories report it from runs on AWS, none of the guides
 * names it. The cause is quoted in serverless-operations/serverless-step-functions issue 599.
 */
async function authorizeInvoke(
  environment: TaskEnvironment,
  call: TaskCall,
  input: JsonObject,
): Promise<void> {
  // As it is written: policies in public use name the bare URL of calls that have QueryParameters.
  const endpoint = text(input, 'ApiEndpoint');
  const permission = {
    action: 'states:InvokeHTTPEndpoint',
    resource: call.stateMachineArn,
    context: { 'states:HTTPMethod': text(input, 'Method'), 'states:HTTPEndpoint': endpoint },
  };
  await environment.role.authorize(
    call,
    [permission],
    () =>
      new StatesError(
        'States.Http.AccessDenied',
        `AWS Step Functions is not authorized to perform states:InvokeHTTPEndpoint on API Endpoint ${endpoint}. Ensure that the StateMachine role contains the states:InvokeHTTPEndpoint permission for the given API Endpoint`,
      ),
  );
}

function connectionArnOf(input: JsonObject): string {
  const [field, second] = connectionFields.filter((name) => input[name] !== undefined);
  const config = field === undefined ? undefined : input[field];
  if (second !== undefined || !isJsonObject(config)) {
    throw runtimeError(
      'An HTTP Task needs a ConnectionArn, either in InvocationConfig or in Authentication.',
    );
  }
  return text(config, 'ConnectionArn');
}

/** Source of what is rejected: developer guide, "Unsupported HTTP Task responses". */
function responseBody(response: HttpTaskResponse): { ResponseBody?: Json } {
  if (response.body.length === 0) {
    return {};
  }
  const [type = ''] = (response.headers['content-type']?.[0] ?? '').toLowerCase().split(';');
  if (/^(application\/octet-stream|image\/.*|video\/.*|audio\/.*)$/.test(type.trim())) {
    throw runtimeError(`Unsupported response content-type '${type}'.`);
  }
  if (!isUtf8(response.body)) {
    throw runtimeError('The response body is not valid text.');
  }
  const body = response.body.toString('utf8');
  if (!/^application\/(.+\+)?json$/.test(type.trim())) {
    return { ResponseBody: body };
  }
  try {
    return { ResponseBody: JSON.parse(body) as Json };
  } catch {
    return { ResponseBody: body };
  }
}
