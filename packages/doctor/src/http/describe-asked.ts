import type { Messages } from '../messages/messages.ts';
import type { Asked } from './ask.ts';

/** The answer in a few words, without its body, which may hold secrets. */
export function describeAsked(asked: Asked, texts: Messages): string {
  if (!asked.ok) return texts.reasons[asked.reason];
  const { status, headers, error } = asked.answer;
  const location = status >= 300 && status < 400 ? URL.parse(headers.get('location') ?? '') : null;
  if (location) return texts.redirects(location.origin);
  const [type = ''] = (headers.get('content-type') ?? '').split(';');
  return texts.answered(status, error?.code ?? type);
}
