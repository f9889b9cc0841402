import { LazyPage } from '../../components/page/LazyPage.tsx';
import { useTexts } from '../../messages/TextsContext.tsx';
import type { InteractionOptions } from './use-interaction.ts';

/** Fetches the page of an interaction only when a client sends somebody here. */
export function InteractionEntry(options: InteractionOptions) {
  const { signUp } = useTexts().messages;
  return (
    <LazyPage title={signUp.title} load={loadPage}>
      {({ InteractionPage }) => <InteractionPage {...options} />}
    </LazyPage>
  );
}

const loadPage = () => import('./InteractionPage.tsx');
