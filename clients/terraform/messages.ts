/** A line of Terraform's `-json` output ("Machine-Readable UI" in Terraform's documentation), as far as it is used. */
export interface UiMessage {
  readonly '@message': string;
  readonly type: string;
  readonly diagnostic?: { readonly severity: string; readonly summary: string; readonly detail: string };
  /** In a message of the plan. */
  readonly change?: ResourceAction;
  /** In a message of what is done now. */
  readonly hook?: ResourceAction & { readonly elapsed_seconds?: number };
}

interface ResourceAction {
  readonly resource: { readonly addr: string };
  /** For example `create`, or in a plan `replace`; absent while the state is refreshed. */
  readonly action?: string;
}

const progressTypes = [
  'refresh_complete',
  'resource_drift',
  'planned_change',
  'apply_start',
  'apply_progress',
  'apply_complete',
  'apply_errored',
  'change_summary',
] as const;

/** What Terraform reports of its work. */
export interface Progress {
  /** `begin` and `end` surround a subcommand, however it ends; the others are Terraform's own. */
  readonly type: 'begin' | 'end' | (typeof progressTypes)[number];
  readonly subcommand: string;
  /** Terraform's own sentence, for example `aws_sns_topic.alarm: Creation complete after 1s`. */
  readonly text: string;
  readonly address?: string;
  readonly action?: string;
  readonly elapsedSeconds?: number;
}

/** Reads a line; undefined if it is none of Terraform's messages. */
export function parseMessage(line: string): UiMessage | undefined {
  try {
    const message = JSON.parse(line) as Partial<UiMessage> | null;
    return message?.type && message['@message'] !== undefined ? (message as UiMessage) : undefined;
  } catch {
    return undefined;
  }
}

/** What a message says of a resource or of the whole; undefined for a message of another kind. */
export function progressOf(message: UiMessage, subcommand: string): Progress | undefined {
  const type = progressTypes.find((known) => known === message.type);
  if (!type) {
    return undefined;
  }
  const { resource, action } = message.change ?? message.hook ?? {};
  const elapsedSeconds = message.hook?.elapsed_seconds;
  return {
    type,
    subcommand,
    text: message['@message'],
    ...(resource && { address: resource.addr }),
    ...(action && { action }),
    ...(elapsedSeconds !== undefined && { elapsedSeconds }),
  };
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
