import { iamNameOf } from '../../aws/arn.ts';
import type { PolicyDocument } from '../../aws/policy-document.ts';
import { AppError } from '../../error.ts';
import type { Delivery, DeliveryFile } from '../delivery.ts';
import { awsConfig } from './aws-config.ts';

/**
 * A new external id for the last role without a gap (A6): the trust policy takes both, the application is given the new one, the old one goes.
 * Throws AppError `bad-input` where the trust policy does not ask for the old id by StringEquals. Source: IAM
 * id_roles_create_for-user_externalid, reference_policies_multi-value-conditions (values of one key are joined by OR).
 */
export function rotationFiles(delivery: Delivery): DeliveryFile[] {
  const { links, rotation } = delivery;
  const link = links.at(-1);
  if (rotation === undefined || link === undefined || typeof link.externalId !== 'object') return [];
  const [old, fresh] = [link.externalId.value, rotation.newExternalId];
  const next = { ...delivery, links: [...links.slice(0, -1), { ...link, externalId: { value: fresh } }] };
  const role = iamNameOf(link.roleArn, 'role')?.name;
  const file = (name: string, language: DeliveryFile['language'], content: string, note: string): DeliveryFile => ({
    name,
    form: 'rotation',
    language,
    content,
    note,
  });
  return [
    file('trust-overlap.json', 'json', policyText(withIds(rotation.trust, old, [old, fresh])), 'Both external ids are accepted.'),
    file('trust-final.json', 'json', policyText(withIds(rotation.trust, old, [fresh])), 'The old external id is accepted no more.'),
    file('aws-config-next', 'ini', awsConfig(next), 'The content of the secret with the new external id.'),
    file(
      'rotate-external-id.sh',
      'shell',
      `#!/bin/sh
# Usage: rotate-external-id.sh begin | finish
set -eu
case "\${1:-}" in
  begin) policy=trust-overlap.json ;;
  finish) policy=trust-final.json ;;
  *) echo 'Say begin or finish.' >&2; exit 2 ;;
esac
aws iam update-assume-role-policy --role-name ${role} --policy-document "file://\${policy}"
`,
      'begin; then store aws-config-next as the secret, start the application anew, and see in CloudTrail that no call brings the old id; then finish. It replaces the whole trust policy: make it from the one that the role has now (D-51).',
    ),
  ];
}

const policyText = (document: PolicyDocument): string => `${JSON.stringify(document, null, 2)}\n`;

/** The policy with these ids wherever the old one is asked for; all else as it was. */
function withIds(trust: PolicyDocument, old: string, ids: readonly string[]): PolicyDocument {
  let found = false;
  const statements = [trust.Statement].flat().map((statement) => {
    const { Condition, ...rest } = statement as { Condition?: Record<string, Record<string, unknown>> };
    const equals = Object.entries(Condition?.StringEquals ?? {}).map(([key, value]): [string, unknown] => {
      const values = [value].flat();
      if (key.toLowerCase() !== 'sts:externalid' || !values.includes(old)) return [key, value];
      found = true;
      const kept = [...new Set([...values.filter((one) => one !== old), ...ids])];
      return [key, kept.length === 1 ? kept[0] : kept];
    });
    return Condition?.StringEquals === undefined
      ? statement
      : { ...rest, Condition: { ...Condition, StringEquals: Object.fromEntries(equals) } };
  });
  if (!found) {
    const message = 'must ask for the external id of the last link by StringEquals';
    throw new AppError('bad-input', `rotation.trust: ${message}.`, { fields: [{ field: 'rotation.trust', message }] });
  }
  return { ...trust, Statement: Array.isArray(trust.Statement) ? statements : statements[0] };
}
