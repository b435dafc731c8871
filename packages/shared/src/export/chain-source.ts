import type { z } from 'zod';
import type { PlannedStep, StepOf } from '../plan/planned-step.ts';
import type { chainMember } from '../plan/role-chain.ts';
import { isOf } from './chain-stacks.ts';
import { externalIdsOf } from './place.ts';
import { type ExportSource, writtenOf } from './source.ts';
import { uniqueNames } from './unique-names.ts';

export type ChainMember = z.infer<typeof chainMember>;

/** What the exports of a chain are made from: an export's source, and whom the chain is made of. */
export interface ChainSource extends ExportSource {
  members: readonly ChainMember[];
  accountOf: ReadonlyMap<string, string>;
}

/** Masked ids that the plan puts into trust policies, in the order of the steps. What an existing role asks for already stays in its trust policy. */
export const newExternalIds = ({ steps, place }: Pick<ChainSource, 'steps' | 'place'>): string[] => externalIdsOf(writtenOf(steps), place);

/** The member that a step makes or changes; none for the steps that only look. */
export const memberOf = (members: readonly ChainMember[], step: PlannedStep): ChainMember | undefined =>
  members.find((member) => isOf(member, step));

/** The step that extends the trust policy of this role, which is there already. */
export const trustStepOf = (steps: readonly PlannedStep[], member: ChainMember): StepOf<'update-assume-role-policy'> | undefined =>
  steps.filter((step) => step.kind === 'update-assume-role-policy').find((step) => isOf(member, step));

/** A name for each member, by its ARN, as `named` makes it of the member's own name. */
export const memberNames = (members: readonly ChainMember[], named: (name: string) => string, taken?: (name: string) => boolean) =>
  uniqueNames(
    members.map(({ arn, name }) => [arn, name] as const),
    named,
    taken,
  );

/** The document with what `replace` gives for a string in its place, such as a reference for an ARN; undefined leaves it. */
export function withReferences(value: unknown, replace: (text: string) => unknown): unknown {
  if (typeof value === 'string') return replace(value) ?? value;
  if (Array.isArray(value)) return value.map((item) => withReferences(item, replace));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withReferences(item, replace)]));
}
