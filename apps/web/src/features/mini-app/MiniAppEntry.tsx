import { LazyPage } from '../../components/page/LazyPage.tsx';
import { useTexts } from '../../messages/TextsContext.tsx';

/** Fetches the page inside Telegram only when Telegram opens it. */
export function MiniAppEntry({ returnTo }: { returnTo: string | undefined }) {
  const { signUp } = useTexts().messages;
  return (
    <LazyPage title={signUp.title} load={loadPage}>
      {({ MiniAppPage, opened }) => <MiniAppPage opened={opened} returnTo={returnTo} />}
    </LazyPage>
  );
}

async function loadPage() {
  const { MiniAppPage, openMiniApp } = await import('./MiniAppPage.tsx');
  return { MiniAppPage, opened: openMiniApp() };
}
