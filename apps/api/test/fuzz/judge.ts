import { WEB_ORIGIN } from '../support/test-api.ts';
import type { ApiDocument, Operation } from './openapi-document.ts';
import type { Secrets } from './secrets.ts';
import type { Received, Sent } from './send.ts';

/** Statuses that any request may get, whatever operation it is for: the parser's own. */
const ANYWHERE = new Set([408, 413, 431]);

/** Paths whose answers others may keep: public keys, and the page with the document. */
const MAY_BE_KEPT = /^(?:\/\.well-known\/jwks\.json|\/oidc\/jwks|\/docs)(?:[/?]|$)/;

/**
 * Checks every promise about an answer. `operation`: the one that the request is for; undefined where the path or the
 * headers may have changed that. Returns what is broken; empty: nothing.
 */
export function judgeAnswer(
  document: ApiDocument,
  operation: Operation | undefined,
  sent: Sent,
  { status, headers, body }: Received,
  secrets: Secrets,
): string[] {
  const broken: string[] = [];
  const promise = (holds: unknown, what: string) => {
    if (!holds) broken.push(what);
  };
  const isHead = sent.method === 'HEAD';
  const type = String(headers['content-type'] ?? '');
  const isError = status >= 400;
  const read = readJson(body);
  const code: string | undefined = Object(Object(read)['error'])['code'];

  promise(status < 500 || (status === 503 && code === 'overloaded'), `no answer is ${status}`);
  if (isError && !isHead) {
    promise(type.startsWith('application/json'), `an error is JSON, not ${type}`);
    const problem = document.isError(read);
    promise(problem === undefined, `an error has the one shape: ${problem}`);
    const { error = {}, detail } = Object(read);
    promise(detail === error.message && detail !== '', 'detail repeats the message');
    if (status === 429 || status === 503)
      promise(
        error.retry_after > 0 && headers['retry-after'] === String(error.retry_after),
        'Retry-After is that of the body',
      );
  }
  if (status === 401) promise(headers['www-authenticate'], '401 has WWW-Authenticate');
  if (status === 429 || status === 503) promise(Number(headers['retry-after']) > 0, `${status} has Retry-After`);
  if (status === 405) promise(headers.allow, '405 has Allow');
  if (status !== 204 || sent.method !== 'OPTIONS') {
    if (!MAY_BE_KEPT.test(decodePath(sent.path)))
      promise(headers['cache-control'] === 'no-store', 'nothing is kept by caches');
    // the parser's own answers are to no request
    promise(headers['x-request-id'] || status === 408 || status === 431, 'the answer has a request id');
  }
  const allowed = headers['access-control-allow-origin'];
  const origins = sent.headers.filter(([name]) => name === 'origin').map(([, value]) => value);
  promise(allowed === undefined || (allowed === WEB_ORIGIN && origins.includes(WEB_ORIGIN)), 'only the site has CORS');
  for (const cookie of [headers['set-cookie'] ?? []].flat())
    promise(/;\s*HttpOnly/i.test(cookie), 'cookies are out of reach for scripts');
  if (isError) for (const found of secrets.findIn(body)) promise(false, `an error holds ${found}`);

  if (operation && !ANYWHERE.has(status))
    broken.push(...judgeDeclared(document, operation, sent, { status, headers, body }));
  return broken;
}

/** Checks an answer against what the document says of its operation. */
function judgeDeclared(
  document: ApiDocument,
  operation: Operation,
  { method, headers: sentHeaders }: Sent,
  { status, headers, body }: Received,
): string[] {
  const methods = document.methodsOf(operation.path);
  const isPreflight = method === 'OPTIONS' && status === 204;
  if (isPreflight)
    return sentHeaders.some(([, value]) => value === WEB_ORIGIN) ? [] : ['a preflight of the site alone'];
  if (!methods.has(method)) {
    if (status === 400 || status === 503) return []; // refused before its method counts
    const allow = String(headers.allow ?? '').split(', ');
    const isSame = allow.length === methods.size && allow.every((one) => methods.has(one));
    return status === 405 && isSame ? [] : [`405 with the methods of the path, not ${status} and ${headers.allow}`];
  }
  const meant = method === 'HEAD' ? 'GET' : method;
  const of = document.operations.find((one) => one.path === operation.path && one.method === meant);
  const declared = of?.answers.get(status);
  if (declared === undefined) return [`${status} is declared`];
  if (method === 'HEAD') return body === '' ? [] : ['HEAD has no body'];
  if (declared.size === 0) return body === '' ? [] : [`${status} has no body`];
  const type = String(headers['content-type'] ?? '').split(';')[0] ?? '';
  const check = declared.get(type);
  if (check === undefined) return [`the type ${type} is declared`];
  const value = type === 'application/json' ? readJson(body) : body;
  const problem = check(value);
  return problem === undefined ? [] : [`the body matches its schema: ${problem}`];
}

/** The path of a request's target, which may be a whole URL, as the router reads it. */
export function decodePath(target: string): string {
  const path = target.replace(/^https?:\/\/[^/]+/, '');
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
