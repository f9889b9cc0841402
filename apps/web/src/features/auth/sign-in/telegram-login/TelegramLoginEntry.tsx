import { useLazyWithTexts } from '../../../../components/use-lazy.ts';
import type { TelegramLoginProps } from './TelegramLogin.tsx';

/** The button to Telegram's own page, fetched only where the API offers it. It stands last, so that nothing moves. */
export function TelegramLoginEntry(props: TelegramLoginProps) {
  const login = useLazyWithTexts(loadTelegramLogin);
  return login.status === 'ready' && <login.part.TelegramLogin {...props} />;
}

const loadTelegramLogin = () => import('./TelegramLogin.tsx');
