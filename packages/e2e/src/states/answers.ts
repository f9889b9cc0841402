import type { Route } from 'playwright-core';

/** Answers in place of the API. */
export function answerWith(status: number, json: unknown) {
  return (route: Route) => {
    const { origin = '' } = route.request().headers();
    const headers = { 'access-control-allow-origin': origin, 'access-control-allow-credentials': 'true' };
    return route.fulfill({ status, headers, json });
  };
}

/** Answers with an error of the API. */
export function refuseWith(status: number, code: string, message: string) {
  return answerWith(status, { error: { code, message }, detail: message });
}
