import type { IncomingHttpHeaders } from 'node:http';

/** What proxies tell of the request that they pass on. */
const PROXY_HEADERS = ['x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'forwarded', 'x-real-ip', 'via'];

/** Whether a proxy passed the request on, as from the internet; Prometheus asks directly, on the private network. */
export function isProxied(headers: IncomingHttpHeaders): boolean {
  return PROXY_HEADERS.some((name) => headers[name] !== undefined);
}
