import type { PolicyStatement } from '../aws/policy-document.ts';
import type { LintFinding } from './lint.ts';
import { s3LevelOf, s3ReachOf } from './s3-levels.ts';

/** Findings about S3 in one Allow statement (A12): every action at once, an ARN that matches nothing, buckets and objects in one statement. */
export function lintS3(statement: PolicyStatement): LintFinding[] {
  const findings: LintFinding[] = [];
  const actions = statement.actions ?? [];
  const resources = statement.resources ?? [];
  const all = actions.find((action) => /^s3:\*+$/i.test(action));
  if (all !== undefined) {
    findings.push({
      code: 'all-s3-actions',
      severity: 'warn',
      statement: statement.id,
      message: 's3:* also grants deleting the bucket, its policy and its protection from public access',
      fix: 'List what the application does, such as s3:GetObject and s3:PutObject on the objects and s3:ListBucket on the bucket',
      about: { element: 'Action', value: all },
    });
  }
  for (const arn of resources.filter((one) => s3LevelOf(one) === 'stray')) {
    findings.push({
      code: 'bucket-with-slash',
      severity: 'warn',
      statement: statement.id,
      message: `${arn} names neither the bucket nor an object, so that it never matches`,
      fix: 'Take it away: the bucket is named without the slash, its objects with /*',
      about: { element: 'Resource', value: arn },
    });
  }
  const levels = resources.map(s3LevelOf);
  const reaches = actions.map(s3ReachOf);
  const both = reaches.some(({ bucket }) => bucket) && reaches.some(({ object }) => object);
  if (both && levels.includes('bucket') && levels.includes('object')) {
    findings.push({
      code: 'bucket-and-objects',
      severity: 'warn',
      statement: statement.id,
      message: 'Bucket and objects are in one statement: an action of the bucket has no effect on objects, and the other way round',
      fix: 'Put the bucket with its actions in one statement, and the objects with theirs in another',
      about: { element: 'Resource' },
    });
  }
  return findings;
}
