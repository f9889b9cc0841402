import type {
  InlineQuery,
  InlineQueryResult,
  InlineQueryResultsButton,
  LabeledPrice,
  OrderInfo,
  ShippingOption,
  StarTransaction,
  SuccessfulPayment,
} from '@grammyjs/types';
import { type ChangeSignal, createChangeSignal } from '../change-signal.ts';
import { createFileStore, type FileStore } from '../files/file-store.ts';

/** An inline query and the bot's answer to it. */
export interface InlineQueryRecord {
  query: InlineQuery;
  answer?: InlineAnswer;
}

export interface InlineAnswer {
  results: InlineQueryResult[];
  next_offset: string;
  button?: InlineQueryResultsButton;
}

/** Where a message is: `inline_message_id` stands for it. */
export interface MessagePlace {
  chatId: number;
  messageId: number;
}

/** What a bot asks money for. */
export interface InvoiceTerms {
  title: string;
  description: string;
  payload: string;
  currency: string;
  prices: LabeledPrice[];
  needsShippingAddress: boolean;
  /** The price depends on the shipping address: a shipping query comes first. */
  isFlexible: boolean;
  needs: { name: boolean; phone: boolean; email: boolean };
}

/** A payment that a person began; the bot has to answer its query. */
export interface Checkout {
  id: string;
  kind: 'shipping' | 'pre_checkout';
  personId: number;
  terms: InvoiceTerms;
  /** The message of the invoice, or the chat that its link was opened in. */
  place: MessagePlace | undefined;
  order: OrderInfo;
  shipping?: ShippingOption;
  /** The bot's answer; undefined while it owes one. */
  answer?: { ok: true } | { ok: false; error: string };
}

export interface Payment {
  personId: number;
  payment: SuccessfulPayment;
  isRefunded: boolean;
}

/** What one bot has to remember between two calls. */
export interface BotRecords {
  files: FileStore;
  inlineQueries: Map<string, InlineQueryRecord>;
  /** By `inline_message_id`. */
  inlineMessages: Map<string, MessagePlace>;
  /** The people who opened a Mini App, by `query_id`. */
  webAppQueries: Map<string, number>;
  /** The messages of polls, by the poll's id. */
  polls: Map<string, MessagePlace>;
  /** By the name in the link. */
  invoiceLinks: Map<string, InvoiceTerms>;
  /** By the id of the query. */
  checkouts: Map<string, Checkout>;
  /** By `telegram_payment_charge_id`. */
  payments: Map<string, Payment>;
  starTransactions: StarTransaction[];
  /** An inline query or a checkout was answered. */
  changed: ChangeSignal;
}

const MAX_REMEMBERED = 1_000;

/** Makes empty records. */
export function createBotRecords(): BotRecords {
  return {
    files: createFileStore(),
    inlineQueries: new Map(),
    inlineMessages: new Map(),
    webAppQueries: new Map(),
    polls: new Map(),
    invoiceLinks: new Map(),
    checkouts: new Map(),
    payments: new Map(),
    starTransactions: [],
    changed: createChangeSignal(),
  };
}

/** Adds an entry and drops the oldest above the bound. */
export function remember<Key, Value>(map: Map<Key, Value>, key: Key, value: Value): void {
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > MAX_REMEMBERED && oldest !== undefined) map.delete(oldest);
}
