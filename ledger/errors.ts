/** `lastError` of an item whose usage Stripe does not confirm. */
export const usageErrors = {
  /** Stripe counted another sum than the ledger has. */
  differs: 'UsageDiffers',
  /** Stripe refuses to say what it counted. */
  unknown: 'UsageUnknown',
} as const;
