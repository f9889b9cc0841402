import { onTestFinished } from 'vitest';
import { type Handset, type HandsetOptions, startHandset } from '../../src/start-handset.ts';

export const TOKEN = '1000000001:test-token';
export const USERNAME = 'first_test_bot';
const OTHER_TOKEN = '1000000002:test-token';
/** Seeded people. */
export const AZIZA = 1001;
export const BOBUR = 1002;

/** An answer of the Bot API or the handset API. */
// biome-ignore lint/suspicious/noExplicitAny: answers are asserted on field by field, whatever their shape
export type Json = any;

export interface Answer {
  status: number;
  body: Json;
}

/** Short ways to call an emulator. */
export interface Calls {
  /** Calls a Bot API method of the first bot, by JSON. */
  api(method: string, body?: object): Promise<Answer>;
  /** The result of a method; fails if the call does. */
  result(method: string, body?: object): Promise<Json>;
  /** POSTs to the handset API, or GETs from it without a body. */
  handset(path: string, body?: object): Promise<Answer>;
  /** Sends a text or an action as a person. */
  write(person: number, action: string | object): Promise<Json>;
  /** Waits for the next message of a chat after a given one. */
  next(person: number, after: number): Promise<Json>;
}

export type OpenHandset = Handset & Calls;

export const TEST_BOTS = [
  { token: TOKEN, username: USERNAME, firstName: 'First' },
  { token: OTHER_TOKEN, username: 'other_test_bot' },
];

/** Starts an emulator on a free port; it is closed when the test ends. */
export async function openHandset(options: Partial<HandsetOptions> = {}): Promise<OpenHandset> {
  const handset = await startHandset({ port: 0, bots: TEST_BOTS, ...options });
  onTestFinished(() => handset.close());
  return { ...handset, ...callsTo(handset.url) };
}

/** Makes the calls of an emulator at this URL. */
export function callsTo(url: string): Calls {
  const api = (method: string, body: object = {}) => postJson(`${url}/bot${TOKEN}/${method}`, body);
  const handset = (path: string, body?: object) =>
    body ? postJson(`${url}/handset${path}`, body) : call(`${url}/handset${path}`);
  return {
    api,
    handset,
    async result(method, body) {
      const answer = await api(method, body);
      if (!answer.body.ok) throw new Error(`${method}: ${answer.body.description}`);
      return answer.body.result;
    },
    async write(person, action) {
      const answer = await handset(`/users/${person}/messages`, typeof action === 'string' ? { text: action } : action);
      if (answer.status !== 201) throw new Error(answer.body.error.message);
      return answer.body;
    },
    async next(person, after) {
      const answer = await handset(`/users/${person}/messages?after=${after}&wait=30`);
      return answer.body[0];
    },
  };
}

/** Any request with its JSON answer. */
export async function call(url: string, init?: RequestInit): Promise<Answer> {
  const response = await fetch(url, init);
  return { status: response.status, body: await response.json() };
}

function postJson(url: string, body: object): Promise<Answer> {
  return call(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}
