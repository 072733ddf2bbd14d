import type { HistoryEvent } from '@aws-sdk/client-sfn';
import type { LoadWorld } from '../../simulation/load/load-world';
import type { Json, JsonObject } from '@usage-billing/local-aws/json';
import { logLine } from '@usage-billing/local-aws/step-functions/observation/log-line';
import type { Use } from './cost';
import { indexWriteUnits } from './index-writes';

const nothing: Use = {
  stateTransition: 0,
  writeRequestUnit: 0,
  readRequestUnit: 0,
  logGigabyte: 0,
  trace: 0,
  secretsManagerRequest: 0,
  putMetricData: 0,
  scheduledInvocation: 0,
};

/** CloudWatch Logs adds them to the bytes of each event (PutLogEvents). */
const logOverheadBytes = 26;

/** An HTTP Task reads the connection's key: GetSecretValue and DescribeSecret, as its role must allow. */
const requestsOfHttpTask = 2;

/** Counts what executions use, from their history and their calls to DynamoDB. */
export class UseMeter {
  private readonly counts = { ...nothing } as Record<keyof Use, number>;

  /** What was used since the last call. */
  take(): Use {
    const use = { ...this.counts };
    Object.assign(this.counts, nothing);
    return use;
  }

  readonly onEvent = (event: HistoryEvent, arn: string): void => {
    const { counts } = this;
    counts.logGigabyte +=
      (Buffer.byteLength(logLine(event, { arn, redriveCount: 0 }, false)) + logOverheadBytes) / 1e9;
    if (event.type === 'ExecutionStarted') {
      counts.trace += 1;
    } else if (event.type?.endsWith('StateEntered')) {
      counts.stateTransition += 1;
    }
    const { resource, resourceType } = event.taskScheduledEventDetails ?? {};
    if (resourceType === 'http') {
      counts.secretsManagerRequest += requestsOfHttpTask;
    } else if (resource === 'describeSecret') {
      counts.secretsManagerRequest += 1;
    } else if (resource === 'putMetricData') {
      counts.putMetricData += 1;
    }
  };

  /** Watches the world's calls to DynamoDB. */
  watch({ dynamodb, ledger, environment }: LoadWorld): void {
    const run = dynamodb.run.bind(dynamodb);
    dynamodb.run = (operation, request) => {
      const key = identifierOf(request);
      const isLedger = request.TableName === environment.names.meterEventsTable;
      const before = isLedger && key ? ledger.get(key) : undefined;
      const writes = operation === 'putItem' || operation === 'updateItem';
      // A write whose condition fails costs as much as one that succeeds.
      this.counts.writeRequestUnit += writes ? 1 : 0;
      const response = run(operation, request);
      if (writes && isLedger && key) {
        this.counts.writeRequestUnit += indexWriteUnits(before, ledger.get(key));
      }
      this.counts.readRequestUnit += writes ? 0 : readUnits(request, response);
      return response;
    };
  }
}

function identifierOf({ Key, Item }: JsonObject): string | undefined {
  const { identifier } = ((Key ?? Item) as { identifier?: { S: string } } | undefined) ?? {};
  return identifier?.S;
}

/** One for each 4 KB that are read, at least one; half of it if an older state may be read. */
function readUnits({ ConsistentRead }: JsonObject, response: JsonObject): number {
  const bytes = Buffer.byteLength(JSON.stringify((response.Items ?? response.Item ?? {}) as Json));
  return Math.max(1, Math.ceil(bytes / 4096)) * (ConsistentRead === true ? 1 : 0.5);
}
