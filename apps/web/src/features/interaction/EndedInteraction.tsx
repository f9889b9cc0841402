import type { RefObject } from 'react';
import { EmptyPage } from '../../components/page/EmptyPage.tsx';
import { interactionTexts } from '../../messages/interaction/interaction-texts.ts';
import { useAllTexts } from '../../messages/TextsContext.tsx';

/** The interaction can't be completed any more. Leads back to the site that the person came from, if known. */
export function EndedInteraction({ titleRef }: { titleRef: RefObject<HTMLHeadingElement | null> }) {
  const { language, messages } = useAllTexts();
  const { title, explanation, backTo } = interactionTexts[language].ended;
  // Apps on Android have a referrer too, which no browser can open
  const origin = /^https?:/.test(document.referrer) ? URL.parse(document.referrer) : null;
  const isElsewhere = origin !== null && origin.host !== window.location.host;
  return (
    <EmptyPage title={title} titleRef={titleRef} explanation={explanation}>
      <a className="rq-button rq-button-primary" href={isElsewhere ? origin.href : '/'}>
        {isElsewhere ? backTo(origin.host) : messages.notFound.toStart}
      </a>
    </EmptyPage>
  );
}
