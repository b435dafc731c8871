/** Tags by which another system says that it owns a service, a group, a template or an instance (D-37, D-77). Terraform leaves none. */
const owners: [tag: string, inWords: (value: string) => string][] = [
  ['copilot-application', (value) => `Copilot application ${value}`],
  ['elasticbeanstalk:environment-name', (value) => `Elastic Beanstalk environment ${value}`],
  ['eks:nodegroup-name', (value) => `EKS node group ${value}`],
  ['AWSBatchServiceTag', () => 'AWS Batch compute environment'],
  ['aws:ec2spot:fleet-request-id', (value) => `Spot Fleet ${value}`],
  ['aws:ec2:fleet-id', (value) => `EC2 Fleet ${value}`],
  ['opsworks:stack', (value) => `OpsWorks stack ${value}`],
  // Last: who made the stack is the one to ask.
  ['aws:cloudformation:stack-name', (value) => `CloudFormation stack ${value}`],
];

/** "CloudFormation stack payments-prod", or null where no tag says so; absence proves nothing (D-37). */
export function managedByTags(tags: Record<string, string>): string | null {
  for (const [tag, inWords] of owners) {
    const value = tags[tag];
    if (value !== undefined) return inWords(value);
  }
  return null;
}
