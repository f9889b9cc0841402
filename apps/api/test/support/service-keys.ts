import { randomBytes } from 'node:crypto';
import { SERVICE_SCOPES, type ServiceScope } from '@raqam/shared/contract/admin';
import { addServiceKey } from '../../src/features/admin/service-key.ts';
import { operator } from './operator.ts';
import { type Answer, fromElsewhere, type TestApi } from './test-api.ts';

interface ServiceCalls {
  /** Creates a key, as the operator's command does. */
  addKey(scopes?: readonly ServiceScope[], expiresAt?: Date | null): Promise<{ id: string; key: string }>;
  /** Calls the server API, each time from another IP. */
  call(method: 'GET' | 'POST' | 'DELETE', path: string, options?: CallOptions): Promise<Answer>;
}

interface CallOptions {
  /** Without it, one with every scope. */
  key?: string | undefined;
  body?: object;
  remoteAddress?: string;
}

/** The calls of a service of the site. */
export function useService(api: TestApi): ServiceCalls {
  const keys: { everything?: Promise<{ key: string }> } = {};
  const service: ServiceCalls = {
    addKey: (scopes = SERVICE_SCOPES, expiresAt = null) =>
      addServiceKey(api.db, { name: 'shop', scopes, expiresAt }, operator, randomBytes),
    async call(method, path, options = {}) {
      if (!('key' in options)) keys.everything ??= service.addKey();
      const key = 'key' in options ? options.key : (await keys.everything)?.key;
      return api.app.inject({
        method,
        url: `/api/v1/admin/${path}`,
        ...fromElsewhere(),
        ...(options.remoteAddress && { remoteAddress: options.remoteAddress }),
        headers: {
          ...(key !== undefined && { authorization: `Bearer ${key}` }),
          ...(options.body && { 'content-type': 'application/json' }),
        },
        ...(options.body && { payload: JSON.stringify(options.body) }),
      });
    },
  };
  return service;
}
