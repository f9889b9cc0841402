/** How a person proved who they are: values of the `amr` claim (RFC 8176; names with `x_` are ours). */
export const authenticationMethods = {
  /** The card in Telegram, with the number of the page. */
  card: ['mca', 'x_telegram'],
  /** A code from the bot. */
  botCode: ['otp', 'x_telegram'],
  smsCode: ['otp', 'sms'],
} as const;
