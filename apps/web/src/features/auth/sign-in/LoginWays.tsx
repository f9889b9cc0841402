import { type KeyboardEvent, useId, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useTexts } from '../../../messages/TextsContext.tsx';
import { isBlankPhone } from '../fields/phone-typing.ts';
import { SmsSignIn } from './SmsSignIn.tsx';
import { TelegramSteps } from './TelegramSteps.tsx';
import { useSignupForm } from './use-signup-form.ts';
import { useSmsForm } from './use-sms-form.ts';

const ways = ['telegram', 'sms'] as const;
export type Way = (typeof ways)[number];

/** The two ways to sign in, as tabs. The state of both lives here: a look at the other one loses nothing. */
export function LoginWays({ first }: { first: Way }) {
  const { login } = useTexts().messages;
  const id = useId();
  const [way, setWay] = useState(first);
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
    <div className="rq-login">
      <div className="rq-tabs" role="tablist" aria-label={login.ways}>
        {ways.map((each) => (
          <button
            key={each}
            className="rq-tab"
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
      <div className="rq-panel" role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${way}`}>
        {way === 'telegram' ? (
          <TelegramSteps form={telegram} heading="h3" />
        ) : (
          <SmsSignIn
            form={sms}
            onTelegram={() => {
              if (isBlankPhone(telegram.values.phone)) telegram.change('phone', sms.values.phone);
              choose('telegram');
            }}
          />
        )}
      </div>
    </div>
  );
}
