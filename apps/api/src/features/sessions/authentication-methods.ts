/** How a person proved who they are: values of the `amr` claim (RFC 8176; names with `x_` are ours). */
export const authenticationMethods = {
  /** The card in Telegram, with the number of the page. */
  card: ['mca', 'x_telegram'],
  /** A code from the bot. */
  botCode: ['otp', 'x_telegram'],
  smsCode: ['otp', 'sms'],
  gatewayCode: ['otp', 'x_telegram_gateway'],
  /** Proof of possession of a key, in hardware or not; the device verified the person. */
  passkey: ['pop', 'user'],
} as const;
