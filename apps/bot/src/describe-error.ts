/**
 * What an error says, fit for the log. A TelegramError carries the call's payload, with the code in it, and
 * node-fetch puts the URL, with the bot's token in it, into its messages: the message alone is told, without
 * the token.
 */
export function describeError(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replaceAll(/\/bot\d+:[^/\s]+/g, '/bot[token]');
}
