/** Who may assume a role, and on whose behalf (AWS: the confused deputy problem). */
export interface ServiceTrust {
  readonly sid: string;
  /** E.g. `states.amazonaws.com`. */
  readonly service: string;
  readonly accountId: string;
  /** The only resource for which the service may assume the role. */
  readonly sourceArn: string;
}

/** A trust policy for one service, for this account's resource alone. */
export const serviceTrustPolicy = ({ sid, service, accountId, sourceArn }: ServiceTrust) => ({
  Version: '2012-10-17',
  Statement: [
    {
      Sid: sid,
      Effect: 'Allow',
      Principal: { Service: service },
      Action: 'sts:AssumeRole',
      Condition: {
        StringEquals: { 'aws:SourceAccount': accountId },
        ArnEquals: { 'aws:SourceArn': sourceArn },
      },
    },
  ],
});
