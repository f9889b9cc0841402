/**
 * The `phone_number` by which the bot checks every minute that the API accepts its key. It is no spelling of a number, so
 * nothing is issued; the API neither counts nor logs this refusal.
 */
export const BOT_CHECK_NUMBER = 'raqam-bot';
