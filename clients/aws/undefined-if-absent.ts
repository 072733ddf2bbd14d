/** The names of the errors by which services say that a thing does not exist; S3 has one for each part of a bucket. */
const absences = [
  'ResourceNotFoundException', // Secrets Manager, DynamoDB, EventBridge, EventBridge Scheduler, CloudWatch Logs
  'NoSuchEntityException', // IAM
  'NoSuchEntity',
  'StateMachineDoesNotExist', // Step Functions
  'NotFoundException', // SNS
  'NotFound',
  'DashboardNotFoundError', // CloudWatch
  'ResourceNotFound',
  'NoSuchBucket',
  'ServerSideEncryptionConfigurationNotFoundError',
  'OwnershipControlsNotFoundError',
  'NoSuchPublicAccessBlockConfiguration',
  'NoSuchBucketPolicy',
];

/** A response of AWS, or undefined if the service says that the thing does not exist. Other errors are thrown. */
export async function undefinedIfAbsent<T>(response: Promise<T>): Promise<T | undefined> {
  try {
    return await response;
  } catch (error) {
    const { name, message } = error as Error;
    // CloudFormation has no name of its own for it.
    const isMissingStack = name === 'ValidationError' && message.includes('does not exist');
    if (absences.includes(name) || isMissingStack) {
      return undefined;
    }
    throw error;
  }
}
