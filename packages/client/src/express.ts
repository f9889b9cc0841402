import { authenticateRequest, type IncomingRequest, type RequireUserOptions } from './authenticate-request.ts';
import type { Raqam } from './create-raqam.ts';

export { type RequireUserOptions, userOf } from './authenticate-request.ts';

interface OutgoingResponse {
  writeHead(status: number, headers: Record<string, string>): { end(body: string): unknown };
}

/** Middleware of Express (4 and 5) that lets only signed-in users pass; `userOf(request)` gives the user. */
export function requireUser(
  raqam: Pick<Raqam, 'verifyAccessToken'>,
  options: RequireUserOptions = {},
): (request: IncomingRequest, response: OutgoingResponse, next: (error?: unknown) => void) => void {
  return (request, response, next) => {
    authenticateRequest(raqam, request, options).then((refusal) => {
      if (refusal === undefined) next();
      else response.writeHead(refusal.status, refusal.headers).end(JSON.stringify(refusal.body));
    }, next);
  };
}
