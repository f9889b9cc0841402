import { useTexts } from '../../messages/TextsContext.tsx';
import { useAuth } from '../auth/session/AuthContext.tsx';
import { ProfileForm } from './ProfileForm.tsx';
import { Pending, Section } from './Section.tsx';
import { useLoaded } from './use-loaded.ts';

/** Name, postal address and passport number. */
export function ProfileSection() {
  const { call } = useAuth();
  const { profile } = useTexts().messages;
  const loaded = useLoaded(() => call('me', undefined));
  return (
    <Section title={profile.title}>
      {loaded.data ? <ProfileForm profile={loaded.data} /> : <Pending of={loaded} />}
    </Section>
  );
}
