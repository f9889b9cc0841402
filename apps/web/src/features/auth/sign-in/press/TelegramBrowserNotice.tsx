import { useState } from 'react';
import { useTexts } from '../../../../messages/TextsContext.tsx';

/**
 * Says that a sign-in in Telegram's in-app browser stays there, and gives the page's address for the person's own
 * browser.
 */
export function TelegramBrowserNotice() {
  const { telegramBrowser } = useTexts().messages;
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
    <div className="rq-warning">
      <p>{telegramBrowser.explanation}</p>
      <button className="rq-button rq-button-secondary" type="button" onClick={() => void copy()}>
        {isCopied ? telegramBrowser.copied : telegramBrowser.copy}
      </button>
      <span className="rq-visually-hidden" role="status">
        {isCopied && telegramBrowser.copied}
      </span>
    </div>
  );
}
