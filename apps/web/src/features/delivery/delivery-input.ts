import type { CallerKind, Delivery } from '@rolewright/shared/export/delivery.ts';

/** One link as it is typed. `externalId`: none, placeholder, or value with the text beside it. */
export interface LinkFields {
  roleArn: string;
  externalId: string;
  externalIdValue: string;
  sessionName: string;
  durationSeconds: string;
}

/** The form as it is typed. */
export interface DeliveryFields {
  region: string;
  kind: CallerKind;
  accountId: string;
  links: LinkFields[];
  name: string;
  credentials: Delivery['application']['credentials'];
  /** Empty: the one that the place has. */
  credentialSource: string;
  /** A Marathon application as JSON; empty: none. */
  marathonApp: string;
}

export const emptyLink: LinkFields = { roleArn: '', externalId: 'placeholder', externalIdValue: '', sessionName: '', durationSeconds: '' };

/** What the address may bring along: `role` holds ARNs in their order, separated by commas. */
export interface DeliverySearch {
  kind?: string | undefined;
  caller?: string | undefined;
  region?: string | undefined;
  role?: string | undefined;
}

export function fieldsOf({ kind, caller = '', region = 'us-east-1', role = '' }: DeliverySearch): DeliveryFields {
  const links = role.split(',').map((roleArn) => ({ ...emptyLink, roleArn }));
  const known = kind === 'ec2-instance' || kind === 'environment' ? kind : 'ecs-task';
  return {
    region,
    kind: known,
    accountId: caller,
    links,
    name: '/app',
    credentials: 'default-chain',
    credentialSource: '',
    marathonApp: '',
  };
}

/** The application as it was pasted; `problem` where it is no JSON object. Blank, or on ECS, where Marathon runs nothing: neither. */
export function marathonOf({ kind, marathonApp }: Pick<DeliveryFields, 'kind' | 'marathonApp'>): { app?: unknown; problem?: string } {
  if (kind === 'ecs-task' || marathonApp.trim() === '') return {};
  try {
    const app: unknown = JSON.parse(marathonApp);
    const isObject = typeof app === 'object' && app !== null && !Array.isArray(app);
    return isObject ? { app } : { problem: 'must be one application: a JSON object' };
  } catch {
    return { problem: 'is not JSON; a comma or quotation mark may be missing' };
  }
}

/** Fields → body of POST /api/export/delivery; what is wrong with it is said by the contract. */
export function bodyOf(fields: DeliveryFields): object {
  const { region, kind, accountId, links, name, credentials, credentialSource } = fields;
  const { app } = marathonOf(fields);
  return {
    region: region.trim(),
    caller: { kind, accountId: accountId.trim() },
    application: { name: name.trim(), credentials },
    ...(credentialSource === '' ? {} : { credentialSource }),
    ...(app === undefined ? {} : { marathonApp: app }),
    links: links.map((link) => ({
      roleArn: link.roleArn.trim(),
      externalId: link.externalId === 'value' ? { value: link.externalIdValue.trim() } : link.externalId,
      sessionName: link.sessionName.trim() || null,
      durationSeconds: link.durationSeconds.trim() === '' ? null : Number(link.durationSeconds),
    })),
  };
}
