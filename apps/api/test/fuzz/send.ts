import { Agent, type IncomingHttpHeaders, request } from 'node:http';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { fromElsewhere, WEB_ORIGIN } from '../support/test-api.ts';
import { RESPELLINGS } from './hostile-requests.ts';
import type { Operation } from './openapi-document.ts';
import type { BodyPlan, Change, Plan, Wire } from './plan.ts';
import { MARK } from './values.ts';

/** What the world has prepared for an operation, so that the request succeeds. */
export interface Prepared {
  params?: Record<string, string>;
  query?: Record<string, string>;
  body?: Record<string, unknown>;
  /** Sent as `Authorization: Bearer …`, or as the cookie of this name. */
  bearer?: string;
  cookies?: Record<string, string>;
  /** The body is sent as a form. */
  isForm?: true;
  /** No proxy passes the request on. */
  isDirect?: true;
  headers?: Record<string, string>;
}

export interface Sent {
  method: string;
  path: string;
  headers: [string, string][];
  body: Buffer | undefined;
  isChunked: boolean;
}

export interface Received {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

/** Writes the request that a plan makes of what is prepared. `credentials`: those that are not one's own. */
export function writeRequest(
  { method, path, security }: Pick<Operation, 'method' | 'path' | 'security'>,
  plan: Plan,
  prepared: Prepared,
  findCredential: (kind: NonNullable<Plan['credential']>, own: string | undefined) => string | undefined,
): Sent {
  const { bearer, cookies = {} } = prepared;
  const own = { ...prepared.body };
  const jar: Record<string, string> = { ...cookies };
  const headers: [string, string][] = Object.entries(prepared.headers ?? {});
  let isFromPage = Object.keys(jar).length > 0;
  if (plan.byCookie && typeof own['secret'] === 'string') {
    jar['challenge_secret'] = own['secret'];
    delete own['secret'];
    isFromPage = true;
  }
  if (plan.credential !== null) {
    const credential = findCredential(plan.credential, bearer);
    if (credential !== undefined) headers.push(['authorization', credential]);
    if (plan.credential === 'twice' && bearer !== undefined) headers.push(['authorization', `Bearer ${bearer}`]);
  } else if (bearer !== undefined) {
    if (plan.byCookie && security.includes('accessCookie') && bearer.includes('.')) {
      jar['access_token'] = bearer;
      isFromPage = true;
    } else headers.push(['authorization', `Bearer ${bearer}`]);
  }
  if (isFromPage && !headers.some(([name]) => name === 'origin')) headers.push(['origin', WEB_ORIGIN]);
  const cookie = Object.entries(jar).map(([name, value]) => `${name}=${value}`);
  if (cookie.length > 0) headers.push(['cookie', cookie.join('; ')]);

  const given = new Set(plan.headers.map(([name]) => name));
  const base: [string, string][] = [
    ['host', 'localhost'],
    ...(prepared.isDirect ? [] : [['x-real-ip', fromElsewhere().remoteAddress] as [string, string]]),
  ];
  const json = writeBody(plan.body, own, prepared.body !== undefined);
  const body = json && prepared.isForm ? writeForm(json) : json;
  const type = prepared.isForm ? 'application/x-www-form-urlencoded' : 'application/json';
  return {
    method: plan.method ?? method,
    path: writePath(path, plan, prepared),
    headers: [
      ...[...base, ...headers].filter(([name]) => !given.has(name)),
      ...plan.headers,
      ...describeBody(body, plan.wire, type),
    ],
    body: body && encode(body, plan.wire),
    isChunked: plan.wire?.isChunked ?? false,
  };
}

function writePath(template: string, plan: Plan, { params = {}, query = {} }: Prepared): string {
  const spell = plan.id === null ? undefined : RESPELLINGS.get(plan.id);
  const path = template.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const own = params[name] ?? 'missing';
    return spell ? spell(own) : (plan.id ?? own);
  });
  const asked =
    typeof plan.query === 'string' ? plan.query : new URLSearchParams(plan.query ?? Object.entries(query)).toString();
  return changePath(path + (plan.slash ? '/' : ''), plan.path) + (asked === '' ? '' : `?${asked}`);
}

function changePath(path: string, change: Plan['path']): string {
  switch (change) {
    case 'encoded':
      return path.replaceAll(/[a-z]/g, (letter) => `%${letter.charCodeAt(0).toString(16)}`);
    case 'upper case':
      return path.toUpperCase();
    case 'doubled':
      return path.replaceAll('/', '//');
    case 'dots':
      return `/healthz/..${path}./`;
    case 'NUL':
      return `${path}%00`;
    case 'long':
      return path + 'a/'.repeat(3_500);
    case 'more':
      return `${path}${MARK}/`;
    case 'semicolon':
      return `${path};${MARK}=1`;
    case 'absolute':
      return `http://localhost${path}`;
    case null:
      return path;
  }
}

function writeBody(plan: BodyPlan, own: Record<string, unknown>, hasBody: boolean): Buffer | undefined {
  const text = (value: unknown) => Buffer.from(JSON.stringify(value));
  switch (plan.kind) {
    case 'own':
      return hasBody ? text({ ...plan.fields, ...own }) : undefined;
    case 'schema':
      return text(plan.fields);
    case 'changed':
      return Buffer.from(writeChanged(own, plan));
    case 'raw':
      return Buffer.from(plan.bytes, 'latin1');
    case 'broken': {
      const whole = text(own);
      const at = plan.at % whole.length;
      const other = plan.byte === null ? [] : [plan.byte];
      return Buffer.concat([whole.subarray(0, at), Buffer.from(other), whole.subarray(at + 1)]);
    }
  }
}

/** An object as a form; anything else as it is. */
function writeForm(json: Buffer): Buffer {
  try {
    const fields = Object.entries(Object(JSON.parse(json.toString())));
    return Buffer.from(
      new URLSearchParams(fields.map(([name, value]): [string, string] => [name, String(value)])).toString(),
    );
  } catch {
    return json;
  }
}

/** The places of values in a body, from the outside to the inside. */
export function listPlaces(value: unknown, place: string[] = []): string[][] {
  if (value === null || typeof value !== 'object') return [];
  const here = Object.keys(value).map((key) => [...place, key]);
  return [...here, ...Object.entries(value).flatMap(([key, inner]) => listPlaces(inner, [...place, key]))];
}

function writeChanged(own: Record<string, unknown>, { at, change }: { at: number; change: Change }): string {
  const body = structuredClone(own);
  const places = listPlaces(body);
  const place = places[at % Math.max(places.length, 1)];
  if ('add' in change) {
    Object.defineProperty(body, change.add, { value: change.value, enumerable: true });
    return JSON.stringify(body);
  }
  if (place === undefined) return JSON.stringify('to' in change ? change.to : [body]) ?? '';
  const [key = ''] = place.slice(-1);
  // every place before the last is an object or an array
  const holder = place.slice(0, -1).reduce<Record<string, unknown>>((inner, name) => inner[name] as never, body);
  const value = holder[key];
  if ('to' in change) holder[key] = change.to;
  else if ('append' in change) holder[key] = String(value) + change.append;
  else if (change.by === 'removal') delete holder[key];
  else if (change.by === 'array') holder[key] = [value];
  else if (change.by === 'object') holder[key] = { [key]: value };
  else if (change.by === 'other type') holder[key] = typeof value === 'string' ? Number(value) : String(value);
  else if (change.by === 'upper case') holder[key] = String(value).toUpperCase();
  else if (change.by === 'other case') {
    delete holder[key];
    holder[key.toUpperCase()] = value;
  } else return JSON.stringify(body).replace(/\}$/, `,${JSON.stringify(key)}:${JSON.stringify(value)}}`);
  return JSON.stringify(body);
}

function describeBody(body: Buffer | undefined, wire: Wire | null, type: string): [string, string][] {
  if (body === undefined) return [];
  if (wire === null) return [['content-type', type]];
  return [
    ...(wire.contentType === null ? [] : [['content-type', wire.contentType] as [string, string]]),
    ...(wire.encoding === null ? [] : [['content-encoding', wire.encoding.split(',')[0] ?? ''] as [string, string]]),
  ];
}

function encode(body: Buffer, wire: Wire | null): Buffer {
  switch (wire?.encoding) {
    case 'gzip':
      return gzipSync(body);
    case 'deflate':
      return deflateSync(body);
    case 'br':
      return brotliCompressSync(body);
    default:
      return body;
  }
}

const agent = new Agent({ keepAlive: true });

/** The client hung up because no answer came within `HANG_UP_MS`: the request waits, as it may. */
export const HUNG_UP = 'hung up';
const HANG_UP_MS = 300;

/**
 * Sends a request over HTTP. `mayWait`: the operation may answer late, so the client hangs up.
 */
export function send(
  port: number,
  { method, path, headers, body, isChunked }: Sent,
  mayWait = false,
): Promise<Received | typeof HUNG_UP> {
  return new Promise((resolve, reject) => {
    const length: [string, string] = isChunked
      ? ['transfer-encoding', 'chunked']
      : ['content-length', String(body?.length ?? 0)];
    const outgoing = request({
      host: '127.0.0.1',
      port,
      method,
      path,
      agent,
      setHost: false,
      headers: [...headers, ...(body || !['GET', 'HEAD'].includes(method) ? [length] : [])].flat(),
    });
    const timer = mayWait
      ? setTimeout(() => {
          resolve(HUNG_UP);
          outgoing.destroy();
        }, HANG_UP_MS)
      : undefined;
    outgoing.on('error', reject);
    outgoing.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => void chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        clearTimeout(timer);
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks).toString(),
        });
      });
    });
    outgoing.end(body);
  });
}

/** Closes the connections that are kept. */
export function closeConnections(): void {
  agent.destroy();
}
