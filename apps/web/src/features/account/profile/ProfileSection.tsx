import { Pending, Section } from '../../../components/section/Section.tsx';
import { useLoaded } from '../../../components/section/use-loaded.ts';
import { useAllTexts } from '../../../messages/TextsContext.tsx';
import { useAuth } from '../../auth/session/AuthContext.tsx';
import { ProfileForm } from './ProfileForm.tsx';

/** Name, postal address and passport number. */
export function ProfileSection() {
  const { call } = useAuth();
  const { profile } = useAllTexts().messages;
  const loaded = useLoaded(() => call('me', undefined));
  return (
    <Section title={profile.title}>
      {loaded.data ? <ProfileForm profile={loaded.data} /> : <Pending of={loaded} />}
    </Section>
  );
}
