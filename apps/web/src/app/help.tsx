import HelpPanel from '@cloudscape-design/components/help-panel';

interface Help {
  title: string;
  tells: string;
  from: string;
  term: string;
}

const help: [RegExp, Help][] = [
  [
    /^\/workloads\/[^/]+\/migration/,
    {
      title: 'Migration',
      tells: 'Each module of the way from static keys to a role: what will happen and why, what it changes, how it is undone.',
      from: 'AWS is read when the plan is made and again when the run starts. Nothing changes before you start the run.',
      term: 'Task role: the IAM role that the containers of a task act as. Execution role: the one that Amazon ECS itself uses to pull images and write logs.',
    },
  ],
  [
    /^\/workloads\/./,
    {
      title: 'Workload',
      tells:
        'What runs, which identity its SDKs pick, and what the change would make of it. Probes ask the application itself whether it still does its work.',
      from: 'The last scan: services, running tasks and their task definitions. What the image itself contains is not visible to any API.',
      term: 'Credential chain: SDKs try environment variables first; a task role is asked only when nothing earlier answers.',
    },
  ],
  [
    /^\/workloads/,
    {
      title: 'Workloads',
      tells: 'Every ECS service, group of standalone tasks and idle family, and whether it still carries credentials in its environment.',
      from: 'The last scan of each account and Region. The banner says what was not visible.',
      term: 'Shadowed: a task role is set, and a static key in the environment still wins.',
    },
  ],
  [
    /^\/accounts\/[^/]+\/drill/,
    {
      title: 'Drill',
      tells:
        'What document 003’s own order does to a working application: it deletes the user first. Each step is yours to press, and the servers’ calls are seen live.',
      from: 'The sandbox, which sees every call of its servers. Its steps are calls of AWS by the sandbox’s administrator; no other account can be drilled on.',
      term: 'Self-healing of an Auto Scaling group: it launches what is missing from what it is told to launch from at that moment, so a wrong launch configuration heals nothing.',
    },
  ],
  [
    /^\/chains\/delivery/,
    {
      title: 'Hand a chain over',
      tells:
        'What an application is given to walk a chain of roles, as files; and what a trust policy for many callers costs, and who gains by each.',
      from: 'What is typed here, and, of many callers, the users and roles of the last scans. Making the files changes nothing in AWS.',
      term: 'credential_source: where an AWS config profile takes its first credentials from: the instance, the container, or the environment; exactly one.',
    },
  ],
  [
    /^\/plans/,
    {
      title: 'Change of policies',
      tells: 'Who gains and who loses by edits of policies of users and roles that exist, each edit as a diff, and how it is undone.',
      from: 'AWS is read in each account when the plan is made, and every policy again just before it is replaced. Nothing changes before you start the run.',
      term: 'Inline policy: one that is embedded in one user or role. Managed policy: one of its own, attached to users and roles; a change of it is a new version.',
    },
  ],
  [
    /^\/activity\/sessions/,
    {
      title: 'Find a session',
      tells: 'What one session of a role did, found by its name: for an instance or a task it carries their id.',
      from: 'CloudTrail’s event history of the last 90 days, in every registered account and Region. It has no data events, such as reads of S3 objects.',
      term: 'Role session name: what the caller of sts:AssumeRole calls its session. CloudTrail records it with every call.',
    },
  ],
  [
    /^\/chains/,
    {
      title: 'Role chain',
      tells: 'Who becomes whom: role1, which the application has by where it runs, assumes role2, which holds the permissions.',
      from: 'AWS is read in each account of the chain when the plan is made and again when the run starts. Both halves are evaluated: what the caller may do, and whom the role trusts.',
      term: 'External id: a value that the caller sends and the trust policy asks for. AWS does not treat it as a secret; it is one here only as far as nobody else may read it.',
    },
  ],
  [
    /^\/lint/,
    {
      title: 'Inspect a policy',
      tells:
        'What is dangerous, broken or without effect in a policy, a trust policy, a Terraform file or a CloudFormation template, by line.',
      from: 'The text that you paste, and nothing else: it is not kept, and AWS is not asked. What is known only when it is deployed is said, not guessed.',
      term: 'Trust policy: the resource-based policy of a role that says who may assume it.',
    },
  ],
  [
    /^\/inspect/,
    {
      title: 'Inspect a file',
      tells:
        'Whether a document holds static keys, on which lines, and whether they can be taken out without changing anything else. Automatic only where that is certain; otherwise you edit, and it is checked as you type.',
      from: 'The text or file that you give, and nothing else: it is not kept, and AWS is not asked. gzip and MIME are unpacked, and packed again as they came.',
      term: 'User data: up to 16 KB that an instance gets at launch and runs at its first boot only. Everybody who may describe the instance or its launch template can read it.',
    },
  ],
  [
    /^\/diagnose/,
    {
      title: 'Why was a call denied?',
      tells:
        'Which half of a denied call is missing: the trust policy of the role, the policies of the caller, or its permissions boundary.',
      from: 'Users, roles and their policies as the last scans read them, and the message that you paste, which is not kept. Control policies of an organisation and policies of resources are not visible to a scan.',
      term: 'sts:AssumeRole needs both halves across accounts; within one account a trust policy that names the caller is enough.',
    },
  ],
  [
    /^\/runs/,
    {
      title: 'Run',
      tells: 'Each step of the change as it happens, what it waits for, and the workload’s calls by identity.',
      from: 'The journal, which is written before and after each call of AWS. Leaving the page changes nothing.',
      term: 'Verified: every task on the new revision, no credential variable left, a use of the role seen, none denied.',
    },
  ],
  [
    /^\/roles/,
    {
      title: 'Roles and chains',
      tells: 'Who can become a role, what it can become in turn, and what each may do itself; with what each trust policy asks for.',
      from: 'Trust, permissions and boundaries as the last scans read them, decided by the console’s own evaluator. Control policies of an organisation are not visible to a scan.',
      term: 'Role chaining: a role that is used to assume another one. Such a session lasts one hour at most.',
    },
  ],
  [
    /^\/keys/,
    {
      title: 'Access keys',
      tells: 'Every access key that was found, whose it is, when it was last used, and where it lies.',
      from: 'iam:GetAccessKeyLastUsed and the last scan. Found keys are never used, not even to test them.',
      term: 'Last used: only the last use, of one service; AWS may show it hours late.',
    },
  ],
];

const general: Help = {
  title: 'Rolewright',
  tells: 'Takes AWS workloads off static access keys and onto IAM roles, with proof at every step.',
  from: 'The last scan of each account. What was denied, throttled or not inspected is said, and never counted as clean.',
  term: 'Static key: a long-term access key (AKIA…) of an IAM user.',
};

/** Help for the screen at this path: what it tells, where the data comes from, the AWS term behind it. */
export function helpFor(pathname: string) {
  const found = help.find(([path]) => path.test(pathname))?.[1] ?? general;
  return (
    <HelpPanel header={<h2>{found.title}</h2>}>
      <h3>What this tells</h3>
      <p>{found.tells}</p>
      <h3>Where it comes from</h3>
      <p>{found.from}</p>
      <h3>In AWS’s words</h3>
      <p>{found.term}</p>
    </HelpPanel>
  );
}
