/** Tags by which another system says that it owns a service (D-37). Terraform leaves none. */
const owners: [tag: string, inWords: (value: string) => string][] = [
  ['aws:cloudformation:stack-name', (value) => `CloudFormation stack ${value}`],
  ['copilot-application', (value) => `Copilot application ${value}`],
  ['elasticbeanstalk:environment-name', (value) => `Elastic Beanstalk environment ${value}`],
];

/** "CloudFormation stack payments-prod", or null where no tag says so; absence proves nothing (D-37). */
export function managedByTags(tags: Record<string, string>): string | null {
  for (const [tag, inWords] of owners) {
    const value = tags[tag];
    if (value !== undefined) return inWords(value);
  }
  return null;
}
