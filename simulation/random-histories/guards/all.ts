import { claimGuards } from './claim-guards';
import { completionGuards } from './completion-guards';
import { decisionGuards } from './decision-guards';
import type { Guard } from './guard';
import { outcomeGuards } from './outcome-guards';
import { recordingGuards } from './recording-guards';
import { sendingGuards } from './sending-guards';

export const guards: readonly Guard[] = [
  ...recordingGuards,
  ...sendingGuards,
  ...claimGuards,
  ...decisionGuards,
  ...outcomeGuards,
  ...completionGuards,
];
