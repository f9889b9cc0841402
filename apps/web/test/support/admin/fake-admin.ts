import { adminRoutes } from '@raqam/shared/admin-routes';
import type { ResponseBody } from '@raqam/shared/contract';
import { API_BASE_PATH } from '@raqam/shared/routes';
import type { Answer, ReceivedRequest } from '../fake-api.ts';

type AdminEndpoint = keyof typeof adminRoutes;
type Respond = (request: ReceivedRequest) => Answer;

/** The endpoints of the admin page. Those without an answer are not found. */
export interface FakeAdmin {
  /** Sets the answer to all calls of an endpoint from now on: the body of its success, or a function of the request. */
  answer: <Name extends AdminEndpoint>(name: Name, body: ResponseBody<Name> | Respond) => void;
  /** The calls of an endpoint, oldest first. */
  calls: (name: AdminEndpoint) => ReceivedRequest[];
  forget: () => void;
}

export function createFakeAdmin() {
  const responses = new Map<AdminEndpoint, Respond>();
  let received: { name: AdminEndpoint; request: ReceivedRequest }[] = [];

  const controls: FakeAdmin = {
    answer(name, body) {
      const respond = typeof body === 'function' ? (body as Respond) : undefined; // no body is a function
      responses.set(name, respond ?? (() => (body === null ? { status: 204 } : { status: 200, body })));
    },
    calls: (name) => received.filter((call) => call.name === name).map(({ request }) => request),
    forget() {
      responses.clear();
      received = [];
    },
  };

  return {
    controls,

    answer(request: ReceivedRequest): Answer | undefined {
      const name = endpointOf(request);
      if (name) received = [...received, { name, request }];
      return name && responses.get(name)?.(request);
    },
  };
}

/** Of two routes that match, the one with fewer parameters: `/users/search/` is not the user `search`. */
function endpointOf({ method, path }: ReceivedRequest): AdminEndpoint | undefined {
  const [pathname = ''] = path.split('?');
  const names = (Object.keys(adminRoutes) as AdminEndpoint[]) // its own keys
    .filter((name) => {
      const route = adminRoutes[name];
      const pattern = new RegExp(`^${API_BASE_PATH}${route.path.replace(/:\w+/g, '[^/]+')}$`);
      return route.method === method && pattern.test(pathname);
    })
    .sort((one, other) => parametersOf(one) - parametersOf(other));
  return names[0];
}

const parametersOf = (name: AdminEndpoint): number => adminRoutes[name].path.split(':').length;
