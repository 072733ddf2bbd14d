import { awsClients, type AwsClients } from '../clients/aws/clients';

/** SDK clients of the local AWS, as an operator of the account would have them. */
export const clientsOf = (endpoint: string, region: string): AwsClients =>
  awsClients({ endpoint, region, credentials: { accessKeyId: 'local', secretAccessKey: 'local' } });
