import type { Update } from '@grammyjs/types';
import { type ChangeSignal, createChangeSignal } from '../change-signal.ts';

/** An update before it gets its id. Exactly one field is set. */
export type UpdateContent = Omit<Update, 'update_id'>;

export interface PendingUpdate {
  update: Update;
  /** Updates with the same key (of one chat or user) reach a webhook in order, one at a time. */
  key: number;
}

/** The unconfirmed updates of one bot. */
export interface UpdateQueue {
  readonly pending: readonly PendingUpdate[];
  /** The remembered `allowed_updates`; undefined is Telegram's default. */
  allowed: readonly string[] | undefined;
  changed: ChangeSignal;
  /** Queues an update, `times` times under one id; drops it if its type is not allowed. */
  add(content: UpdateContent, key: number, times?: number): void;
  /** Removes all updates with ids below `updateId`. */
  confirmBelow(updateId: number): void;
  /** Removes all but the last `count` updates. */
  keepLast(count: number): void;
  /** Removes an update that a webhook accepted. */
  remove(item: PendingUpdate): void;
}

/** Telegram drops updates after 24 hours; the emulator drops the oldest above this number. */
const MAX_PENDING = 10_000;
const FIRST_UPDATE_ID = 100_000_001;
/** Update types that a bot gets only if `allowed_updates` names them. */
const NOT_BY_DEFAULT: ReadonlySet<string> = new Set(['chat_member', 'message_reaction', 'message_reaction_count']);

/**
 * Makes an empty queue with Telegram's default of allowed updates.
 *
 * @param onTaken called with the key of an update that the bot confirmed, or that was dropped
 */
export function createUpdateQueue(onTaken: (key: number) => void = () => {}): UpdateQueue {
  let pending: PendingUpdate[] = [];
  let nextId = FIRST_UPDATE_ID;
  const changed = createChangeSignal();
  const keep = (kept: PendingUpdate[]) => {
    if (kept.length === pending.length) return;
    const left = new Set(kept);
    const taken = pending.filter((item) => !left.has(item));
    pending = kept;
    for (const key of new Set(taken.map((item) => item.key))) onTaken(key);
  };
  return {
    get pending() {
      return pending;
    },
    allowed: undefined,
    changed,
    add(content, key, times = 1) {
      const type = Object.keys(content)[0] ?? '';
      if (!(this.allowed ? this.allowed.includes(type) : !NOT_BY_DEFAULT.has(type))) return;
      const update = { update_id: nextId, ...content };
      nextId += 1;
      pending.push(...Array.from({ length: times }, () => ({ update, key })));
      if (pending.length > MAX_PENDING) pending = pending.slice(-MAX_PENDING);
      changed.notify();
    },
    confirmBelow(updateId) {
      keep(pending.filter((item) => item.update.update_id >= updateId));
    },
    keepLast(count) {
      keep(count > 0 ? pending.slice(-count) : []);
    },
    remove(item) {
      pending = pending.filter((other) => other !== item);
      onTaken(item.key);
    },
  };
}
