import type { DrillStepId } from './drill.ts';

/** What the screen says of a step: what it does, what the document says, what will be seen. */
export interface DrillWords {
  title: string;
  button: string;
  /** service:Operation, in the order in which they are made. */
  calls: string[];
  does: string;
  document: string;
  see: string;
  /** For the record of who did what. */
  done: string;
}

/** Module 5 of document 003, in its words and ours. */
export const drillWords: Record<DrillStepId, DrillWords> = {
  'delete-user': {
    title: 'Delete the IAM user of the web servers',
    button: 'Delete the user',
    calls: ['iam:DeleteAccessKey', 'iam:DetachUserPolicy', 'iam:DeleteUser'],
    does: 'Deletes the user image-upload with its access key, while both servers still work with that key.',
    document:
      '“Delete the IAM user you created from last module. Confirm that the image upload on your web application does not work anymore.”',
    see: 'Within seconds every upload fails with InvalidAccessKeyId. The health check fails too, so the group replaces its servers again and again by others with the same dead key.',
    done: 'deleted the IAM user image-upload and its access key while its servers used it',
  },
  'narrow-policy': {
    title: 'Narrow the policy to what is needed',
    button: 'Narrow the policy',
    calls: ['iam:CreatePolicyVersion'],
    does: 'Makes a new default version of the policy image-upload-bucket with s3:PutObject* and s3:GetObject* on the bucket’s objects, instead of s3:*.',
    document: '“Update the IAM policy you created to only allow s3:PutObject*”; its steps keep GetObject too.',
    see: 'Nothing changes: nobody holds the policy now, and uploads go on failing.',
    done: 'narrowed the policy image-upload-bucket to PutObject* and GetObject*',
  },
  'create-role': {
    title: 'Create an IAM role for the web servers',
    button: 'Create the role',
    calls: ['iam:CreateRole', 'iam:AttachRolePolicy', 'iam:CreateInstanceProfile', 'iam:AddRoleToInstanceProfile'],
    does: 'Makes the role image-upload-web-drill that EC2 may assume, with the policy, and an instance profile of the same name with the role in it.',
    document: '“Create a new IAM role, and assign the policy you just updated to it.”',
    see: 'Nothing changes yet: no server has the profile.',
    done: 'created the role and instance profile image-upload-web-drill',
  },
  'update-group': {
    title: 'Launch from a copy with the role and without the key',
    button: 'Update the group',
    calls: ['autoscaling:DescribeLaunchConfigurations', 'autoscaling:CreateLaunchConfiguration', 'autoscaling:UpdateAutoScalingGroup'],
    does: 'Copies the launch configuration to image-upload-web-drill with the instance profile and without the two export lines, and points the group at the copy.',
    document:
      '“Create a copy of your launch configuration, and adjust it to use your new IAM role. Also remove the two export statements.”',
    see: 'Servers that run keep what they were launched with. Those that the failing health check has replaced from now on have the role.',
    done: 'pointed the group image-upload-web at a copy of its launch configuration with the role and without the key',
  },
  'replace-instances': {
    title: 'Terminate the servers and let the group heal itself',
    button: 'Terminate the old servers',
    calls: ['ec2:TerminateInstances'],
    does: 'Terminates every server that was launched from the old launch configuration, all at once.',
    document:
      '“Terminate the current instances under your ASG, and let it self-heal. Confirm that the web server now has permission to upload again.”',
    see: 'For a while there is no server at all; then two new ones upload as the role.',
    done: 'terminated all servers of image-upload-web with the dead key at once',
  },
};
