import type { CommandSpec } from '../shared/command-spec';

export const renderSpec = {
  name: 'render',
  summary: 'Renders the definitions of the state machines in asl/ from their sources in asl/src.',
  workspace: 'none',
  options: { check: { type: 'boolean', help: 'writes nothing, and fails if a file is not as rendered' } },
  examples: ['npm run render', 'npm run render -- --check'],
} as const satisfies CommandSpec;
