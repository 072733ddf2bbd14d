import type { CommandSpec } from '../shared/command-spec';

export const logsSpec = {
  name: 'logs',
  summary: "Follows the executions' log until Ctrl-C.",
  workspace: 'required',
  options: {
    since: {
      type: 'string',
      value: 'TIME',
      help: 'how far back it begins, in s, m, h, d or w, such as 30m or 2d; if left out, 10m',
    },
    'no-follow': { type: 'boolean', help: 'ends after what is there already' },
    failures: { type: 'boolean', help: 'shows failures alone' },
    'processing-history-id': {
      type: 'string',
      value: 'ID',
      help: 'shows the executions of this upload alone',
    },
    graph: {
      type: 'string',
      value: 'EXECUTION',
      help: 'instead of the log, draws one execution as an HTML page: by its ARN, its name, or a processingHistoryId',
    },
  },
  examples: [
    'npm run logs -- --workspace test',
    'npm run logs -- --workspace live --failures --no-follow --since 1d',
    'npm run logs -- --workspace test --graph 1a2b3c4d',
  ],
} as const satisfies CommandSpec;
