import type { ChangedPrincipal } from '../plan/policy-change.ts';
import type { ExportSource } from './source.ts';

/** What the exports of a policy change are made from: an export's source, and whom the plan changes. */
export interface PolicyChangeSource extends ExportSource {
  principals: readonly ChangedPrincipal[];
  accountOf: ReadonlyMap<string, string>;
}
