import type { Contract, RequestBody, ResponseBody } from '@raqam/shared/contract';
import type { adminContract, adminSessionErrors } from '@raqam/shared/contract/admin';
import { expectTypeOf, test } from 'vitest';
import type { z } from 'zod';
import type { EventFilter, RaqamEvent, RaqamSession, RaqamUser, UserKey } from '../src/index.ts';
import type { ApiErrorCode } from '../src/raqam-error.ts';

// the compiler compares them (pnpm check): the published types are written by hand, without zod
test('the types of the package are those of the contract', () => {
  expectTypeOf<RaqamUser>().toEqualTypeOf<ResponseBody<'showUser'>['user']>();
  expectTypeOf<RaqamSession>().toEqualTypeOf<ResponseBody<'listUserSessions'>['sessions'][number]>();
  expectTypeOf<RaqamEvent>().toEqualTypeOf<ResponseBody<'listEvents'>['events'][number]>();
  expectTypeOf<UserKey>().toEqualTypeOf<RequestBody<'findUser'>>();
  expectTypeOf<EventFilter>().toEqualTypeOf<Omit<z.input<Contract['listEvents']['query']>, 'limit'>>();
});

test('its codes are those that the server API answers with', () => {
  type Named = (typeof adminContract)[keyof typeof adminContract]['errors'][number];
  type OfEveryEndpoint =
    | 'bad_request'
    | 'body_too_large'
    | 'host_not_allowed'
    | 'internal_error'
    | 'not_ready'
    | 'overloaded'
    | 'unsupported_media_type'
    | 'validation_failed';
  type OnlyOfAdministrators = (typeof adminSessionErrors)[number] | 'own_account';
  expectTypeOf<ApiErrorCode>().toEqualTypeOf<Exclude<Named, OnlyOfAdministrators> | OfEveryEndpoint>();
});
