import type { ParamReader } from './params';

/** Metadata after an update: new keys are added, a key with an empty value is removed. */
export function mergeMetadata(current: Record<string, string>, params: ParamReader): Record<string, string> {
  const merged = { ...current };
  for (const [key, value] of Object.entries(params.unsettableTexts('metadata'))) {
    if (value === null) {
      delete merged[key];
    } else {
      merged[key] = value;
    }
  }
  return merged;
}
