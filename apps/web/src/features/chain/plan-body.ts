import type { ChainDraft, DeliveryDraft, LinkDraft } from './draft.ts';

/** Draft → body of POST /api/plans as it stands, wrong or not: the contract's own schema says what is wrong with it. */
export function planBody(draft: ChainDraft): unknown {
  const { accountId, region, caller } = draft;
  const target = {
    caller:
      caller === 'create' || caller === 'create-ec2'
        ? { create: { ...named(draft), ...(caller === 'create-ec2' ? { service: 'ec2' } : {}) } }
        : caller === 'role' || caller === 'instance'
          ? { roleArn: draft.roleArn.trim() }
          : { userArn: draft.userArn.trim() },
  };
  const userArn = draft.comparedWith.trim();
  const inputs = {
    links: draft.links.map(linkBody),
    ...(userArn === '' ? {} : { comparedWith: { userArn } }),
    ...deliveryBody(draft.delivery),
  };
  return { recipe: 'role-chain', accountId, region, target, inputs };
}

function deliveryBody({ how, name, workloadId, reader, more: { readers: further = [], ...place } }: DeliveryDraft): object {
  if (how === 'none') return {};
  const readers = [reader.trim(), ...further].filter(Boolean);
  return {
    delivery: {
      store: how,
      name: name.trim(),
      ...place,
      ...(workloadId === '' ? {} : { workloadId }),
      ...(workloadId !== '' && readers.length === 0 ? {} : { readers }),
    },
  };
}

function linkBody(link: LinkDraft): unknown {
  const tags = tagsOf(link.tags);
  return {
    accountId: link.accountId,
    role: link.kind === 'create' ? { create: named(link) } : { existing: link.arn.trim() },
    externalId: link.externalId === 'generate' ? 'generate' : { none: link.reason.trim() },
    session: {
      name: link.sessionName.trim(),
      enforceName: link.enforceName,
      ...(link.sourceIdentity.trim() === '' ? {} : { sourceIdentity: link.sourceIdentity.trim() }),
      ...(Object.keys(tags).length === 0 ? {} : { tags }),
      durationSeconds: Math.round(Number(link.minutes) * 60),
    },
    ...(link.document.trim() === ''
      ? {}
      : { permissions: { document: documentOf(link.document), ...(link.why.trim() === '' ? {} : { reason: link.why.trim() }) } }),
  };
}

const named = ({ name, path }: { name: string; path: string }) => ({ name: name.trim(), path: path.trim() || '/' });

const tagsOf = (text: string): Record<string, string> =>
  Object.fromEntries(
    text
      .split(',')
      .map((pair) => pair.trim())
      .filter((pair) => pair !== '')
      .map((pair) => {
        const [key = '', ...value] = pair.split('=');
        return [key.trim(), value.join('=').trim()];
      }),
  );

/** JSON → document; the text itself where it is none, which the schema then refuses. */
function documentOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
