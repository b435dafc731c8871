import type { Delivery, DeliveryFile } from '../delivery.ts';
import { shellVariable, variableArn } from './variable-arn.ts';

/** Annotations of a pod for kube2iam, with variables for envsubst. Source: kube2iam, README, "kubernetes annotation". */
export function kube2iamAnnotations(delivery: Delivery): DeliveryFile[] {
  return delivery.links.map(({ externalId }, index) => {
    const content = `metadata:
  annotations:
    iam.amazonaws.com/role: ${variableArn(delivery, index)}
${externalId === 'none' ? '' : `    iam.amazonaws.com/external-id: ${shellVariable('ROLE_1_EXTERNAL_ID')}\n`}`;
    return {
      name: 'pod-annotations.yaml',
      form: 'kube2iam',
      language: 'yaml',
      content,
      note: 'For the pod’s template, through envsubst. The role of the node must be allowed sts:AssumeRole on exactly this role. Anyone who may read the pod sees the external id. On Amazon EKS, Pod Identity or roles for service accounts need neither kube2iam nor an external id.',
    };
  });
}
