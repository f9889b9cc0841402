import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import type { Alert, Card } from '@raqam/shared/contract/bot';
import { routes } from '@raqam/shared/routes';
import { type ApiAnswer, JSON_TYPE, refusal } from './answers.ts';

/** The endpoints whose answers a test gives. */
type Given = 'openChallenge' | 'shareContact' | 'decideChallenge' | 'disownSession' | 'undoChange';

interface BotCall {
  name: string;
  authorization: string | undefined;
  language: string | undefined;
  body: Record<string, unknown>;
}

export interface FakeBotEndpoints {
  /** The calls about challenges and sessions, oldest first. */
  calls: BotCall[];
  /** The answers to the next calls; then every call is answered with `not_found`. */
  answers: Record<Given, ApiAnswer[]>;
  /** Alerts until they are acknowledged. */
  alerts: Alert[];
  /** Ids in the order in which they were acknowledged. */
  acknowledged: string[];
  /** How the next calls for alerts fail. */
  alertTrouble: ApiAnswer[];
  /** Number of calls that wait for an alert. */
  waiting(): number;
  addAlert(alert: Partial<Alert> & Pick<Alert, 'telegram_id'>): Alert;
}

const PREFIX = '/api/v1';
const given: readonly Given[] = ['openChallenge', 'shareContact', 'decideChallenge', 'disownSession', 'undoChange'];
let alertCount = 0;

/** The API's endpoints about challenges and alerts. `handle` returns whether the path is one of them. */
export function createFakeBotEndpoints() {
  const waiting = new Set<ServerResponse>();
  const endpoints: FakeBotEndpoints = {
    calls: [],
    answers: { openChallenge: [], shareContact: [], decideChallenge: [], disownSession: [], undoChange: [] },
    alerts: [],
    acknowledged: [],
    alertTrouble: [],
    waiting: () => waiting.size,
    addAlert(alert) {
      alertCount += 1;
      const added: Alert = {
        id: `00000000-0000-4000-8000-${String(alertCount).padStart(12, '0')}`,
        kind: 'new_device',
        at: '2026-11-21T18:05:00.000Z',
        site: 'shop.uz',
        browser: 'Chrome',
        system: 'Android',
        place: 'UZ',
        account: '+998 90 ••• 45 67',
        ...alert,
      };
      endpoints.alerts.push(added);
      for (const response of waiting) sendAlerts(response);
      return added;
    },
  };

  function sendAlerts(response: ServerResponse): void {
    waiting.delete(response);
    response.writeHead(200, JSON_TYPE).end(JSON.stringify({ alerts: endpoints.alerts }));
  }

  function handle(
    path: string,
    headers: IncomingHttpHeaders,
    body: Record<string, unknown>,
    response: ServerResponse,
  ): boolean {
    const reply = (answer: ApiAnswer) => {
      if (typeof answer === 'string') return void response.destroy();
      if (answer.status === 204) return void response.writeHead(204).end();
      response.writeHead(answer.status, JSON_TYPE).end(JSON.stringify(answer.body));
    };
    if (path === PREFIX + routes.nextAlerts.path) {
      const trouble = endpoints.alertTrouble.shift();
      if (trouble) reply(trouble);
      else if (endpoints.alerts.length > 0) sendAlerts(response);
      else {
        waiting.add(response);
        response.on('close', () => waiting.delete(response));
      }
      return true;
    }
    if (path === PREFIX + routes.acknowledgeAlerts.path) {
      const trouble = endpoints.alertTrouble.shift();
      if (trouble) {
        reply(trouble);
        return true;
      }
      const ids = body['ids'] as string[]; // the contract's
      endpoints.acknowledged.push(...ids);
      endpoints.alerts = endpoints.alerts.filter(({ id }) => !ids.includes(id));
      response.writeHead(204).end();
      return true;
    }
    const name = given.find((each) => path === PREFIX + routes[each].path);
    if (!name) return false;
    endpoints.calls.push({ name, authorization: headers.authorization, language: headers['accept-language'], body });
    reply(endpoints.answers[name].shift() ?? refusal(404, 'not_found'));
    return true;
  }

  return { endpoints, handle };
}

/** The data of a card, as the API gives it. */
export function cardAnswer(card: Partial<Card> = {}): ApiAnswer {
  const body: Card = {
    ref: '6f1ad2ab-3c9d-4a93-9a83-0d7a5a4f5f01',
    purpose: 'sign_in',
    site: 'shop.uz',
    browser: 'Chrome',
    system: 'Android',
    place: 'UZ',
    started_seconds_ago: 42,
    account: '+998 90 ••• 45 67',
    needs_contact: false,
    choices: ['12', '47', '83'],
    language: 'uz',
    ...card,
  };
  return { status: 200, body };
}
