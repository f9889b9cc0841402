import type { Bilingual } from './bilingual.ts';

/**
 * Describes why a service can't listen, for its log: the system's error code (the message would hold the values of
 * HOST and PORT), and how to fix it.
 *
 * @param port the service's default port
 */
export function describeListenFailure(
  service: string,
  port: number,
  error: unknown,
): { reason: string; fix: Bilingual } {
  const reason = String(Reflect.get(Object(error), 'code'));
  if (reason === 'EADDRINUSE') {
    return {
      reason,
      fix: {
        en: `PORT (service ${service}) is taken by another program. End that program, or set another PORT; left out, it is ${port}.`,
        uz: `PORT (${service} xizmati) band: uni boshqa dastur egallab turibdi. O‘sha dasturni to‘xtating yoki boshqa PORT bering; ko‘rsatilmasa, u ${port}.`,
      },
    };
  }
  return {
    reason,
    fix: {
      en: `HOST and PORT (service ${service}) can’t be listened on. Leave HOST out, or set it to 0.0.0.0 where there is no IPv6; ports below 1024 may need more rights.`,
      uz: `HOST va PORT’da (${service} xizmati) tinglab bo‘lmadi. HOST’ni olib tashlang, IPv6 bo‘lmagan joyda esa 0.0.0.0 qiling; 1024 dan kichik portlarga qo‘shimcha huquq kerak bo‘lishi mumkin.`,
    },
  };
}
