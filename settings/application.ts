/**
 * The contract with the application that uploads files: what its Lambda `TriggerParentStepFunction` sends, and the keys
 * of its two tables.
 */
export interface ProcessingInput {
  /** Key of the record, and the `identifier` of the meter event. */
  readonly processingHistoryId: string;
  /** The Stripe customer (`cus_…`) to bill. */
  readonly customerId: string;
  readonly userId: string;
  readonly userName: string;
  readonly policyId: string;
  readonly policyName: string;
  readonly inputS3Bucket: string;
  /** Whole S3 keys. */
  readonly uploadedFileKeys: readonly string[];
  readonly downloadS3Keys: readonly string[];
  readonly aiTrainingUsage: 'allow' | 'deny';
  readonly fileSizeBytes: number;
  /** What is billed. */
  readonly usageAmountBytes: number;
  /** In ISO 8601. */
  readonly createdAt: string;
}

/** Hash key (S) of the table of records, `siftbeam-processing-history`. */
export const processingHistoryKey = 'processing-historyId';

/** Hash key (S) of the table that maps a policy to a child, `siftbeam-policy-stepfunction-mapping`. */
export const policyMappingKey = 'policyId';

/** Before the keys of the files that `verify` uploads to the input bucket. */
export const verifyPrefix = 'verify/';

/** Begins the `processingHistoryId` and the name of each execution that `npm run verify` lets fail. */
export const verifyFailurePrefix = 'verify-failure-';

/** Who is billed in them: no customer of Stripe. */
export const verifyFailureCustomer = 'cus_verify_failure';
