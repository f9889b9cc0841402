import { useMediaQuery } from '../../../components/use-media-query.ts';
import { useTexts } from '../../../messages/TextsContext.tsx';
import { useAuth } from '../session/AuthContext.tsx';
import { BotQrCode } from './BotQrCode.tsx';

/** Where the person's Telegram is likely to be on another device, a phone. */
const DESKTOP = '(min-width: 40rem) and (pointer: fine)';

/** The way to the bot, in a window of its own so that the form stays where it is; on a desktop also by the phone's camera. */
export function BotStep() {
  const { signUp } = useTexts().messages;
  const { botUrl } = useAuth();
  const isDesktop = useMediaQuery(DESKTOP);
  if (!botUrl) return <p>{signUp.findBot}</p>;
  return (
    <div className={isDesktop ? 'rq-bot rq-bot-wide' : 'rq-bot'}>
      <div className="rq-actions">
        <p>{signUp.botInstructions}</p>
        <a className="rq-button rq-button-telegram" href={botUrl} target="_blank" rel="noopener">
          <TelegramMark />
          <span>
            {signUp.openBot} <span className="rq-visually-hidden">{signUp.opensNewWindow}</span>
          </span>
        </a>
        {isDesktop && <p className="rq-hint">{signUp.scan}</p>}
      </div>
      {isDesktop && <BotQrCode botUrl={botUrl} />}
    </div>
  );
}

function TelegramMark() {
  return (
    <svg className="rq-icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d="M21.6 3.2 2.4 10.7c-.7.3-.7 1.3 0 1.5l4.7 1.6 1.9 5.9c.2.6 1 .8 1.4.3l2.7-2.7 4.7 3.5c.5.4 1.2.1 1.4-.5L22.8 4.3c.2-.8-.5-1.4-1.2-1.1ZM9.7 14.3l-.6 3.1-1.2-4 9.300-6.100-7.500 7Z" />
    </svg>
  );
}
