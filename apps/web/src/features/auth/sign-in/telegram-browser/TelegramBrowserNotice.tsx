import { useState } from 'react';
import { useAllTexts } from '../../../../messages/TextsContext.tsx';

/**
 * Says that a sign-in in Telegram's in-app browser stays there, and gives the page's address for the person's own
 * browser.
 */
export function TelegramBrowserNotice() {
  const texts = useAllTexts().messages.telegramBrowser;
  const [isCopied, setCopied] = useState(false);

  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(window.location.href);
      setCopied(true);
    } catch {
      // Refused: the text names the other way
    }
  }

  return (
    <>
      <p>{texts.explanation}</p>
      <button className="rq-button rq-button-secondary" type="button" onClick={() => void copy()}>
        {isCopied ? texts.copied : texts.copy}
      </button>
      <span className="rq-visually-hidden" role="status">
        {isCopied && texts.copied}
      </span>
    </>
  );
}
