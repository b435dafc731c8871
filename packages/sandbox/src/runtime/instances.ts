import { ec2Places, type StoredInstance } from '../state/ec2.ts';
import type { World } from '../state/world.ts';
import { dotenv } from './boot/boot.ts';
import { type InstanceProgram, type MachineState, programOf } from './instance-program.ts';
import { metadataPathOf } from './metadata/address.ts';
import { profilesOn } from './shared-files.ts';
import { userAgents } from './tasks.ts';
import type { OnInstance, RunningProcess } from './workload.ts';

/** The programs of all instances that run. Stopped ones make no calls; those of a group carry its name, others their own. */
export function instanceProcesses(world: World): RunningProcess[] {
  const { programs = [], machines = {} } = world.state.runtime ?? {};
  const processes: RunningProcess[] = [];
  for (const { account, region, ec2 } of ec2Places(world)) {
    for (const [instanceId, machine] of Object.entries(machines)) {
      const instance = ec2.instances[instanceId];
      const program = instance && programOf(programs, { accountId: account.id, region, imageId: instance.imageId });
      if (!program || instance.state !== 'running') continue;
      // A container that user data did not start does not run.
      if (program.container && machine.container === null) continue;
      processes.push({
        id: `${instanceId}/${machine.bootedAt}`,
        accountId: account.id,
        region,
        cluster: null,
        workload: workloadNameOf(instance),
        taskArn: null,
        environment: environmentOf(program, machine),
        explicit: null,
        credentialsPath: null,
        instance: onInstance(world, instance, program, machine),
        sdk: program.sdk,
        calls: program.calls,
        ...(program.serves === undefined ? {} : { serves: program.serves }),
        userAgent: userAgents[program.sdk],
      });
    }
  }
  return processes;
}

/** What people call it: its group, its Name tag, or its id. */
const workloadNameOf = ({ instanceId, autoScalingGroupName, tags }: StoredInstance): string =>
  autoScalingGroupName ?? tags.Name ?? instanceId;

/** A container gets what it was given; any other program what user data exported, over the files that it reads. */
function environmentOf({ container, reads = [] }: InstanceProgram, machine: MachineState): Record<string, string> {
  if (container) return machine.container?.environment ?? {};
  const read = reads.map((path) => dotenv(machine.disk.environment[path] ?? ''));
  return Object.assign({}, ...read, machine.environment);
}

function onInstance(world: World, instance: StoredInstance, program: InstanceProgram, machine: MachineState): OnInstance {
  const isContainer = program.container === true;
  const environment = environmentOf(program, machine);
  const isFar = isContainer && machine.container?.hostNetwork !== true;
  return {
    id: instance.instanceId,
    metadataPath: metadataPathOf(world, instance.instanceId, isFar ? 2 : 1),
    withoutToken: program.withoutToken === true,
    profiles: isContainer ? {} : profilesOn(machine.disk.environment, environment),
    assumes: environment[program.assumes?.variable ?? ''] ?? null,
  };
}
