/** Who a trust policy names, as text: `ecs-tasks.amazonaws.com`, ARNs, account ids, `*`. Deny statements are left out. */
export function principalsOf(trust: unknown): string[] {
  const statements = asList(isObject(trust) ? trust.Statement : undefined);
  const named = statements.flatMap((statement) => {
    if (!isObject(statement) || statement.Effect !== 'Allow') return [];
    const { Principal } = statement;
    if (typeof Principal === 'string') return [Principal];
    return isObject(Principal) ? Object.values(Principal).flatMap((value) => asList(value).map(String)) : [];
  });
  return [...new Set(named)];
}

/** Does a trust policy name ECS tasks? Its conditions are judged elsewhere. */
export const trustsEcsTasks = (trust: unknown): boolean => principalsOf(trust).includes('ecs-tasks.amazonaws.com');

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
const asList = (value: unknown): unknown[] => (value === undefined ? [] : Array.isArray(value) ? value : [value]);
