/**
 * Whether the page is in Telegram's in-app browser, whose cookies are not those of the person's browser. On Android the
 * user agent says so; on iOS only the objects that it adds to the page do (Telegram-iOS#736).
 */
export function isTelegramBrowser(): boolean {
  return (
    /Telegram/.test(navigator.userAgent) || 'TelegramWebviewProxy' in globalThis || 'TelegramWebview' in globalThis
  );
}
