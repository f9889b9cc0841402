import { useMediaQuery } from '../../components/use-media-query.ts';
import { useLanguage } from '../language/LanguageContext.tsx';
import { BotStep } from './BotStep.tsx';
import { QrCode } from './QrCode.tsx';
import { SignupForm } from './SignupForm.tsx';
import type { SignupFormState } from './use-signup-form.ts';

/** Where the person's Telegram is likely to be on another device, a phone. */
const DESKTOP = '(min-width: 40rem) and (pointer: fine)';

/** A code from the bot. */
export function TelegramSignIn({ form, botUrl }: { form: SignupFormState; botUrl: string | undefined }) {
  const { login } = useLanguage().messages;
  const isDesktop = useMediaQuery(DESKTOP);
  return (
    <>
      <div className={isDesktop && botUrl ? 'bot-way bot-way-wide' : 'bot-way'}>
        <div className="actions">
          <BotStep botUrl={botUrl} />
          {isDesktop && botUrl && <p className="hint">{login.scan}</p>}
        </div>
        {isDesktop && botUrl && <QrCode text={botUrl} label={login.qrCode} />}
      </div>
      <SignupForm form={form} />
    </>
  );
}
