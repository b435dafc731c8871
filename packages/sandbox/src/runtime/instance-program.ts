import type { SdkFamily, WorkloadCall } from './workload.ts';

/**
 * What the program on instances of one image does: the image does not change with launch templates and user data. An instance whose image has
 * none runs nothing, so that thousands of instances cost nothing.
 */
export interface InstanceProgram {
  accountId: string;
  region: string;
  imageId: string;
  sdk: SdkFamily;
  /** One after the other, about one a second. */
  calls: WorkloadCall[];
  /** Files of variables that it reads at its start, as systemd's EnvironmentFile. */
  reads?: string[];
  /** It runs in a container: it gets what `docker run` gives it, and the metadata service is one hop further away (D-78). */
  container?: true;
  /** Variable with the name of a role of its own account that it assumes when it is on the instance's role, as the script of document 004 does. */
  assumes?: { variable: string };
  /** Its script asks the metadata service without a token, which HttpTokens = required refuses (D-78). */
  withoutToken?: true;
  /** A load balancer asks it whether it works, and the group goes by the answer. */
  healthCheck?: true;
}

declare module './workload.ts' {
  interface RuntimeState {
    /** Absent in accounts that were made before instances had programs. */
    programs?: InstanceProgram[];
    machines?: Record<string, MachineState>;
  }
}

/** The disk and the processes of an instance that has a program. What is called `environment` is hashed in a snapshot. */
export interface MachineState {
  /** As the instance has it: processes are of this boot. */
  bootedAt: string;
  /** Variables that user data exported before it started the program, at this boot. */
  environment: Record<string, string>;
  /** Files that user data wrote, by path; they outlive a restart (D-67). */
  disk: { environment: Record<string, string> };
  /** What `docker run` gave its container; null: none was started. */
  container: { environment: Record<string, string>; hostNetwork: boolean } | null;
}

/** The program of an image; null: none. */
export function programOf(
  programs: readonly InstanceProgram[] | undefined,
  { accountId, region, imageId }: Pick<InstanceProgram, 'accountId' | 'region' | 'imageId'>,
): InstanceProgram | null {
  const isOf = (one: InstanceProgram) => one.imageId === imageId && one.region === region && one.accountId === accountId;
  return programs?.find(isOf) ?? null;
}
