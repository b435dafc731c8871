import { type ServiceModel, serviceModel } from '../protocol/model.ts';
import type { Service } from '../services/service.ts';

/** Every service of the sandbox, by the name of its folder in `services/`, and the client package that types it. */
export interface ServiceModules {
  iam: typeof import('@aws-sdk/client-iam');
  sts: typeof import('@aws-sdk/client-sts');
  ecs: typeof import('@aws-sdk/client-ecs');
  ec2: typeof import('@aws-sdk/client-ec2');
  s3: typeof import('@aws-sdk/client-s3');
  cloudwatch: typeof import('@aws-sdk/client-cloudwatch');
  cloudtrail: typeof import('@aws-sdk/client-cloudtrail');
  secretsmanager: typeof import('@aws-sdk/client-secrets-manager');
  ssm: typeof import('@aws-sdk/client-ssm');
  cloudformation: typeof import('@aws-sdk/client-cloudformation');
  events: typeof import('@aws-sdk/client-eventbridge');
  autoscaling: typeof import('@aws-sdk/client-auto-scaling');
  accessanalyzer: typeof import('@aws-sdk/client-accessanalyzer');
}

export type ServiceName = keyof ServiceModules;

/** A service as the server holds it: what its handlers do, and what its wire format is. */
export interface MountedService {
  name: ServiceName;
  service: Service;
  readonly model: ServiceModel;
}

/** Joins a service's handlers with the schemas of its client package. */
export function mount<S extends ServiceName>(name: S, module: ServiceModules[S], service: Service<ServiceModules[S]>): MountedService {
  return { name, service: service as unknown as Service, model: serviceModel(service.signingName, module) };
}

/** The same for a large client, whose schemas are read when the first request comes. */
export function mountLater<S extends ServiceName>(
  name: S,
  load: () => ServiceModules[S],
  service: Service<ServiceModules[S]>,
): MountedService {
  let model: ServiceModel | null = null;
  return {
    name,
    service: service as unknown as Service,
    get model() {
      model ??= serviceModel(service.signingName, load());
      return model;
    },
  };
}
