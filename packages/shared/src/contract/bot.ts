import { z } from 'zod';
import { languages } from '../languages.ts';
import { routes } from '../routes.ts';
import type { Endpoint } from './endpoint.ts';
import { decoration, nothing, phoneInput, telegramId, timestamp } from './fields.ts';

/** A challenge as the bot names it. */
const ref = z.string().max(100);

/** An update of Telegram as the bot names it: the same each time that it is delivered. */
const updateName = z.string().regex(/^[\w-]{1,64}$/);

/** What the card in Telegram shows: the site, and where the sign-in was started. */
export const cardSchema = z
  .object({
    ref: z.string(),
    /**
     * `prove_number`: the person's number is told to the site or to `client`, and no account is opened. `change_phone`:
     * the person's account on the site gets the number.
     */
    purpose: z.enum(['sign_in', 'prove_number', 'change_phone']),
    /** The host of the site. */
    site: z.string(),
    /** The name of the client that the number is proved to, if it is not the site itself. */
    client: z.string().optional(),
    /** Empty where it is not known. */
    browser: z.string(),
    system: z.string(),
    /** The country of the IP, as its code of two letters (ISO 3166). */
    place: z.string().optional(),
    started_seconds_ago: z.number(),
    /** The masked number of the account that is opened, or that is proved. null: none, or the contact is needed first. */
    account: z.string().nullable(),
    /** The person has no account yet, or no proved number to prove: they share their contact before they choose. */
    needs_contact: z.boolean(),
    /** Three numbers of two digits. The page shows one of them. Empty: there is nothing to choose, because the Mini App goes on. */
    choices: z.array(z.string()),
    /** The person at the page proved the number of this account, which nobody used for long. */
    is_claim: z.literal(true).optional(),
    /** The language of the page. */
    language: z.enum(languages),
  })
  .meta({ id: 'Card' });

export const alertSchema = z
  .object({
    id: z.uuid(),
    telegram_id: z.number(),
    /**
     * `new_device`: a sign-in on a device that the account had not used. `number_lost`: somebody else proved the number.
     * `card`: a sign-in that names this person's account waits for them. `number_changed`: the account got another number.
     * `new_passkey`: one was added to the account.
     */
    kind: z.enum(['new_device', 'number_lost', 'card', 'number_changed', 'new_passkey']),
    at: timestamp,
    site: z.string(),
    /** Empty where it is not known, and with `number_lost`. */
    browser: z.string(),
    system: z.string(),
    place: z.string().optional(),
    /** The masked number of the account, or the one that it lost. With `number_changed`: the one before; null: none. */
    account: z.string().nullable(),
    /** With `number_changed`: the masked number that the account got. */
    new_account: z.string().optional(),
    /** With `number_lost`: the account is as it was, without the number. */
    account_stays: z.literal(true).optional(),
    /** With `card`, while it waits for the person: an alert without one is only acknowledged. */
    card: cardSchema.optional(),
  })
  .meta({ id: 'Alert' });

/** The endpoints of the bot. */
export const botContract = {
  findChat: {
    ...routes.findChat,
    summary: 'A private chat with the bot (the bot only)',
    auth: 'bot',
    body: z.strictObject({ telegram_id: telegramId }),
    responses: {
      200: z.object({
        /** null: it was never saved. */
        chat: z
          .object({
            /** The person's choice; null: none. */
            language: z.enum(languages).nullable(),
            is_blocked: z.boolean(),
          })
          .nullable(),
      }),
    },
    errors: ['bot_secret_invalid'],
  },
  saveChat: {
    ...routes.saveChat,
    summary: 'Save the language or the block of a private chat; omitted fields stay as they are (the bot only)',
    auth: 'bot',
    body: z.strictObject({
      telegram_id: telegramId,
      language: z.enum(languages).optional(),
      /** Whether the person blocked the bot. */
      is_blocked: z.boolean().optional(),
    }),
    responses: { 204: nothing },
    errors: ['bot_secret_invalid'],
  },
  claimUpdate: {
    ...routes.claimUpdate,
    summary:
      'Answer an update, unless another process of the bot does or did; for 15 seconds, extended by a further call (the bot only)',
    auth: 'bot',
    body: z.strictObject({
      update: updateName,
      /** The process. */
      holder: z.uuid(),
    }),
    responses: { 200: z.object({ state: z.enum(['held', 'held_elsewhere', 'answered']) }) },
    errors: ['bot_secret_invalid'],
  },
  releaseUpdate: {
    ...routes.releaseUpdate,
    summary: 'An update was answered, or is left to the next process (the bot only)',
    auth: 'bot',
    body: z.strictObject({ update: updateName, holder: z.uuid(), is_answered: z.boolean() }),
    responses: { 204: nothing },
    errors: ['bot_secret_invalid'],
  },
  openChallenge: {
    ...routes.openChallenge,
    summary: 'A Telegram user opened the link of a challenge: bind it to them (the bot only)',
    auth: 'bot',
    body: z.strictObject({
      /** The payload of the link. */
      start: z.string().max(64),
      telegram_id: telegramId,
      full_name: decoration,
      language: decoration,
    }),
    decoration: 'full_name',
    responses: { 200: cardSchema },
    errors: [
      'bot_secret_invalid',
      'not_found',
      'challenge_taken',
      'challenge_ended',
      'challenge_limit',
      'other_telegram',
    ],
  },
  shareContact: {
    ...routes.shareContact,
    summary: 'A person shared their own contact, which a challenge waits for (the bot only)',
    auth: 'bot',
    body: z.strictObject({
      /** Omitted: the challenge that waits for this person's contact. */
      ref: ref.optional(),
      telegram_id: telegramId,
      phone_number: phoneInput,
    }),
    responses: { 200: cardSchema },
    errors: ['bot_secret_invalid', 'phone_invalid', 'not_found', 'challenge_ended'],
  },
  decideChallenge: {
    ...routes.decideChallenge,
    summary: 'The person chose a number or declined. There is one try; a repeated call changes nothing (the bot only)',
    auth: 'bot',
    body: z.union([
      z.strictObject({ ref, telegram_id: telegramId, choice: z.string().max(10) }),
      z.strictObject({ ref, telegram_id: telegramId, decline: z.literal(true) }),
    ]),
    responses: {
      200: z.object({
        /** The state after it. `opened`: the contact is missing. */
        state: z.enum(['opened', 'approved', 'collected', 'declined', 'wrong_number', 'taken', 'expired']),
      }),
    },
    errors: ['bot_secret_invalid', 'not_found'],
  },
  nextAlerts: {
    ...routes.nextAlerts,
    summary: 'Alerts to send, each until it is acknowledged; waits for the first (the bot only)',
    auth: 'bot',
    body: z
      .strictObject({
        /** How long to wait for the first one. */
        seconds: z.number().min(0).max(25).optional(),
        limit: z.int().min(1).max(100).optional(),
      })
      .optional(),
    responses: { 200: z.object({ alerts: z.array(alertSchema) }) },
    errors: ['bot_secret_invalid'],
  },
  acknowledgeAlerts: {
    ...routes.acknowledgeAlerts,
    summary: 'These alerts were sent, or can’t be (the bot only)',
    auth: 'bot',
    body: z.strictObject({ ids: z.array(z.uuid()).max(100) }),
    responses: { 204: nothing },
    errors: ['bot_secret_invalid'],
  },
  disownSession: {
    ...routes.disownSession,
    summary: '“It was not me”: end the session of an alert or of a card, within 24 hours (the bot only)',
    auth: 'bot',
    body: z.strictObject({
      /** The id of the alert, or the `ref` of a card. */
      alert: ref,
      telegram_id: telegramId,
    }),
    responses: { 204: nothing },
    errors: ['bot_secret_invalid', 'not_found'],
  },
  undoChange: {
    ...routes.undoChange,
    summary:
      '“It was not me”: give an account the number back that it had before an alert `number_changed`, and end its sessions, within 24 hours (the bot only)',
    auth: 'bot',
    body: z.strictObject({ alert: z.string().max(100), telegram_id: telegramId }),
    responses: {
      200: z.object({
        /** The masked number that the account has now. null: none, because it had none or somebody else has it. */
        account: z.string().nullable(),
      }),
    },
    errors: ['bot_secret_invalid', 'not_found'],
  },
} as const satisfies Partial<Record<keyof typeof routes, Endpoint>>;

export type Card = z.infer<typeof cardSchema>;
export type Alert = z.infer<typeof alertSchema>;
