import type { Attack } from '../measurements/attack.ts';
import { formatNumber, formatTable } from './format-table.ts';

export function formatAttacks(attacks: readonly Attack[]): string {
  return formatTable(
    attacks.map(({ rules, pays, requests, sent, asked, seconds, derivations, owners, signedIn }) => ({
      ABUSE_RULES: pays ? `${rules}, and the strangers pay` : rules,
      numbers: formatNumber(requests),
      'SMS sent': formatNumber(sent),
      'price asked': formatNumber(asked),
      'derivations per bought SMS': formatNumber(derivations),
      'attack s': formatNumber(seconds),
      'owners in: press': `${signedIn.press} of ${owners}`,
      'bot’s code': `${signedIn.bot} of ${owners}`,
      'SMS, known device': `${signedIn.sms} of ${owners}`,
    })),
  );
}
