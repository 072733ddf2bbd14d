/** The fix of a restricted key: sending needs the first, recovery both. */
export const keyPermissions =
  'Give the restricted key the permissions billing_meter_event_write and billing_meter_read in the Stripe Dashboard ' +
  '(Developers, API keys); the key itself stays the same.';
