import { useState } from 'react';
import { LazyPage } from '../../components/page/LazyPage.tsx';
import { useTexts } from '../../messages/TextsContext.tsx';

/** Fetches the page inside Telegram only when Telegram opens it. */
export function MiniAppEntry({ returnTo }: { returnTo: string | undefined }) {
  const { signUp } = useTexts().messages;
  const [load] = useState(openOnce);
  return (
    <LazyPage title={signUp.title} load={load}>
      {({ MiniAppPage, opened }) => <MiniAppPage opened={opened} returnTo={returnTo} />}
    </LazyPage>
  );
}

/** Telegram's data can be taken from the URL once; in development React asks for the page twice. */
function openOnce() {
  let opening: ReturnType<typeof open> | undefined;
  const open = async () => {
    const { MiniAppPage, openMiniApp } = await import('./MiniAppPage.tsx');
    return { MiniAppPage, opened: openMiniApp() };
  };
  return () => {
    opening ??= open();
    return opening;
  };
}
