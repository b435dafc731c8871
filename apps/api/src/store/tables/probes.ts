import type { ProbePart, ProbeResult } from '@rolewright/shared/probes/probe.ts';
import type { Json, Timestamp } from '../schema.ts';

export interface ProbeTable {
  workload_id: string;
  name: string;
  account_id: string;
  first: Json<ProbePart>;
  second: Json<ProbePart> | null;
  /** Grows with each change of what is asked. */
  version: number;
  updated_at: Timestamp;
  updated_by: string;
  last_result: Json<ProbeResult> | null;
}

declare module '../schema.ts' {
  interface Database {
    probe: ProbeTable;
  }
}
