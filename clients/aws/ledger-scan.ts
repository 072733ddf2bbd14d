import { ScanCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ledgerKey } from '../../ledger/keys';
import { usageOf } from './ledger-item';
import type { RecordedUsage, UnknownItem } from '../../ledger/item';

/** Parts of the table that are read at the same time. Each page holds at most 1 MB (DynamoDB, Scan). */
const segments = 8;

export interface LedgerScan {
  readonly client: Pick<DynamoDBClient, 'send'>;
  readonly table: string;
  /** Of the events' timestamps, in Unix seconds, inclusive. */
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
  readonly signal: AbortSignal;
}

/**
 * Hands over every meter event of a period, page by page and in no order, so that memory does not grow with their number;
 * those that this version does not know as such, also where their time is not known.
 * It reads the whole table, since no index has the events by their time: of a million events 450 MB, for less than a cent.
 */
export async function scanLedger(
  { client, table, start, end, signal }: LedgerScan,
  take: (events: readonly (RecordedUsage | UnknownItem)[]) => void,
): Promise<void> {
  const read = async (Segment: number): Promise<void> => {
    // Of its own: the SDK listens several times for a request, and all segments would be more than Node expects of one.
    const abortSignal = AbortSignal.any([signal]);
    let ExclusiveStartKey;
    do {
      const page: Awaited<ReturnType<typeof send>> = await send(Segment, ExclusiveStartKey, abortSignal);
      take((page.Items ?? []).map(usageOf));
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey && !signal.aborted);
  };
  const send = (
    Segment: number,
    ExclusiveStartKey: ScanCommand['input']['ExclusiveStartKey'],
    abortSignal: AbortSignal,
  ) =>
    client.send(
      new ScanCommand({
        TableName: table,
        Segment,
        TotalSegments: segments,
        ExclusiveStartKey,
        // An item of another kind has no timestamp, and its key begins with "#".
        FilterExpression:
          '#timestamp BETWEEN :start AND :end OR ' +
          `(attribute_not_exists(#timestamp) AND NOT begins_with(${ledgerKey}, :otherKind))`,
        ProjectionExpression: `${ledgerKey}, customerId, #timestamp, #value, #status, sentAt, evidence`,
        ExpressionAttributeNames: { '#timestamp': 'timestamp', '#value': 'value', '#status': 'status' },
        ExpressionAttributeValues: {
          ':start': { N: String(start) },
          ':end': { N: String(end - 1) },
          ':otherKind': { S: '#' },
        },
      }),
      { abortSignal },
    );
  await Promise.all(Array.from({ length: segments }, (_, segment) => read(segment)));
}
