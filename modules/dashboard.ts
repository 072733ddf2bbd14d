import { CloudwatchDashboard } from '@cdktf/provider-aws/lib/cloudwatch-dashboard';
import { Construct } from 'constructs';
import { dashboardBody, type DashboardContent } from './dashboard-body';

export interface DashboardProps extends DashboardContent {
  readonly dashboardName: string;
}

/** What an operator looks at first. */
export class Dashboard extends Construct {
  constructor(scope: Construct, id: string, { dashboardName, ...content }: DashboardProps) {
    super(scope, id);
    new CloudwatchDashboard(this, 'dashboard', {
      dashboardName,
      dashboardBody: JSON.stringify(dashboardBody(content)),
    });
  }
}
