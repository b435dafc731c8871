import type { Delivery, DeliveryFile } from '../delivery.ts';

/** Path of the application's AWS config among the secrets: `/instance-profile-app/aws-config`. Its folder decides who may read it. */
export const secretPath = ({ application }: Delivery): string => `/${application.name.replace(/^\//, '')}/aws-config`;

/**
 * The commands of document 000: the secret, then the service accounts of a cluster in strict mode, then the application. DC/OS is retired, so
 * that they are for hands, and no part of any plan (A18).
 */
export function dcosFiles(delivery: Delivery): DeliveryFile[] {
  const app = `/${delivery.application.name.replace(/^\//, '')}`;
  return [
    {
      name: 'dcos-secret.sh',
      form: 'dcos',
      language: 'shell',
      content: `dcos security secrets create ${secretPath(delivery)} -v "$(cat aws-config)"\n`,
      note: 'Stores aws-config where only applications under its folder are given it. The argument is seen by users of the machine that it is run on.',
    },
    {
      name: 'dcos-by-hand.sh',
      form: 'dcos',
      language: 'shell',
      content: `# By hand, in this order. Rolewright runs none of it.
# 1. The commands for secrets
dcos package install dcos-enterprise-cli --cli --yes
# 2. A service account for Edge-LB (strict mode)
dcos security org service-accounts keypair edge-lb-private-key.pem edge-lb-public-key.pem
dcos security org service-accounts create -p edge-lb-public-key.pem -d "Edge-LB service account" edge-lb-principal
dcos security secrets create-sa-secret --strict edge-lb-private-key.pem edge-lb-principal dcos-edgelb/edge-lb-secret
rm -f edge-lb-private-key.pem
dcos security org groups add_user superusers edge-lb-principal
# 3. Edge-LB itself
echo '{"service": {"secretName": "dcos-edgelb/edge-lb-secret", "principal": "edge-lb-principal", "mesosProtocol": "https"}}' |
  dcos package install edgelb --options=/dev/stdin --yes
until dcos edgelb ping; do sleep 1; done
# 4. The application, once its secret is there
dcos marathon app add < marathon-app.json
until dcos marathon app show ${app} | jq -e '.tasksHealthy == 1' > /dev/null; do sleep 10; done
`,
      note: 'Manual steps around the chain: service account, Edge-LB, the application and the wait for its health. The private key file of document 000 is removed once it is stored.',
    },
  ];
}
