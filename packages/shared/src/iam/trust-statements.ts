import type { PolicyDocument } from '../aws/policy-document.ts';

type Statement = { readonly [element: string]: unknown };

/** A trust policy with statements added at its end; all that is there stays as it is, also what nobody here knows (D-51). */
export const withStatements = (trust: PolicyDocument, statements: readonly Statement[]): PolicyDocument => ({
  ...trust,
  Statement: [...statementsOf(trust), ...statements],
});

/** The same without the statements of these Sids. */
export const withoutStatements = (trust: PolicyDocument, sids: readonly string[]): PolicyDocument => ({
  ...trust,
  Statement: statementsOf(trust).filter(({ Sid }) => !sids.includes(String(Sid))),
});

/** Statements of a policy as they stand there, a single one as a list. */
export const statementsOf = ({ Statement }: PolicyDocument): Statement[] =>
  (Array.isArray(Statement) ? Statement : [Statement]).filter((one): one is Statement => typeof one === 'object' && one !== null);

/** `wanted`, or with the first number behind it that no statement of the policy has; letters and digits only, as Sids must be. */
export function freeSid(trust: PolicyDocument, wanted: string): string {
  const base = wanted.replaceAll(/[^A-Za-z0-9]/g, '');
  const taken = new Set(statementsOf(trust).map(({ Sid }) => String(Sid)));
  for (let number = 1; ; number++) {
    const sid = number === 1 ? base : `${base}${number}`;
    if (!taken.has(sid)) return sid;
  }
}
