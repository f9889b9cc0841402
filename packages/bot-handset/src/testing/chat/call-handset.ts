/** A JSON call to the handset API: POST with a body, GET without one. */
export type CallHandset = <Answer>(path: string, body?: object, method?: string) => Promise<Answer>;

/** Makes calls to the handset API at `url`. They throw an Error with the API's own words. */
export function createCallHandset(url: string): CallHandset {
  return async <Answer>(path: string, body?: object, method = body ? 'POST' : 'GET') => {
    const response = await fetch(`${url}/handset${path}`, {
      method,
      ...(body ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {}),
    });
    const answer: unknown = await response.json();
    if (!response.ok) throw new Error(`bot-handset: ${describeError(answer) ?? `${path} answered ${response.status}`}`);
    // The handset API's own shapes
    return answer as Answer;
  };
}

function describeError(answer: unknown): string | undefined {
  const { error } = answer as { error?: { message?: string } };
  return error?.message;
}
