import type { TabsProps } from '@cloudscape-design/components/tabs';
import type { Ec2Detail } from '@rolewright/shared/inventory/ec2/contract.ts';
import type { WorkloadDetail } from '@rolewright/shared/inventory/workload.ts';
import { FindingsTab } from './findings-tab.tsx';
import { InstanceIdentityTab } from './instance-identity-tab.tsx';
import { InstancesTab } from './instances-tab.tsx';
import { UserDataTab } from './user-data-tab.tsx';

/** Tabs of an instance, a group, a launch template or a launch configuration. */
export function instanceTabs(workload: WorkloadDetail, detail: Ec2Detail): TabsProps.Tab[] {
  return [
    { id: 'identity', label: 'Identity', content: <InstanceIdentityTab workload={workload} detail={detail} /> },
    {
      id: 'user-data',
      label: `User data (${detail.documents.filter(({ reading }) => reading !== 'absent').length})`,
      content: <UserDataTab documents={detail.documents} />,
    },
    ...(detail.instances.length > 0 || workload.kind === 'auto-scaling-group'
      ? [{ id: 'running', label: `Instances (${detail.instances.length})`, content: <InstancesTab instances={detail.instances} /> }]
      : []),
    { id: 'findings', label: 'Findings', content: <FindingsTab workloadId={workload.id} /> },
  ];
}
