import { nextLaunchTemplateData } from '../../aws/launch-template-data.ts';
import { launchEditsOf } from '../launch-edits.ts';
import type { StepOf } from '../planned-step.ts';
import { call, type Place, type StepDescription } from './description.ts';
import { editsInWords, userDataByHand, userDataInWords } from './edits-in-words.ts';
import { shellWord } from './shell-word.ts';

/** CreateLaunchTemplateVersion with the whole data, never by SourceVersion (D-72). */
export function describeCreateLaunchTemplateVersion(step: StepOf<'create-launch-template-version'>, { region }: Place): StepDescription {
  const { templateName, sourceVersion, shown, edits, description } = step;
  return {
    title: `Create a version of ${templateName} with ${editsInWords(edits)}`,
    because: `Versions are never changed, so that what is to differ needs a new one. All of version ${sourceVersion} is sent along: what is inherited from a source version cannot be left out, and the key would be inherited too. The version does not become the default, and nothing launches from it yet.`,
    calls: [
      call('ec2', 'CreateLaunchTemplateVersion', {
        LaunchTemplateName: templateName,
        VersionDescription: description,
        LaunchTemplateData: {
          ...nextLaunchTemplateData(shown, launchEditsOf(edits, null)),
          UserData: userDataInWords(edits, `of version ${sourceVersion}`),
        },
      }),
    ],
    byHand: {
      console: [
        `EC2 → Launch templates → ${templateName} → Actions → Modify template (Create new version), source version ${sourceVersion}`,
        'Advanced details → IAM instance profile: choose it',
        ...userDataByHand(edits),
        ...(edits.metadataOptions === null ? [] : ['Advanced details → Metadata version and response hop limit: as in the diff']),
      ],
      cli: [
        `aws ec2 describe-launch-template-versions --region ${region} --launch-template-name ${shellWord(templateName)} --versions ${sourceVersion} --query 'LaunchTemplateVersions[0].LaunchTemplateData' >data.json`,
        '# change data.json as the diff shows it; UserData is base64',
        `aws ec2 create-launch-template-version --region ${region} --launch-template-name ${shellWord(templateName)} --launch-template-data file://data.json`,
      ],
    },
    undo: `Delete the new version of ${templateName} once nothing launches from it`,
    reversible: true,
  };
}
