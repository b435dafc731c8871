import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Form from '@cloudscape-design/components/form';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useMutation } from '@tanstack/react-query';
import { useRouter, useSearch } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useTitle } from '../../ui/page.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { signInWith } from './sign-in-with.ts';

/** Signs in with the code of the printed address at once; asks for one where it is missing, used or too old. */
export function SignInPage() {
  useTitle('Sign in');
  const { code, next } = useSearch({ strict: false }) as { code?: string; next?: string };
  const [typed, setTyped] = useState('');
  const router = useRouter();
  const tried = useRef(false);
  const signIn = useMutation({
    mutationFn: signInWith,
    // Only paths of this console: an address must not lead elsewhere.
    onSuccess: () => router.navigate({ href: next?.startsWith('/') && !next.startsWith('//') ? next : '/overview', replace: true }),
  });
  useEffect(() => {
    if (!code || tried.current) return;
    tried.current = true;
    history.replaceState(null, '', '/sign-in');
    signIn.mutate(code);
  }, [code, signIn]);
  const submit = () => signIn.mutate(codeIn(typed));
  return (
    <main className="sign-in">
      <Box padding="l">
        <SpaceBetween size="l">
          <Box textAlign="center" variant="h1">
            Rolewright
          </Box>
          <form
            onSubmit={(event) => {
              event.preventDefault();
              submit();
            }}
          >
            <Form
              actions={
                <Button variant="primary" formAction="submit" loading={signIn.isPending} disabled={typed.trim() === ''}>
                  Sign in
                </Button>
              }
            >
              <Container header={<Header variant="h2">Sign in</Header>}>
                <SpaceBetween size="m">
                  {signIn.error && <ProblemAlert error={signIn.error} />}
                  <FormField
                    label="Code, or the whole address"
                    description="Run npm start again in the same folder: it prints the address of this console with a fresh code, good for ten minutes and one sign-in."
                  >
                    <Input value={typed} onChange={({ detail }) => setTyped(detail.value)} autoFocus />
                  </FormField>
                </SpaceBetween>
              </Container>
            </Form>
          </form>
        </SpaceBetween>
      </Box>
    </main>
  );
}

/** People paste the whole address as often as the code. */
function codeIn(text: string): string {
  const match = /[?&#]code=([^&\s]+)/.exec(text);
  return match?.[1] ? decodeURIComponent(match[1]) : text.trim();
}
