import { useLazyWithTexts } from '../../../../components/use-lazy.ts';
import { isTelegramBrowser } from './telegram-browser.ts';

/** The notice for people in Telegram's in-app browser; nobody else fetches it. */
export function TelegramBrowserEntry() {
  return isTelegramBrowser() && <Notice />;
}

function Notice() {
  const notice = useLazyWithTexts(loadNotice);
  return (
    <div className="rq-warning rq-telegram-browser">
      {notice.status === 'ready' && <notice.part.TelegramBrowserNotice />}
    </div>
  );
}

const loadNotice = () => import('./TelegramBrowserNotice.tsx');
