/** Telegram's paper plane. */
export function TelegramMark() {
  return (
    <svg className="rq-icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d="M21.6 3.2 2.4 10.7c-.7.3-.7 1.3 0 1.5l4.7 1.6 1.9 5.9c.2.6 1 .8 1.4.3l2.7-2.7 4.7 3.5c.5.4 1.2.1 1.4-.5L22.8 4.3c.2-.8-.5-1.4-1.2-1.1ZM9.7 14.3l-.6 3.1-1.2-4 9.300-6.100-7.500 7Z" />
    </svg>
  );
}
