import type { MouseEvent } from 'react';
import { useTexts } from '../../../messages/TextsContext.tsx';
import { useAuth } from '../session/AuthContext.tsx';
import { DESKTOP } from './telegram/desktop.ts';
import { TelegramMark } from './telegram/TelegramMark.tsx';

interface ChooseStepProps {
  onTelegram: () => void;
  onSms: () => void;
}

/**
 * The first screen asks one thing: Telegram or SMS. The way to the bot is a plain link, which works before any script;
 * on a desktop the script stays on the page and shows a QR code instead.
 */
export function ChooseStep({ onTelegram, onSms }: ChooseStepProps) {
  const { signUp } = useTexts().messages;
  const { botUrl } = useAuth();

  function choose(event: MouseEvent): void {
    if (window.matchMedia(DESKTOP).matches) event.preventDefault();
    onTelegram();
  }

  const label = (
    <>
      <TelegramMark />
      {signUp.withTelegram}
    </>
  );
  return (
    <>
      <p className="rq-lead">{signUp.lead}</p>
      {botUrl ? (
        <a className="rq-button rq-button-telegram" href={botUrl} target="_blank" rel="noopener" onClick={choose}>
          {label}
        </a>
      ) : (
        <button className="rq-button rq-button-telegram" type="button" onClick={onTelegram}>
          {label}
        </button>
      )}
      <p className="rq-or">{signUp.or}</p>
      <button className="rq-button rq-button-secondary" type="button" onClick={onSms}>
        {signUp.withSms}
      </button>
    </>
  );
}
