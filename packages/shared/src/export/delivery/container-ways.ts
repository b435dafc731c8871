import type { PolicyDocument } from '../../aws/policy-document.ts';
import type { ContainerWay, Delivery } from '../delivery.ts';
import { whyNot } from '../delivery-problems.ts';
import { shellVariable } from './variable-arn.ts';

type Way = Omit<ContainerWay, 'fits' | 'why'>;

/**
 * The ways in which a container comes to a role of its own, with what each needs and the trust policy of that role (B12, D-79); those that can
 * begin this chain first. Sources: Amazon ECS Developer Guide, task IAM role; Amazon EKS User Guide, pod-id-role, pod-id-abac and
 * iam-roles-for-service-accounts; README and issues of jtblin/kube2iam (282, 344) and lyft/metadataproxy (98).
 */
export function containerWays(delivery: Delivery): ContainerWay[] {
  const all = [ecsTaskRole, podIdentity, irsa, kube2iam, metadataproxy].map((way) => ({ ...way, ...fitting(way.id, delivery) }));
  return [...all.filter(({ fits }) => fits), ...all.filter(({ fits }) => !fits)];
}

function fitting(id: Way['id'], delivery: Delivery): Pick<ContainerWay, 'fits' | 'why'> {
  const { kind } = delivery.caller;
  if (id === 'ecs-task-role') {
    if (kind === 'ecs-task')
      return { fits: true, why: 'The task has its role from Amazon ECS, and the chain begins with it. Nothing else is needed.' };
    return {
      fits: false,
      why: 'It is for tasks that Amazon ECS runs. Where the containers could be such tasks, it is the one that needs least.',
    };
  }
  if (id === 'metadataproxy' || id === 'kube2iam') {
    const not = whyNot(id, delivery);
    if (not !== null) return { fits: false, why: `It ${not.replace(`${id} `, '')}.` };
    return {
      fits: true,
      why: `For ${id === 'kube2iam' ? 'pods of a Kubernetes cluster' : 'Docker containers'} on an EC2 instance. It stems from the time before ${id === 'kube2iam' ? 'IAM roles for service accounts' : 'ECS task roles'}: take it where it runs already.`,
    };
  }
  if (kind === 'ecs-task') return { fits: false, why: 'It is for pods of Kubernetes; an ECS task has its task role.' };
  if (id === 'irsa') return { fits: true, why: 'For pods of any cluster whose OIDC issuer AWS can reach, on AWS Fargate too.' };
  if (kind === 'environment')
    return { fits: false, why: 'It is for pods on EC2 nodes of Amazon EKS; roles for service accounts work elsewhere too.' };
  return {
    fits: true,
    why: 'For pods on Linux EC2 nodes of Amazon EKS. Of the two ways of EKS it needs less: no OIDC provider, one trust policy for all clusters.',
  };
}

const account = `arn:${shellVariable('PARTITION')}:iam::${shellVariable('ACCOUNT_ID')}`;
const trusting = (statement: object): PolicyDocument => ({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...statement }] });
const oidc = shellVariable('OIDC_PROVIDER');

const ecsTaskRole: Way = {
  id: 'ecs-task-role',
  name: 'ECS task role',
  prerequisites: [
    'The task definition names the role as taskRoleArn; the execution role is another one, for pulling images and reading secrets.',
    'The SDK reads AWS_CONTAINER_CREDENTIALS_RELATIVE_URI, as all of today do, and no static key stands before it.',
  ],
  externalId: 'The application sends it with its own AssumeRole call: it stands in the AWS config file.',
  trust: trusting({
    Principal: { Service: 'ecs-tasks.amazonaws.com' },
    Action: 'sts:AssumeRole',
    Condition: {
      StringEquals: { 'aws:SourceAccount': shellVariable('ACCOUNT_ID') },
      ArnLike: { 'aws:SourceArn': `arn:${shellVariable('PARTITION')}:ecs:${shellVariable('AWS_REGION')}:${shellVariable('ACCOUNT_ID')}:*` },
    },
  }),
  forms: ['aws-config'],
};

const podIdentity: Way = {
  id: 'pod-identity',
  name: 'EKS Pod Identity',
  prerequisites: [
    'The add-on EKS Pod Identity Agent runs on the nodes; AWS Fargate and Windows are not supported.',
    'A pod identity association joins cluster, namespace and service account to the role. Its target role may be the next one of the chain, also in another account.',
    'The SDK reads AWS_CONTAINER_CREDENTIALS_FULL_URI and AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: one from late 2023 or newer.',
  ],
  externalId:
    'Of an association with a target role EKS makes the id itself; the trust policy of that role asks for it. A chain that the application walks sends its own.',
  trust: trusting({
    Principal: { Service: 'pods.eks.amazonaws.com' },
    Action: ['sts:AssumeRole', 'sts:TagSession'],
    Condition: {
      StringEquals: {
        'aws:RequestTag/eks-cluster-name': shellVariable('CLUSTER'),
        'aws:RequestTag/kubernetes-namespace': shellVariable('NAMESPACE'),
        'aws:RequestTag/kubernetes-service-account': shellVariable('SERVICE_ACCOUNT'),
      },
    },
  }),
  forms: [],
};

const irsa: Way = {
  id: 'irsa',
  name: 'IAM roles for service accounts (IRSA)',
  prerequisites: [
    'The cluster’s OIDC issuer is an OIDC provider in IAM, one for each cluster; OIDC_PROVIDER is its address without https://.',
    'The service account carries the annotation eks.amazonaws.com/role-arn.',
    'The SDK reads AWS_WEB_IDENTITY_TOKEN_FILE: one from late 2019 or newer.',
  ],
  externalId:
    'AssumeRoleWithWebIdentity takes none; the subject in the trust policy takes its place. The next roles of the chain ask for theirs.',
  trust: trusting({
    Principal: { Federated: `${account}:oidc-provider/${oidc}` },
    Action: 'sts:AssumeRoleWithWebIdentity',
    Condition: {
      StringEquals: {
        [`${oidc}:aud`]: 'sts.amazonaws.com',
        [`${oidc}:sub`]: `system:serviceaccount:${shellVariable('NAMESPACE')}:${shellVariable('SERVICE_ACCOUNT')}`,
      },
    },
  }),
  forms: [],
};

const kube2iam: Way = {
  id: 'kube2iam',
  name: 'kube2iam',
  prerequisites: [
    'A DaemonSet with host network runs on every node, and iptables sends 169.254.169.254 to it; a pod on the host network goes past it.',
    'The role of the node may sts:AssumeRole on exactly the roles of its pods: whoever takes over the node has all of them.',
    'Namespace restrictions are on (--namespace-restrictions), since otherwise every pod names any role.',
    'Where the instances require IMDSv2, a version that asks for a token: older ones do not start there.',
  ],
  externalId: 'An annotation of the pod: anyone who may read the pod sees it.',
  trust: trusting({ Principal: { AWS: `${account}:role/${shellVariable('NODE_ROLE')}` }, Action: 'sts:AssumeRole' }),
  forms: ['kube2iam'],
};

const metadataproxy: Way = {
  id: 'metadataproxy',
  name: 'metadataproxy',
  prerequisites: [
    'It may read the Docker socket of the host, and iptables sends 169.254.169.254 to it.',
    'Two tiers of roles: DockerHostRole of the instance may iam:GetRole and sts:AssumeRole on exactly the roles of the containers.',
    'It does not answer the token call of IMDSv2: SDKs fall back to version 1, unless AWS_EC2_METADATA_V1_DISABLED is set.',
  ],
  externalId: 'IAM_EXTERNAL_ID of the container: whoever may inspect the container sees it.',
  trust: trusting({ Principal: { AWS: `${account}:role/${shellVariable('HOST_ROLE')}` }, Action: 'sts:AssumeRole' }),
  forms: ['metadataproxy'],
};
