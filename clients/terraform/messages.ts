/** A line of Terraform's `-json` output ("Machine-Readable UI" in Terraform's documentation), as far as it is used. */
export interface UiMessage {
  readonly '@message': string;
  readonly type: string;
  readonly diagnostic?: { readonly severity: string; readonly summary: string; readonly detail: string };
}

const progressTypes = new Set([
  'resource_drift',
  'planned_change',
  'apply_start',
  'apply_progress',
  'apply_complete',
  'apply_errored',
  'change_summary',
]);

/** Reads a line; undefined if it is none of Terraform's messages. */
export function parseMessage(line: string): UiMessage | undefined {
  try {
    const message = JSON.parse(line) as Partial<UiMessage> | null;
    return message?.type && message['@message'] !== undefined ? (message as UiMessage) : undefined;
  } catch {
    return undefined;
  }
}

/** Terraform's own sentence on a resource or on the whole; undefined for a message of another kind. */
export function progressOf(message: UiMessage): string | undefined {
  return progressTypes.has(message.type) ? message['@message'] : undefined;
}

/** Summary and detail of an error; undefined for a message of another kind, warnings too. */
export function errorOf({ diagnostic }: UiMessage): string | undefined {
  if (diagnostic?.severity !== 'error') {
    return undefined;
  }
  return diagnostic.detail ? `${diagnostic.summary}: ${diagnostic.detail}` : diagnostic.summary;
}

/** An error as `output` and `show` print it for people, without its frame. */
export function plainError(text: string): string {
  const lines = text.split(/\r?\n/).map((line) => line.replace(/^[╷│╵]\s*/, '').trim());
  return lines
    .filter((line) => line !== '')
    .join(' ')
    .replace(/^Error: /, '');
}
