import { type ChangeSignal, createChangeSignal } from 'bot-handset/src/change-signal';
import { normalizePhone } from 'bot-handset/src/world/normalize-phone';

/** One SMS that reached a simulated phone. */
export interface Sms {
  id: number;
  phone: string;
  text: string;
  /** ISO 8601, UTC. */
  at: string;
}

/** The SMS inboxes of all simulated phones. A gateway emulator adds, the handset reads. */
export interface SmsStore {
  add(phone: string, text: string): Sms;
  /** Newest first. */
  list(phone: string): Sms[];
  /** Called for every SMS added from now on. */
  onAdd(listener: (sms: Sms) => void): void;
  changed: ChangeSignal;
}

const MAX_MESSAGES = 5_000;

/** Makes an empty inbox that keeps the last 5,000 messages. */
export function createSmsStore(): SmsStore {
  const messages: Sms[] = [];
  const listeners: ((sms: Sms) => void)[] = [];
  const changed = createChangeSignal();
  let lastId = 0;
  return {
    changed,
    add(phone, text) {
      lastId += 1;
      const sms: Sms = { id: lastId, phone: normalizePhone(phone), text, at: new Date().toISOString() };
      messages.unshift(sms);
      messages.length = Math.min(messages.length, MAX_MESSAGES);
      changed.notify();
      for (const listener of listeners) listener(sms);
      return sms;
    },
    list(phone) {
      const wanted = normalizePhone(phone);
      return messages.filter((sms) => sms.phone === wanted);
    },
    onAdd(listener) {
      listeners.push(listener);
    },
  };
}
