import { type KeyboardEvent, useId, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useLanguage } from '../language/LanguageContext.tsx';
import { SmsSignIn } from './SmsSignIn.tsx';
import { TelegramSignIn } from './TelegramSignIn.tsx';
import { useSignupForm } from './use-signup-form.ts';
import { useSmsForm } from './use-sms-form.ts';

const ways = ['telegram', 'sms'] as const;
type Way = (typeof ways)[number];

/** The two ways to sign in, as tabs. The state of both lives here: a look at the other one loses nothing. */
export function LoginWays({ botUrl }: { botUrl: string | undefined }) {
  const { login } = useLanguage().messages;
  const id = useId();
  const [way, setWay] = useState<Way>('telegram');
  const tabs = useRef<Partial<Record<Way, HTMLButtonElement | null>>>({});
  const telegram = useSignupForm(undefined);
  const sms = useSmsForm();

  function choose(chosen: Way): void {
    flushSync(() => setWay(chosen));
    tabs.current[chosen]?.focus();
  }

  function moveByKey(event: KeyboardEvent): void {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const target =
      event.key === 'Home' ? 0 : event.key === 'End' ? -1 : step && (ways.indexOf(way) + step) % ways.length;
    const chosen = target === undefined ? undefined : ways.at(target);
    if (!chosen) return;
    event.preventDefault();
    choose(chosen);
  }

  return (
    <div className="login">
      <div className="tabs" role="tablist" aria-label={login.ways}>
        {ways.map((each) => (
          <button
            key={each}
            className="tab"
            type="button"
            role="tab"
            id={`${id}-${each}`}
            aria-selected={each === way}
            aria-controls={`${id}-panel`}
            tabIndex={each === way ? 0 : -1}
            ref={(tab) => {
              tabs.current[each] = tab;
            }}
            onClick={() => choose(each)}
            onKeyDown={moveByKey}
          >
            {login[each]}
          </button>
        ))}
      </div>
      <div className="panel" role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${way}`}>
        {way === 'telegram' ? (
          <TelegramSignIn form={telegram} botUrl={botUrl} />
        ) : (
          <SmsSignIn
            form={sms}
            onTelegram={() => {
              if (telegram.values.phone === '') telegram.change('phone', sms.values.phone);
              choose('telegram');
            }}
          />
        )}
      </div>
    </div>
  );
}
