import { chaosSpec } from '../chaos/options';
import { adoptSpec } from '../adopt/options';
import { applySpec } from '../apply/options';
import { benchSpec } from '../bench/options';
import { demoFaultSpec, demoKeySpec, demoSpec } from '../demo/options';
import { deploySpec } from '../deploy/options';
import { diffSpec } from '../diff/options';
import { logsSpec } from '../logs/options';
import { meterEventsSpec } from '../meter-events/options';
import { planSpec } from '../plan/options';
import { probeSpec } from '../probe/options';
import { reconcileSpec } from '../reconcile/options';
import type { CommandSpec } from '../shared/command-spec';
import { renderSpec } from '../render/options';
import { setupSpec } from '../setup/options';
import { stripeCatalogSpec } from '../stripe-catalog/options';
import { stripeKeySpec } from '../stripe-key/options';
import { synthSpec } from '../synth/options';
import { verifySpec } from '../verify/options';
import { helpSpec } from './options';

/** What the list says of a command. */
export type ListedCommand = Pick<CommandSpec, 'name' | 'summary' | 'workspace'>;

const tool = (name: string, summary: string): ListedCommand => ({ name, summary, workspace: 'none' });

/** The commands of this project, which print their help. */
export const ownCommands: Readonly<Record<string, readonly CommandSpec[]>> = {
  'The first day': [
    helpSpec,
    demoSpec,
    demoFaultSpec,
    demoKeySpec,
    setupSpec,
    deploySpec,
    stripeKeySpec,
    stripeCatalogSpec,
    adoptSpec,
  ],
  'Every day': [planSpec, applySpec, diffSpec, verifySpec, logsSpec],
  'When something fails': [meterEventsSpec, logsSpec, reconcileSpec],
  'Developing this project': [renderSpec, probeSpec, synthSpec, benchSpec, chaosSpec],
};

/** The npm scripts that are programs of others, which have a help of their own. */
const tools: readonly ListedCommand[] = [
  tool('test', 'Runs all tests with Jest, including those against the emulated AWS.'),
  tool('typecheck', 'Checks the types with TypeScript.'),
  tool('lint', 'Checks the sources with ESLint.'),
  tool('format', 'Formats all files with Prettier.'),
  tool('format:check', 'Checks the format with Prettier.'),
];

/** All npm scripts in the order of their use. One that is needed at two times is named at both. */
export const listedCommands: readonly (readonly [string, readonly ListedCommand[]])[] = Object.entries(
  ownCommands,
).map(([when, commands]) => [when, when === 'Developing this project' ? [...tools, ...commands] : commands]);
