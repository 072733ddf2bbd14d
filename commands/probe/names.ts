import { randomBytes } from 'node:crypto';

/** Everything that a probe creates has a name that begins so; nothing else in the account has. */
export const probePrefix = 'siftbeam-probe-';

/** IAM finds roles by their path, not by their name. */
export const probeRolePath = '/siftbeam-probe/';

export const probeLogGroupPrefix = `/aws/vendedlogs/states/${probePrefix}`;

/** The tag of what AWS can tag, and the metadata of customers; its value is the run. */
export const probeTag = 'siftbeam-probe';

/** The e-mail address of each probe customer, by which Stripe finds them. Nobody receives mail there (RFC 2606). */
export const probeEmail = 'siftbeam-probe@siftbeam.example';

/** A name for one run of the probe: 8 hexadecimal digits. */
export const newRun = (): string => randomBytes(4).toString('hex');
