import type { Profile } from '@raqam/shared/contract';
import type { FastifyInstance } from 'fastify';
import type { RowOf } from '../../database/columns.ts';
import type { Database } from '../../database/database.ts';
import type { Fernet } from '../../encryption/fernet.ts';
import { RequestError } from '../../http/errors.ts';
import { answer, registerEndpoint } from '../../http/register-endpoint.ts';
import type { InTurn } from '../../limits/in-turn.ts';
import { presentUser } from '../accounts/present-user.ts';
import { BY_USER, deleteUser } from '../deletion/delete-user.ts';
import type { People } from '../events/person.ts';
import type { Authenticate } from '../sessions/authenticate.ts';
import type { SessionCookies } from '../sessions/session-cookies.ts';
import type { signedInColumns } from '../sessions/sessions.queries.ts';
import { updateProfile } from './profile.queries.ts';

export interface ProfileDependencies {
  db: Database;
  authenticate: Authenticate;
  cookies: SessionCookies;
  /** Encrypts passport numbers; without it none is stored. */
  fernet: Fernet | undefined;
  inTurn: InTurn;
  people: People;
}

export function registerProfileRoutes(app: FastifyInstance, deps: ProfileDependencies): void {
  const { db, authenticate, cookies, fernet, inTurn, people } = deps;

  registerEndpoint(app, 'me', {
    async handle({ request }) {
      const { user } = await authenticate(request);
      return answer(200, presentProfile(user, fernet));
    },
  });

  registerEndpoint(app, 'updateMe', {
    async handle({ body, request }) {
      const { user } = await authenticate(request);
      // another person may have asked for the code of an unproved number: docs/policy.md §2
      if (user.phone_proved_at === null && (body.address || body.passport_id))
        throw new RequestError('phone_not_verified');
      const changes = {
        id: user.id,
        first_name: body.first_name ?? null,
        last_name: body.last_name ?? null,
        address: body.address ?? null,
        passport_id: encryptPassport(body.passport_id, fernet),
      };
      const [updated] = await inTurn(user.id, () => db.run(updateProfile, changes));
      if (updated === undefined) throw new RequestError('session_invalid'); // deleted in the meantime
      return answer(200, presentProfile(updated, fernet));
    },
  });

  registerEndpoint(app, 'deleteMe', {
    async handle({ request, reply }) {
      const { user } = await authenticate(request);
      // the deletion empties the address in their acts, and nobody hides these by themselves
      if (user.role === 'admin') throw new RequestError('own_account');
      await inTurn(user.id, () => deleteUser({ db, people }, user.id, BY_USER));
      cookies.clear(reply);
      cookies.forget(reply);
      return answer(204, null);
    },
  });
}

function presentProfile(user: RowOf<typeof signedInColumns>, fernet: Fernet | undefined): Profile {
  return {
    ...presentUser(user),
    address: user.address,
    passport_id: (user.passport_id && fernet?.decrypt(user.passport_id)) || '', // without its key it can't be shown
  };
}

/** The value for the column: null leaves it unchanged, an empty string empties it. */
function encryptPassport(passportId: string | undefined, fernet: Fernet | undefined): string | null {
  if (!passportId) return passportId ?? null;
  if (fernet === undefined) throw new RequestError('encryption_not_configured');
  return fernet.encrypt(passportId);
}
