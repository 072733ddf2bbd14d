import type { UnknownItem } from './item';

/** What a person is told of an item that this version does not know. */
export const unknownSentence = ({ identifier, looksLike, problem }: UnknownItem): string =>
  `This version does not know the ${looksLike} ${identifier}: ${problem}. It counts as open. ` +
  'Look at it with the version that wrote it (docs/runbook.md, "An item that this version does not know").';
