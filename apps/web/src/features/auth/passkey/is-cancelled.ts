/** Whether the person closed the browser's dialog, or it ended without an answer: browsers don't say which. */
export function isCancelled(error: unknown): boolean {
  return error instanceof Error && (error.name === 'NotAllowedError' || error.name === 'AbortError');
}
