import type { adminRoutes } from '@raqam/shared/admin-routes';
import type { ApiResult, CallOptions } from '@raqam/shared/client';
import type { RequestBody, ResponseBody } from '@raqam/shared/contract';
import { createContext, use } from 'react';

/**
 * Calls an endpoint of the admin page. If the last sign-in is too long ago, it asks the administrator to confirm that
 * it is them, and sends the call again; `proof_required` only if they close that dialog.
 */
export type AdminCall = <Name extends keyof typeof adminRoutes>(
  name: Name,
  body: RequestBody<Name>,
  options?: Pick<CallOptions, 'params' | 'query'>,
) => Promise<ApiResult<ResponseBody<Name>>>;

export const AdminCallContext = createContext<AdminCall | undefined>(undefined);

export function useAdminCall(): AdminCall {
  const call = use(AdminCallContext);
  if (!call) throw new Error('useAdminCall needs the admin page above it');
  return call;
}
