import type { Deployment } from '@aws-sdk/client-ecs';
import type { DeploymentState, EcsPlace, ServiceState } from '../../state/ecs.ts';
import { say } from './events.ts';
import { deploymentId } from './ids.ts';
import { toStored } from './stored.ts';
import { inScaled, nowText, times } from './times.ts';

/** Opens a deployment of the service's present settings and makes it PRIMARY; the one before becomes ACTIVE until its tasks are gone. */
export function startDeployment(place: EcsPlace, state: ServiceState, taskDefinition: string): DeploymentState {
  const { world } = place;
  const { service } = state;
  const id = deploymentId(world);
  const fresh: DeploymentState = {
    deployment: {
      ...state.extras,
      ...toStored<Deployment>({
        id,
        status: 'PRIMARY',
        taskDefinition,
        desiredCount: service.desiredCount,
        failedTasks: 0,
        createdAt: world.clock.now(),
        updatedAt: world.clock.now(),
        launchType: service.launchType,
        capacityProviderStrategy: service.capacityProviderStrategy,
        platformVersion: service.platformVersion,
        platformFamily: service.platformFamily,
        networkConfiguration: service.networkConfiguration,
        rolloutState: 'IN_PROGRESS',
        rolloutStateReason: `ECS deployment ${id} in progress.`,
      }),
    },
    failures: 0,
    completed: false,
    finishedAt: null,
    retryAt: null,
    settledSince: null,
    rolledBackTo: null,
  };
  for (const { deployment } of state.deployments) deployment.status = 'ACTIVE';
  state.deployments.unshift(fresh);
  service.taskDefinition = taskDefinition;
  state.unsteady = true;
  return fresh;
}

/** Every task of the PRIMARY runs and no other does: its roll-out is COMPLETED and the older deployments are gone. */
export function completeDeployment(place: EcsPlace, state: ServiceState, primary: DeploymentState): void {
  const { deployment } = primary;
  if (deployment.rolloutState !== 'COMPLETED') {
    deployment.rolloutState = 'COMPLETED';
    deployment.rolloutStateReason = `ECS deployment ${deployment.id} completed.`;
    deployment.updatedAt = nowText(place.world);
    primary.completed = true;
    primary.finishedAt = nowText(place.world);
    say(place, state, `(deployment ${deployment.id}) deployment completed.`);
  }
  state.history = [...state.deployments.slice(1), ...state.history].slice(0, 20);
  state.deployments = [primary];
  if (state.unsteady) say(place, state, 'has reached a steady state.');
  state.unsteady = false;
}

/** A task of this deployment failed to start: waits before the next one and, past the circuit breaker's threshold, gives up (D-30). */
export function countFailure(place: EcsPlace, state: ServiceState, failed: DeploymentState): void {
  const { deployment } = failed;
  failed.failures++;
  deployment.failedTasks = (deployment.failedTasks ?? 0) + 1;
  deployment.updatedAt = nowText(place.world);
  failed.retryAt = inScaled(place.world, times.retry * Math.min(failed.failures, 5));
  state.nextLookAt = failed.retryAt;
  if (failed.failures === 3) {
    say(
      place,
      state,
      'is unable to consistently start tasks successfully. For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.',
    );
  }
  const breaker = state.service.deploymentConfiguration?.deploymentCircuitBreaker;
  const isRollOut = deployment.status === 'PRIMARY' && deployment.rolloutState === 'IN_PROGRESS';
  if (!breaker?.enable || !isRollOut || failed.failures < thresholdOf(state)) return;
  deployment.rolloutState = 'FAILED';
  deployment.rolloutStateReason = 'ECS deployment circuit breaker: tasks failed to start.';
  failed.finishedAt = nowText(place.world);
  say(place, state, `(deployment ${deployment.id}) deployment failed: tasks failed to start.`);
  if (breaker.rollback) rollBack(place, state, failed);
}

/** Failed starts that the breaker forgives: half of the desired count, at least 3, at most 200. Source: ECS guide, deployment circuit breaker. */
const thresholdOf = (state: ServiceState): number => Math.min(Math.max(Math.ceil((state.service.desiredCount ?? 0) / 2), 3), 200);

/** Back to the newest deployment that was ever COMPLETED; its tasks still run, as a rule, so nothing restarts. Without one it stays FAILED. */
function rollBack(place: EcsPlace, state: ServiceState, failed: DeploymentState): void {
  const target = [...state.deployments, ...state.history].find((candidate) => candidate.completed);
  if (!target) return;
  const alive = state.deployments.includes(target);
  const primary = alive ? target : startDeployment(place, state, target.deployment.taskDefinition ?? '');
  for (const { deployment } of state.deployments) deployment.status = deployment === primary.deployment ? 'PRIMARY' : 'ACTIVE';
  state.deployments = [primary, ...state.deployments.filter((other) => other !== primary)];
  Object.assign(primary, { settledSince: null, failures: 0, retryAt: null });
  primary.deployment.rolloutState = 'IN_PROGRESS';
  primary.deployment.rolloutStateReason = `ECS deployment ${primary.deployment.id} in progress.`;
  state.service.taskDefinition = primary.deployment.taskDefinition;
  failed.rolledBackTo = primary.deployment.id ?? null;
  failed.deployment.rolloutStateReason = `ECS deployment circuit breaker: rolling back to deploymentId ${primary.deployment.id}.`;
  say(place, state, `(deployment ${failed.deployment.id}) rolling back to (deployment ${primary.deployment.id}).`);
  state.nextLookAt = nowText(place.world);
}
