import type { Messages } from './messages.types.ts';

export const en: Messages = {
  errors: {
    account_disabled: 'This account is disabled. Please contact support.',
    bad_request: 'We couldn’t read the request. It must be a JSON object.',
    body_too_large: 'The request is too large.',
    bot_secret_invalid:
      'The bot’s secret key is wrong: BOT_SECRET_KEY of the bot must equal TELEGRAM_BOT_SECRET of the API.',
    challenge_ended: 'This sign-in has ended. Start again.',
    challenge_limit: 'Too many sign-ins were started. Please try again later.',
    challenge_pending: 'This sign-in isn’t confirmed in Telegram yet.',
    challenge_taken: 'This link was opened by somebody else, so it no longer works. Start again on the site.',
    code_cooldown: 'We just sent you a code. Use it, or wait a little and ask for a new one.',
    code_expired: 'The code has expired. Get a new one.',
    code_incorrect: 'The code is wrong or already used. Check it, or get a new one.',
    code_limit: 'Too many codes were requested. Please try again later.',
    contact_required: 'This number belongs to another account. Share your own number with the bot’s button.',
    encryption_not_configured: 'Passport numbers can’t be saved here yet. Remove it and save the rest.',
    headers_too_large: 'The request headers are too large.',
    host_not_allowed: 'This host name isn’t served here.',
    init_data_invalid:
      'Telegram’s data can’t be checked or is too old. Close this window and open it in Telegram again.',
    internal_error: 'Something went wrong on our side. Please try again.',
    method_not_allowed: 'This URL doesn’t accept this method.',
    not_found: 'This URL doesn’t exist.',
    not_ready: 'The service isn’t available right now. Please try again in a moment.',
    origin_forbidden: 'Requests from this site aren’t allowed.',
    phone_conflict: 'This number is confirmed for another account. Sign in by SMS instead.',
    phone_invalid: 'Enter a valid phone number.',
    phone_not_supported: 'We can’t send an SMS to this number. Use the Telegram bot.',
    phone_not_verified: 'Confirm your phone number first: share it with the Telegram bot or sign in by SMS.',
    request_timeout: 'The request took too long to arrive. Please try again.',
    session_invalid: 'Please sign in again.',
    sms_unavailable: 'We couldn’t send the SMS. Try again in a moment, or use the Telegram bot.',
    too_many_attempts: 'Too many wrong attempts. Please try again later.',
    unsupported_media_type: 'Only JSON is accepted.',
    validation_failed: 'Some fields aren’t filled in correctly.',
  },
  fields: {
    required: 'This field is required.',
    invalid: 'This isn’t valid.',
    too_long: 'This is too long.',
    unknown: 'Unknown field.',
    phone_empty: 'Enter a phone number.',
    phone_characters: 'This doesn’t look like a phone number. Example: 90 000 00 00.',
    phone_too_short: 'The number is too short: digits are missing.',
    phone_too_long: 'The number is too long: it has extra digits.',
    phone_country_code_missing: 'Enter the number with + and the country code.',
    phone_country_code_unknown: 'No country has this code. Check the number.',
    phone_not_mobile: 'This isn’t an Uzbek mobile number. Enter a mobile number.',
    phone_anonymous: 'Anonymous Telegram numbers (+888) can’t be used here. Enter the number of your SIM card.',
  },
  attemptsLeft: (left) =>
    left === 0
      ? 'This code is void after five wrong attempts. Get a new one.'
      : `The code is wrong or already used. Check it, or get a new one. ${left} ${left === 1 ? 'attempt' : 'attempts'} left.`,
  smsMayArrive: 'We could not confirm that the SMS was sent. If it arrives, enter its code.',
};
