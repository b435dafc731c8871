import { normalisePolicy, type PolicyDocument, type PolicyStatement } from '../aws/policy-document.ts';
import { s3LevelOf, s3ReachOf } from './s3-levels.ts';

/** What an application that reads and writes objects needs in place of `s3:*`. */
const forBucket = ['s3:ListBucket'];
const forObjects = ['s3:GetObject', 's3:PutObject'];

/**
 * The same policy with each S3 statement that lint finds fault with split by level: `s3:*` becomes reading, writing and listing, the stray
 * `bucket/` goes, the bucket's actions stand with the bucket and the objects' with the objects (A12). Null when there is nothing to propose.
 * It grants no more than the document did. Throws MalformedPolicyDocument.
 */
export function proposeS3(document: PolicyDocument): PolicyDocument | null {
  const { statements } = normalisePolicy(document);
  const raw: unknown[] = Array.isArray(document.Statement) ? document.Statement : [document.Statement];
  const proposed = raw.flatMap((element, index) => {
    const statement = statements[index];
    return (statement && split(statement, element as object)) ?? [element];
  });
  return proposed.length === raw.length && proposed.every((one, index) => one === raw[index]) ? null : { ...document, Statement: proposed };
}

function split(statement: PolicyStatement, element: object): object[] | null {
  const { effect, actions, resources } = statement;
  if (effect !== 'Allow' || actions === null || resources === null || !actions.every((action) => /^s3:/i.test(action))) return null;
  const level = (wanted: string) => resources.filter((arn) => s3LevelOf(arn) === wanted);
  const [buckets, objects, stray, any] = [level('bucket'), level('object'), level('stray'), level('any')];
  const wide = actions.some((action) => /^s3:\*+$/i.test(action));
  const known = buckets.length + objects.length + stray.length === resources.length && any.length === 0;
  if (!known || !(wide || stray.length > 0 || (buckets.length > 0 && objects.length > 0))) return null;
  const { Sid: _sid, ...rest } = element as { Sid?: unknown };
  const named = actions.filter((action) => !/^s3:\*+$/i.test(action));
  const ofLevel = (level: 'bucket' | 'object', own: readonly string[]) => [
    ...new Set([...named.filter((action) => s3ReachOf(action)[level]), ...(wide ? own : [])]),
  ];
  // What is of neither list is left where it was: with the buckets.
  const others = named.filter((action) => !s3ReachOf(action).bucket && !s3ReachOf(action).object);
  return [
    ...statementOf(rest, [...ofLevel('bucket', forBucket), ...others], buckets),
    ...statementOf(rest, ofLevel('object', forObjects), objects),
  ];
}

const statementOf = (rest: object, Action: readonly string[], Resource: readonly string[]): object[] =>
  Action.length === 0 || Resource.length === 0 ? [] : [{ ...rest, Action, Resource }];
