import type { LaunchType, NetworkConfiguration, TaskDefinition } from '@aws-sdk/client-ecs';
import type { Stored } from '../../state/ecs.ts';
import { AwsFault } from '../service.ts';
import { requireWords } from './enums.ts';

/** What AWS refuses when a definition is to run: a launch type it is not fit for, awsvpc without subnets. */
export function checkLaunch(
  definition: Stored<TaskDefinition>,
  { launchType, networkConfiguration }: { launchType?: LaunchType | undefined; networkConfiguration?: NetworkConfiguration | undefined },
): void {
  requireWords({ launchType }, ['launchType']);
  if (launchType === 'FARGATE' && !definition.compatibilities?.includes('FARGATE')) {
    throw new AwsFault('InvalidParameterException', 'Task definition does not support launch_type FARGATE.');
  }
  if (definition.networkMode === 'awsvpc' && !networkConfiguration?.awsvpcConfiguration?.subnets?.length) {
    throw new AwsFault('InvalidParameterException', "Network Configuration must be provided when networkMode 'awsvpc' is specified.");
  }
  if (definition.networkMode !== 'awsvpc' && networkConfiguration?.awsvpcConfiguration) {
    throw new AwsFault(
      'InvalidParameterException',
      'Network Configuration is not valid for the given networkMode of this task definition.',
    );
  }
}
