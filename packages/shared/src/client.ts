import axios from 'axios';
import type { Contract, RequestBody, ResponseBody } from './contract.ts';
import type { Captcha, ErrorBody, ErrorCode } from './errors.ts';
import type { Language } from './languages.ts';
import { API_BASE_PATH, routes } from './routes.ts';

/** Why a call failed. `unreachable`: this API did not answer (offline, timeout, a proxy's error page). */
export interface ApiFailure {
  code: ErrorCode | 'unreachable';
  /** In the requested language; empty if the API was not reached. */
  message: string;
  fields: Record<string, string>;
  /** Seconds to wait, if the API asks for it. */
  retryAfter?: number;
  /** How many more failed attempts the code survives; 0: it is void. */
  attemptsLeft?: number;
  /** The SMS may arrive although the gateway did not confirm it. */
  delivery?: 'unknown';
  /** What the request costs. */
  captcha?: Captcha;
}

export type ApiResult<Body> = { ok: true; data: Body } | { ok: false; error: ApiFailure };

export interface ApiClientOptions {
  /** The API's base, with or without `/api/v1`, as in WEBSITE_URL and VITE_API_BASE_URL. */
  baseUrl: string;
  /** Milliseconds until a call counts as unreachable. */
  timeout?: number;
  /** The id under which the API logs a call; undefined: one of its own. */
  requestId?: () => string | undefined;
}

export interface CallOptions {
  language?: Language;
  accessToken?: string;
  /** TELEGRAM_BOT_SECRET, for the endpoints of the bot. */
  botSecret?: string;
  /** Values for a path's parameters, such as `:id`. */
  params?: Record<string, string>;
  query?: Record<string, string>;
  /** Of an endpoint that is not in routes.ts: those of the admin page are fetched with it. */
  route?: { method: string; path: string };
  /** Ends the call early, which then counts as unreachable. */
  signal?: AbortSignal;
}

/** Calls endpoint `name` of the contract. Never throws: failures are returned. */
export interface ApiClient {
  call<Name extends keyof Contract>(
    name: Name,
    body: RequestBody<Name>,
    options?: CallOptions,
  ): Promise<ApiResult<ResponseBody<Name>>>;
}

const DEFAULT_TIMEOUT_MS = 15_000;

/** The client of the bot and of the web app. Cookies travel with it in a browser. */
export function createApiClient({ baseUrl, timeout = DEFAULT_TIMEOUT_MS, requestId }: ApiClientOptions): ApiClient {
  const origin = baseUrl.replace(/\/+$/, '');
  const http = axios.create({
    baseURL: origin.endsWith(API_BASE_PATH) ? origin : origin + API_BASE_PATH,
    timeout,
    withCredentials: true,
    maxRedirects: 0,
    proxy: false,
    validateStatus: null,
  });

  return {
    async call(name, body, { language, accessToken, botSecret, params = {}, query, route, signal } = {}) {
      const { method, path } = route ?? routes[name as keyof typeof routes]; // the others come with `route`
      const token = accessToken ?? botSecret;
      const id = requestId?.();
      try {
        const response = await http.request({
          method,
          url: path.replace(/:(\w+)/g, (_, param) => encodeURIComponent(params[param] ?? '')),
          ...(body === undefined ? {} : { data: body }),
          ...(query && { params: query }),
          ...(signal && { signal }),
          headers: {
            ...(language && { 'Accept-Language': language }),
            ...(token && { Authorization: `Bearer ${token}` }),
            ...(id && { 'X-Request-Id': id }),
          },
        });
        if (response.status >= 200 && response.status < 300) return { ok: true, data: response.data };
        return { ok: false, error: readFailure(response.data) };
      } catch {
        return { ok: false, error: unreachable };
      }
    },
  };
}

const unreachable: ApiFailure = { code: 'unreachable', message: '', fields: {} };

function readFailure(body: unknown): ApiFailure {
  if (!isErrorBody(body)) return unreachable;
  const { code, message, fields = {}, retry_after, attempts_left, delivery, captcha } = body.error;
  return {
    code,
    message,
    fields,
    ...(retry_after !== undefined && { retryAfter: retry_after }),
    ...(attempts_left !== undefined && { attemptsLeft: attempts_left }),
    ...(delivery !== undefined && { delivery }),
    ...(captcha && { captcha }),
  };
}

function isErrorBody(body: unknown): body is ErrorBody {
  const { error } = Object(body) as { error?: unknown }; // any JSON
  return typeof Object(error).code === 'string' && typeof Object(error).message === 'string';
}
