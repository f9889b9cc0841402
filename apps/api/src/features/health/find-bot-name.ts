/** The username in the URL that opens the bot: of `https://t.me/<bot>`, or of the emulator's `/?bot=<bot>`. */
export function findBotName(botUrl: string): string | null {
  const { hostname, pathname, searchParams } = new URL(botUrl);
  return hostname === 't.me' ? pathname.replaceAll('/', '') || null : searchParams.get('bot');
}
