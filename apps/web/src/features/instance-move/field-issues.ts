import '../../lib/zod-without-eval.ts';
import { newPlan } from '@rolewright/shared/plan/plan.ts';
import { ApiError } from '../../lib/api.ts';

/** What is wrong with a field of the body: `inputs.role.create.name`. */
export interface FieldIssue {
  field: string;
  message: string;
}

/** What the contract has against a body before it is sent; empty: nothing. Of a union the branch that was meant speaks: the one with the fewest issues. */
export function issuesOf(body: unknown): FieldIssue[] {
  return (newPlan.safeParse(body).error?.issues ?? []).flatMap((issue) => flatten(issue as Issue));
}

/** What the API said of fields, as it said it. */
export const refusedFields = (error: Error | null): FieldIssue[] => (error instanceof ApiError ? (error.problem.fields ?? []) : []);

interface Issue {
  code?: string;
  path: PropertyKey[];
  message: string;
  errors?: Issue[][];
}

function flatten({ path, message, errors }: Issue, above: PropertyKey[] = []): FieldIssue[] {
  const here = [...above, ...path];
  const own = [{ field: here.join('.'), message }];
  const branches = (errors ?? []).map((issues) => issues.flatMap((issue) => flatten(issue, here)));
  const [meant] = branches.toSorted((one, other) => one.length - other.length || depthOf(other) - depthOf(one));
  return meant !== undefined && depthOf(meant) > here.length ? meant : own;
}

const depthOf = (issues: readonly FieldIssue[]): number => Math.max(0, ...issues.map(({ field }) => field.split('.').length));
