import type { FilterLogEventsRequest, FilterLogEventsResponse } from '@aws-sdk/client-cloudwatch-logs';
import type { AwsRequest, AwsResponse } from '../endpoint/aws-request';
import type { AwsHandler } from '../endpoint/endpoint';
import { parseFilterPattern, type LineTest } from './filter-pattern';
import type { Json } from '../json';

/** FilterLogEvents with a JSON pattern, which moto would let match every event; moto handles other patterns itself. */
export async function filterLogEvents(request: AwsRequest, moto: AwsHandler): Promise<AwsResponse> {
  const { filterPattern, ...rest } = JSON.parse(request.body.toString()) as FilterLogEventsRequest;
  if (!filterPattern?.trimStart().startsWith('{')) {
    return moto(request);
  }
  const test = parseFilterPattern(filterPattern);
  const response = await moto({ ...request, body: Buffer.from(JSON.stringify(rest)) });
  if (response.status !== 200) {
    return response;
  }
  const found = JSON.parse(response.body.toString()) as FilterLogEventsResponse;
  const events = found.events?.filter(({ message }) => matches(test, message ?? ''));
  const body = JSON.stringify({ ...found, events });
  return { ...response, headers: { 'content-type': response.headers['content-type'] }, body };
}

/** A line that is not JSON matches no JSON pattern. */
function matches(test: LineTest, message: string): boolean {
  try {
    return test(JSON.parse(message) as Json);
  } catch {
    return false;
  }
}
