import { ECSClient } from '@aws-sdk/client-ecs';
import { IAMClient } from '@aws-sdk/client-iam';
import { administrators } from '@rolewright/sandbox/auth/administrators.ts';
import type { TestConsole } from './open-console.ts';

/** The sandbox account as its administrator sees it: somebody else, who changes things while the console works. */
export function adminOf({ sandbox }: TestConsole, region = 'us-east-1'): { ecs: ECSClient; iam: IAMClient } {
  const admin = administrators(sandbox.world).find(({ profile }) => profile === 'sandbox');
  if (admin === undefined) throw new Error('the sandbox has no administrator');
  const credentials = { accessKeyId: admin.accessKeyId, secretAccessKey: admin.secretAccessKey };
  const settings = { region, endpoint: sandbox.url, credentials };
  return { ecs: new ECSClient(settings), iam: new IAMClient(settings) };
}
