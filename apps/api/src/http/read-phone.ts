import { normalisePhone, type Phone } from '@raqam/shared/phone';
import { RequestError } from './errors.ts';

/** The number of a body's `field`. Throws `phone_invalid` with the reason. */
export function readPhone(field: string, input: string, source: 'contact' | 'typed' = 'typed'): Phone {
  const result = normalisePhone(input, source);
  if (!result.ok) throw new RequestError('phone_invalid', { fields: { [field]: `phone_${result.reason}` } });
  return result.phone;
}
