import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import FileInput from '@cloudscape-design/components/file-input';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Textarea from '@cloudscape-design/components/textarea';
import type { DocumentKind } from '@rolewright/shared/user-data/contract.ts';
import { useState } from 'react';
import { type InspectedFile, inspectedFile, pastedText } from './inspected-file.ts';

const kinds: Record<DocumentKind, [string, string]> = {
  shell: ['Shell script', 'sh and bash: user data that begins with #!, profiles'],
  dotenv: ['Environment file', 'NAME=value by line: .env, EnvironmentFile of systemd, --env-file of Docker'],
  'cloud-config': ['cloud-config', 'YAML that begins with #cloud-config'],
  mime: ['MIME multipart', 'Several parts with a boundary'],
  gzip: ['gzip', 'Packed; what it holds is recognised'],
  powershell: ['PowerShell', 'User data of Windows, or a script'],
  plain: ['Something else', 'Looked at by line and never rewritten'],
};
const options = Object.entries(kinds).map(([value, [label, description]]) => ({ value, label, description }));

interface DocumentSourceProps {
  file: InspectedFile | null;
  onFile: (file: InspectedFile | null) => void;
}

/** Where the document comes from: the clipboard or a file, and how it is read. Bytes are taken as they are, whatever they hold. */
export function DocumentSource({ file, onFile }: DocumentSourceProps) {
  const [text, setText] = useState('');
  const [isFile, setIsFile] = useState(false);
  const chosen = file?.isGuessed === false ? file.kind : undefined;
  const paste = (next: string) => {
    setText(next);
    onFile(next === '' ? null : pastedText(next, chosen));
  };
  const choose = async (picked: File | undefined) => {
    if (picked === undefined) return;
    const bytes = new Uint8Array(await picked.arrayBuffer());
    setText('');
    setIsFile(true);
    onFile(inspectedFile(picked.name, bytes));
  };
  const startOver = () => {
    setText('');
    setIsFile(false);
    onFile(null);
  };
  return (
    <Container
      header={
        <Header
          variant="h2"
          actions={
            <SpaceBetween size="xs" direction="horizontal">
              {file !== null && <Button onClick={startOver}>Start over</Button>}
              <FileInput value={[]} onChange={({ detail }) => void choose(detail.value[0])} ariaLabel="Choose a file">
                Choose a file
              </FileInput>
            </SpaceBetween>
          }
        >
          Document
        </Header>
      }
    >
      <SpaceBetween size="m">
        {isFile && file !== null ? (
          <Box>
            <span className="mono wrap-anywhere">{file.name}</span>, {file.bytes.length.toLocaleString('en')} bytes
          </Box>
        ) : (
          <div className="code">
            <FormField label="Text" description="User data, a profile, an environment file: as it is, keys and all." stretch>
              <Textarea
                value={text}
                onChange={({ detail }) => paste(detail.value)}
                rows={8}
                spellcheck={false}
                autoComplete={false}
                disableBrowserAutocorrect
                placeholder={'#!/bin/bash\nexport AWS_ACCESS_KEY_ID=…'}
              />
            </FormField>
          </div>
        )}
        <FormField
          label="Read as"
          description={
            file?.isGuessed
              ? 'Guessed from how it begins. Change it if it is something else.'
              : 'Decides which commands and lines are understood.'
          }
        >
          <Select
            selectedOption={options.find(({ value }) => value === (file?.kind ?? 'shell')) ?? null}
            options={options}
            disabled={file === null}
            onChange={({ detail }) =>
              file !== null && onFile({ ...file, kind: detail.selectedOption.value as DocumentKind, isGuessed: false })
            }
          />
        </FormField>
      </SpaceBetween>
    </Container>
  );
}
