import { createHmac } from 'node:crypto';
import type { Phone } from '@raqam/shared/phone';
import type { KeyRing } from '../../keys.ts';
import { maskPhone } from './events.ts';

/** Bytes: two people of ten million share a pseudonym with a chance of 10⁻⁵. */
const LENGTH = 8;

/** The pseudonyms of people, by which events and log lines of one number are found without holding the number. */
export interface People {
  /** The person with this number, as new events and log lines have it. */
  idOf(phone: Phone): string;
  /** Also as events before a rotation of SECRET_KEY have it. */
  idsOf(phone: Phone): string[];
}

/** Makes pseudonyms: MACs, so that nobody without SECRET_KEY finds a number by trying all. */
export function createPeople(keys: KeyRing): People {
  const [newest] = keys;
  const idBy = (key: (typeof keys)[0], phone: Phone) =>
    createHmac('sha256', key).update(phone).digest().toString('base64url', 0, LENGTH);
  return {
    idOf: (phone) => idBy(newest, phone),
    idsOf: (phone) => keys.map((key) => idBy(key, phone)),
  };
}

/** A number as events have it. */
export interface NumberOfEvent {
  masked: string;
  person: string;
}

export function describeNumber(people: People, phone: Phone): NumberOfEvent {
  return { masked: maskPhone(phone), person: people.idOf(phone) };
}
