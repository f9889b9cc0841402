/**
 * The message of an error, safe to log: without other fields, since an update holds a phone number and a payload a code,
 * and without the bot's token, since a URL of the Bot API holds it.
 */
export function describeError(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replaceAll(/\/bot\d+:[^/\s]+/g, '/bot[token]');
}
