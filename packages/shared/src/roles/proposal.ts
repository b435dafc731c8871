import { z } from 'zod';
import { policyEdit } from '../plan/policy-change.ts';
import { roleFinding } from './finding.ts';

/** What a policy-change plan is made from: POST /api/plans takes `title` as its target and `edits` as its inputs. */
export const proposal = z.object({
  title: z.string(),
  edits: z.array(policyEdit),
  /** What to know before the plan is made, in sentences: what is left behind, and what no scan tells. */
  notes: z.array(z.string()),
});
export type Proposal = z.infer<typeof proposal>;

/** A change that mends it, or why a person has to find one. */
export const proposed = z.union([z.object({ proposal, why: z.null() }), z.object({ proposal: z.null(), why: z.string() })]);
export type Proposed = z.infer<typeof proposed>;

/** No automatic change, because … */
export const noProposal = (why: string): Proposed => ({ proposal: null, why });

/** Titles have 200 characters at most, and names of roles 64. */
export const propose = (title: string, edits: Proposal['edits'], notes: string[] = []): Proposed => ({
  proposal: { title: title.slice(0, 200), edits, notes },
  why: null,
});

/** GET /api/roles/{arn}/fixes: each finding of a user or role with the change that mends it. */
export const roleFixes = z.object({ items: z.array(z.object({ finding: roleFinding, fix: proposed })) });
export type RoleFixes = z.infer<typeof roleFixes>;
