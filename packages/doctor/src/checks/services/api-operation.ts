import { blockedBy, type Check, failed, ok, skipped, warning } from '../../check.ts';

/** Somebody can open /admin. Others can't be made administrators there without one. */
export const apiAdmin: Check = {
  name: 'api-admin',
  run(context) {
    const { texts, found } = context;
    if (!found.api) return blockedBy(context, 'api-ready');
    const { admin } = found.api;
    if (admin === undefined) return skipped(texts.olderVersion('api'));
    return admin === 'present' ? ok(texts.admin.present) : warning(texts.admin.none, texts.admin.fix);
  },
};

/** The receivers of events take them. */
export const apiWebhooks: Check = {
  name: 'api-webhooks',
  run(context) {
    const { texts, found } = context;
    if (!found.api) return blockedBy(context, 'api-ready');
    const { webhooks } = found.api;
    if (webhooks === undefined) return skipped(texts.olderVersion('api'));
    const { late, failed: lost } = webhooks;
    if (late === 0 && lost === 0) return ok(texts.webhooks.right);
    return warning(texts.webhooks.trouble(late, lost), texts.webhooks.fix);
  },
};

/** Numbers that sign in with a fixed code are for tests: whoever knows the code signs in with them. */
export const apiTestNumbers: Check = {
  name: 'api-test-numbers',
  run(context) {
    const { texts, found } = context;
    if (!found.api) return blockedBy(context, 'api-ready');
    const { test_numbers: count } = found.api;
    if (count === undefined) return skipped(texts.olderVersion('api'));
    return count === 0 ? ok(texts.testNumbers.none) : warning(texts.testNumbers.some(count), texts.testNumbers.fix);
  },
};

/** Telegram's own page can be used, where people last needed it. */
export const apiTelegramLogin: Check = {
  name: 'api-telegram-login',
  run(context) {
    const { texts, found } = context;
    if (!found.api) return blockedBy(context, 'api-ready');
    const { telegram_login: state } = found.api;
    if (state === undefined) return skipped(texts.olderVersion('api'));
    if (state === 'unreachable') return warning(texts.telegramLogin.unreachable, texts.telegramLogin.fix);
    return ok(texts.telegramLogin[state]);
  },
};

/** The account at the SMS gateway has money. */
export const apiSmsBalance: Check = {
  name: 'api-sms-balance',
  run(context) {
    const { texts, found } = context;
    if (!found.api) return blockedBy(context, 'api-ready');
    const { sms, sms_balance: balance } = found.api;
    switch (balance) {
      case undefined:
        return skipped(texts.olderVersion('api'));
      case 'off':
        return ok(texts.parts.sms.off);
      case 'ok':
        return ok(texts.balance.right);
      case 'low':
        return warning(texts.balance.low, texts.balance.fix);
      case 'empty':
        return failed(texts.balance.empty, texts.balance.fix);
      case 'unknown':
        return sms === 'ok' ? skipped(texts.balance.unknown) : blockedBy(context, 'api-sms');
      default:
        return balance satisfies never;
    }
  },
};

/** The provider that takes over when the first one fails is ready to do so. Without it SMS are sent all the same. */
export const apiSmsFallback: Check = {
  name: 'api-sms-fallback',
  run(context) {
    const { texts, found } = context;
    if (!found.api) return blockedBy(context, 'api-ready');
    const { sms_fallback: state, sms_fallback_balance: balance } = found.api;
    const { sms } = texts.parts;
    switch (state) {
      case undefined:
        return skipped(texts.olderVersion('api'));
      case 'off':
        return ok(texts.smsFallback.off);
      case 'login_refused':
        return warning(sms.loginRefused, sms.fixLogin);
      case 'unreachable':
        return warning(sms.unreachable, sms.fixUnreachable);
      case 'ok':
        if (balance === 'empty') return warning(texts.balance.empty, texts.balance.fix);
        return balance === 'low' ? warning(texts.balance.low, texts.balance.fix) : ok(sms.ok);
      default:
        return state satisfies never;
    }
  },
};
