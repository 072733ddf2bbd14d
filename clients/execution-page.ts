import type { SFNClient } from '@aws-sdk/client-sfn';
import { pageOf as drawnPageOf, type Page } from '@usage-billing/execution-page/page';
import {
  readExecution as readWithHeading,
  type ReadExecution,
} from '@usage-billing/execution-page/read-execution';
import { withoutKeys } from './stripe/key-text';

/** What an execution works on, as far as its input says: an upload, or an item of the ledger. */
export interface Subject {
  readonly processingHistoryId?: string;
  /** Of a child of recovery. */
  readonly item?: { readonly identifier?: string };
}

export function subjectOf(input = '{}'): Subject {
  try {
    return (JSON.parse(input) as Subject | null) ?? {};
  } catch {
    // Step Functions leaves out of a description what it may not decrypt.
    return {};
  }
}

/**
 * Reads what a page shows of an execution, with the upload or the item in its heading.
 *
 * @throws ExecutionDoesNotExist if there is none, or none any more: Step Functions deletes it after 90 days
 */
export const readExecution = (client: SFNClient, executionArn: string): Promise<ReadExecution> =>
  readWithHeading(client, executionArn, (input) => {
    const { processingHistoryId, item } = subjectOf(input);
    return processingHistoryId ?? item?.identifier;
  });

/** A page that holds no Stripe key, whoever wrote one into the data. */
export const pageOf = (page: Omit<Page, 'redact'>): Promise<string> =>
  drawnPageOf({ ...page, redact: withoutKeys });
