import type { Contact, Location, Venue } from '@grammyjs/types';
import { sendContent } from '../../compose/compose-message.ts';
import { throwDice } from '../../compose/throw-dice.ts';
import { badRequest } from '../../request/bot-api-error.ts';
import type { MethodContext, MethodResult } from '../../request/method-context.ts';
import { type RequestArgs, requiredArg } from '../../request/request-args.ts';

const MAX_LATITUDE = 90;
const MAX_LONGITUDE = 180;
const VENUE_FIELDS = ['foursquare_id', 'foursquare_type', 'google_place_id', 'google_place_type'] as const;

/** The method `sendLocation`. */
export function sendLocation(context: MethodContext): MethodResult {
  const { args } = context;
  const extra = ['horizontal_accuracy', 'live_period', 'heading', 'proximity_alert_radius'].flatMap((name) => {
    const value = Number(args.get(name));
    return value > 0 ? [[name, value]] : [];
  });
  const location: Location = { ...readLocation(args), ...Object.fromEntries(extra) };
  return { result: sendContent(context, { location }).message };
}

/** The method `sendVenue`. */
export function sendVenue(context: MethodContext): MethodResult {
  const { args } = context;
  const location = readLocation(args);
  const venue: Venue = { location, title: requiredArg(args, 'title'), address: requiredArg(args, 'address') };
  for (const name of VENUE_FIELDS) {
    const value = args.get(name);
    if (value) venue[name] = value;
  }
  return { result: sendContent(context, { location, venue }).message };
}

/** The method `sendContact`. */
export function sendContact(context: MethodContext): MethodResult {
  const { args, world } = context;
  const phone = requiredArg(args, 'phone_number');
  const last = args.get('last_name');
  const vcard = args.get('vcard');
  const owner = [...world.people.values()].find((person) => digitsOf(person.phone) === digitsOf(phone));
  const contact: Contact = {
    phone_number: phone,
    first_name: requiredArg(args, 'first_name'),
    ...(last ? { last_name: last } : {}),
    ...(vcard ? { vcard } : {}),
    ...(owner ? { user_id: owner.telegram_id } : {}),
  };
  return { result: sendContent(context, { contact }).message };
}

/** The method `sendDice`. */
export function sendDice(context: MethodContext): MethodResult {
  const emoji = context.args.get('emoji') || '🎲';
  return { result: sendContent(context, { dice: throwDice(emoji) }).message };
}

/** Reads `latitude` and `longitude`. Throws a BotApiError 400. */
export function readLocation(args: RequestArgs): Location {
  const read = (name: 'latitude' | 'longitude', max: number) => {
    const value = Number(requiredArg(args, name));
    if (Number.isNaN(value) || Math.abs(value) > max) throw badRequest(`wrong ${name} specified`);
    return value;
  };
  return { latitude: read('latitude', MAX_LATITUDE), longitude: read('longitude', MAX_LONGITUDE) };
}

function digitsOf(phone: string): string {
  return phone.replace(/\D/g, '');
}
